import { describe, expect, test } from "vitest";
import { PARAGRAPH_BREAK, type Proposal, type Verdict, carryOut, listProposals } from "./index.ts";
import { type Page, Scene, mara, osei, paragraph, table } from "./negotiation-scene.ts";

type Gesture = (page: Page, at: number, id: readonly [number, number]) => void;

/** Somebody proposes something at every ten characters of a long paragraph, or in each of many paragraphs. */
function proposed(scene: Scene, count: number, gesture: Gesture, person = mara): Scene {
  scene.propose(person, (page) => {
    const [[client, clock] = [0, 0]] = page.ids(page.text(0));
    for (let at = 0; at < count; at++) gesture(page, at, [client, clock + 10 * at]);
  });
  return scene;
}

const words = (count: number): Scene => new Scene(paragraph("abcdefghij".repeat(count)));
const numbered = (count: number): Scene =>
  new Scene(...Array.from({ length: count + 1 }, (_, at) => paragraph(`Number ${at}.`)));
const embolden: Gesture = (page, _, id) => page.record({ do: "format", ids: [[...id, 3]], mark: "bold", value: {} });

/** With the readings that it may cost: small scenes are read in a few milliseconds. */
const waiting: readonly [what: string, verdict: Verdict, readings: number, open: () => Scene][] = [
  ["looks in one paragraph", "accept", 12, () => proposed(words(4_000), 4_000, embolden)],
  [
    "new words in one paragraph",
    "reject",
    12,
    () => proposed(words(7_000), 7_000, (page, at) => page.text(0).insert(13 * at, "new")),
  ],
  [
    "breaks in one paragraph",
    "accept",
    30,
    () => proposed(words(2_000), 2_000, (page, at) => page.text(0).insert(11 * at + 5, PARAGRAPH_BREAK)),
  ],
  [
    "joins",
    "accept",
    30,
    () => proposed(numbered(1_500), 1_500, (page, at) => page.join(page.block(at + 1), page.block(at))),
  ],
];

/** How many times as long as reading what waits, which is in proportion to it; the least of some tries, since others use the machine, too. */
function costOf(scene: Scene, verdict: Verdict, chosen: (proposal: Proposal) => boolean = () => true): number {
  const { document } = scene;
  const all = listProposals(document);
  const picked = all.filter(chosen);
  const readingMs = leastMs(() => listProposals(document));
  return leastMs(() => carryOut(document, picked, verdict, { clientId: 9, all, facts: () => "{}" })) / readingMs;
}

function leastMs(work: () => unknown): number {
  const tries = [1, 2, 3].map(() => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...tries);
}

describe("[DE2] a decision about thousands of proposals costs some readings of them", () => {
  test.each(waiting)("%s (%s)", (_, verdict, readings, open) => {
    expect(costOf(open(), verdict)).toBeLessThan(readings);
  });

  test("rows of a table (accept)", () => {
    const scene = new Scene(table(...Array.from({ length: 1_000 }, (_, at) => [`${at}`, "b"])));
    scene.propose(mara, (page) => {
      for (const row of page.block(0).toArray().slice(1)) page.remove(row as ReturnType<Page["block"]>);
    });
    expect(costOf(scene, "accept")).toBeLessThan(30);
  });

  test("[VI6] looks by which as many older ones become void (accept)", () => {
    const scene = proposed(proposed(words(800), 800, embolden), 800, embolden, osei);
    expect(costOf(scene, "accept", ({ author }) => author === osei)).toBeLessThan(12);
    scene.accept(...scene.of(osei));
    expect(scene.proposals).toEqual([]);
  });
});

describe("[DE2] what can be proposed can be decided on at once, and goes into the log:", () => {
  test("thousands of words to delete", () => {
    const scene = proposed(words(5_200), 5_200, (page, _, id) => page.record({ do: "delete", ids: [[...id, 3]] }));
    expect(scene.accept(...scene.proposals)).toEqual(["defghij".repeat(5_200)]);
  });

  test("the look of the first words of more than a thousand paragraphs", () => {
    const scene = proposed(numbered(1_200), 1_200, (page, at) =>
      page.record({ do: "format", ids: page.ids(page.text(at), 0, 3), mark: "bold", value: {} }),
    );
    expect(scene.accept(...scene.proposals)[7]).toBe("<bold>Number 7.");
  });
});
