import { type FilmBlock, type VersionBlock, filmVersions, readVersion } from "@parley/history";
import { expect, test } from "vitest";
import { type Proposal, everHadAlternatives, pastAlternatives, pastRecords, proposedLives } from "./index.ts";
import { type Page, Scene, mara, osei, paragraph, table, yara } from "./negotiation-scene.ts";

/** Every character and block with what is proposed about it, in reading order. */
type Told = readonly [what: string, proposed: string];

const nothing = "";
const isIn = ({ from, until }: { from: number; until: number | null }, frame: number): boolean =>
  from <= frame && (until === null || frame < until);

function shownIn(film: readonly FilmBlock[], frame: number): Told[] {
  return film.flatMap(({ name, phases, spans, children }): Told[] => {
    const phase = phases.find((each) => isIn(each, frame));
    if (!phase) return [];
    const words = spans.flatMap(({ text, phases: looks }): Told[] => {
      const look = looks.find((each) => isIn(each, frame));
      return look ? text.split("").map((letter) => [letter, look.proposed.join(" ")]) : [];
    });
    return [[name, phase.proposed.join(" ")], ...words, ...shownIn(children, frame)];
  });
}

/** The same as the version itself says. */
function readIn(scene: Scene, seq: number): Told[] {
  const records = pastRecords(scene.replica, seq);
  const named = (list: readonly { record: { do: string } }[]): string =>
    [...new Set(list.map(({ record }) => record.do))]
      .filter((what) => what !== "counter")
      .sort()
      .join(" ");
  const visit = (block: VersionBlock): Told[] => [
    [block.name, named(records.ofBlock(block.id))],
    ...block.pieces.flatMap(({ range, text }) =>
      records.ofText(range).flatMap(({ range: part, records: about }): Told[] => {
        const from = part.clock - range.clock;
        return text
          .slice(from, from + part.length)
          .split("")
          .map((letter) => [letter, named(about)]);
      }),
    ),
    ...block.children.flatMap(visit),
  ];
  return readVersion(scene.replica, seq).flatMap(visit);
}

test("[VE10] a film shows at every frame what was proposed then about what stood: to delete, format, join, set and remove", () => {
  const scene = new Scene(
    paragraph("Payable in thirty days."),
    paragraph("Law of China."),
    table(["a", "b"], ["c", "d"]),
  );
  scene.propose(mara, (page) => page.strike("thirty ", 0));
  scene.propose(osei, (page) => page.strike("in thirty", 0));
  scene.propose(osei, (page) =>
    page.record({ do: "format", ids: page.ids(page.text(1), 0, 3), mark: "bold", value: {} }),
  );
  // Somebody splits the paragraph: the words that are to go are written anew.
  scene.edit((page) => {
    page.text(0).delete(11, 12);
    page.insertParagraph(1, "thirty days.");
  });
  scene.propose(mara, (page) => page.join(page.block(2), page.block(1)));
  scene.propose(mara, (page) =>
    page.record({ do: "set", block: page.id(page.block(2)), name: "style", value: "quote" }),
  );
  scene.propose(osei, (page) => page.remove(page.block(3, 1)));
  scene.reject(...scene.of(osei).filter(({ kind }) => kind === "remove"));
  scene.accept(...scene.of(osei).filter(({ kind }) => kind === "format"));
  const seqs = Array.from({ length: scene.replica.seq }, (_, index) => index + 1);
  const film = filmVersions(scene.replica, seqs, () => 0, proposedLives(scene.replica));
  for (const [frame, seq] of seqs.entries()) expect([seq, shownIn(film, frame)]).toEqual([seq, readIn(scene, seq)]);
  const proposedAt = (seq: number): string[] =>
    [...new Set(shownIn(film, seq - 1).map(([, proposed]) => proposed))].filter((each) => each !== nothing).sort();
  expect(proposedAt(1)).toEqual([]);
  expect(proposedAt(4)).toEqual(["delete", "format"]);
  expect(proposedAt(8)).toEqual(["delete", "format", "join set", "remove"]);
  expect(proposedAt(10)).toEqual(["delete", "join set"]);
  // Fewer frames show the same at each.
  const few = [3, 8, 10];
  const short = filmVersions(scene.replica, few, () => 0, proposedLives(scene.replica));
  for (const [frame, seq] of few.entries()) expect(shownIn(short, frame)).toEqual(readIn(scene, seq));
});

/** Words in the place of others, as an answer to a proposal or of one's own accord. */
function replace(page: Page, old: string, fresh: string, answered?: Proposal): void {
  const text = page.text(0);
  const at = text.toString().indexOf(old);
  page.record({ do: "delete", ids: page.ids(text, at, old.length), group: fresh });
  text.insert(at + old.length, fresh);
  if (!answered) return;
  const [client = 0, clock = 0] = answered.id.split("-").map(Number);
  page.record({ do: "counter", to: [client, clock], ids: page.ids(text, at + old.length, fresh.length), group: fresh });
}

/** The words at a frame that belong to an alternative, each with its letter. */
function letteredIn(film: readonly FilmBlock[], frame: number): string[] {
  return film.flatMap(({ spans, children }) => [
    ...spans.flatMap(({ text, phases }) => {
      const look = phases.find((each) => isIn(each, frame));
      return look && look.alternatives.length > 0 ? [`${look.alternatives.join("")} ${text}`] : [];
    }),
    ...letteredIn(children, frame),
  ]);
}

test("[RV2] a film shows at every frame which words were alternatives then, also after one was decided on", () => {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => replace(page, "100", "90"));
  expect(everHadAlternatives(scene.replica)).toBe(false);
  scene.propose(osei, (page) => replace(page, "100", "95", scene.of(mara)[0]));
  scene.propose(yara, (page) => page.text(0).insert(0, "Net: "));
  scene.propose(osei, (page) => page.text(0).insert(page.text(0).toString().indexOf("95") + 2, "0"));
  scene.reject(...scene.of(mara));
  expect(everHadAlternatives(scene.replica)).toBe(true);
  const seqs = Array.from({ length: scene.replica.seq }, (_, index) => index + 1);
  const alternatives = pastAlternatives(scene.past, seqs, [seqs.length]);
  const lives = proposedLives(scene.replica, alternatives, (index) => "AB".charAt(index));
  const film = filmVersions(scene.replica, seqs, () => 0, lives);
  expect(seqs.map((_, frame) => letteredIn(film, frame).toSorted())).toEqual([
    [],
    [],
    ["A 90", "B 95"],
    ["A 90", "B 95"],
    ["A 90", "B 95", "B 0"].toSorted(),
    [],
  ]);
});

test("[VE10] words of which a film shows the end stand elsewhere where their paragraph was broken, and not where they were deleted", () => {
  const scene = new Scene(paragraph("Payable in thirty days."));
  scene.edit((page) => {
    page.text(0).delete(11, 12);
    page.insertParagraph(1, "thirty days.");
  });
  scene.edit((page) => page.text(1).delete(0, 7));
  const film = filmVersions(scene.replica, [1, 2, 3], () => 0);
  const gone = film.flatMap(({ spans }) =>
    spans.flatMap(({ text, isMoved, phases }) => (phases.at(-1)?.until === null ? [] : [[text, isMoved]])),
  );
  expect(gone).toEqual([
    ["thirty days.", true],
    ["thirty ", false],
  ]);
});
