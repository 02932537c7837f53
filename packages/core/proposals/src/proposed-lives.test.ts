import { type FilmBlock, type VersionBlock, filmVersions, readVersion } from "@parley/history";
import { expect, test } from "vitest";
import { pastRecords, proposedLives } from "./index.ts";
import { Scene, mara, osei, paragraph, table } from "./negotiation-scene.ts";

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
