import { expect, test } from "vitest";
import { type Page, Scene, lin, mara, osei, paragraph, yara } from "./negotiation-scene.ts";

const names = new Map([
  [lin, "Lin"],
  [osei, "Osei"],
  [yara, "Yara"],
]);

/** What stands inside Mara's proposals. */
const inside = (scene: Scene): string[] =>
  scene
    .of(mara)
    .flatMap((proposal) =>
      proposal.inside.map(({ by, text, waits }) => `${by && names.get(by)} ${waits ? "proposes" : "wrote"} ${text}`),
    );

const TEXT = "The buyer shall within fifteen accept.";
const replace = (page: Page): void => {
  page.delete(0, 16, 15);
  page.text(0).insert(31, "in ten ");
};

/** Mara proposes "in ten " for "within fifteen ", and Lin writes at the same moment. */
function meeting(write: (page: Page) => void, swapped: boolean): Scene {
  const scene = new Scene(paragraph(TEXT));
  const sends = [scene.begin(mara, true, replace), scene.begin(lin, false, write)];
  for (const send of swapped ? sends.toReversed() : sends) send();
  return scene;
}

const cases: [where: string, write: (page: Page) => void, old: string, accepted: string][] = [
  [
    "among the old words",
    (page) => page.text(0).insert(20, "[L]"),
    "within fifteen ",
    "The buyer shall [L]in ten accept.",
  ],
  [
    "in the place of the first of them",
    (page) => {
      page.text(0).delete(16, 7);
      page.text(0).insert(16, "[L]");
    },
    "fifteen ",
    "The buyer shall [L]in ten accept.",
  ],
  [
    "in the place of the last of them",
    (page) => {
      page.text(0).delete(24, 7);
      page.text(0).insert(24, "[L]");
    },
    "within f",
    "The buyer shall in ten [L]accept.",
  ],
  [
    "in the place of all of them",
    (page) => {
      page.text(0).insert(31, "[L]");
      page.text(0).delete(16, 15);
    },
    "",
    "The buyer shall in ten [L]accept.",
  ],
];

test.each(cases.flatMap((each) => [false, true].map((swapped) => [...each, swapped] as const)))(
  "[PR10] what somebody writes %s stays when a replacement is accepted, and is told beforehand",
  (_where, write, old, accepted, swapped) => {
    const scene = meeting(write, swapped);
    expect(scene.told).toEqual([`Mara ${old === "" ? "insert" : "replace"} ${JSON.stringify(old)} "in ten "`]);
    expect(inside(scene)).toEqual(["Lin wrote [L]"]);
    expect(scene.accept(...scene.proposals)).toEqual([accepted]);
    expect(scene.told).toEqual([]);
  },
);

test("[PR10] what somebody types on after that belongs to it, and what stood there before does not", () => {
  const scene = meeting((page) => {
    page.text(0).delete(16, 7);
    page.text(0).insert(16, "[L");
  }, false);
  scene.edit((page) => page.text(0).insert(18, "L]"));
  scene.edit((page) => page.text(0).insert(0, "Now. "));
  expect(inside(scene)).toEqual(["Lin wrote [LL]"]);
});

test("[PR10] words among the new ones leave these one proposal, and are told", () => {
  const scene = new Scene(paragraph(TEXT));
  scene.propose(mara, replace);
  scene.edit((page) => page.text(0).insert(34, "[L]"));
  expect(scene.told).toEqual(['Mara replace "within fifteen " "in ten "']);
  expect(inside(scene)).toEqual(["Lin wrote [L]"]);
  expect(scene.accept(...scene.proposals)).toEqual(["The buyer shall in [L]ten accept."]);
});

test("[PR10] what somebody proposes inside is told as what goes on waiting, but for an alternative", () => {
  const scene = new Scene(paragraph(TEXT));
  scene.propose(mara, replace);
  scene.propose(yara, (page) => page.text(0).insert(20, "[Y]"));
  const [client = 0, clock = 0] = (scene.of(mara)[0]?.id ?? "").split("-").map(Number);
  scene.propose(osei, (page) => {
    page.text(0).insert(34, "at once ");
    page.record({ do: "counter", to: [client, clock], ids: page.ids(page.text(0), 34, 8) });
  });
  expect(inside(scene)).toEqual(["Yara proposes [Y]"]);
});

test("[PR10] what somebody has written into a paragraph that is to be removed is told: it keeps the paragraph", () => {
  const scene = new Scene(paragraph("One two."), paragraph("Last."));
  scene.propose(mara, (page) => page.remove(page.block(0)));
  scene.edit((page) => page.text(0).insert(4, "and [L] "));
  expect(inside(scene)).toEqual(["Lin wrote and [L] "]);
  expect(scene.accept(...scene.proposals)).toEqual(["and [L] ", "Last."]);
});

test("[PR10] nothing is told of words beside a proposal, of those between two deletions of one gesture, and of its author's", () => {
  const scene = new Scene(paragraph("A fee, a price, a sum."));
  scene.propose(mara, (page) => {
    for (const at of [2, 9, 18]) page.record({ do: "delete", ids: page.ids(page.text(0), at, 3), group: "g" });
  });
  scene.edit((page) => page.text(0).insert(5, " [L]"));
  scene.edit((page) => page.text(0).insert(2, "[L]"));
  expect(scene.of(mara)).toHaveLength(1);
  expect(inside(scene)).toEqual([]);
});

test("[PR4] [PR10] an acceptance is about the agreed words that stand inside, a rejection is not", () => {
  const scene = new Scene(paragraph(TEXT));
  scene.propose(mara, replace);
  const [before] = scene.proposals;
  scene.propose(osei, (page) => page.text(0).insert(20, "[O]"));
  expect(scene.of(mara)[0]?.digest).toBe(before?.digest);
  scene.edit((page) => page.text(0).insert(20, "[L]"));
  const [after] = scene.of(mara);
  expect(after?.digest).not.toBe(before?.digest);
  expect(after?.digest.startsWith(before?.digest ?? "-")).toBe(true);
});
