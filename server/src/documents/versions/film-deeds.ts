/** What happened at each frame of a film, as its rows state it. */
import type { Film, filmDeeds } from "@parley/documents";
import type { UpdateKind } from "@parley/base";
import { statedBy } from "../story/stated-rows.ts";
import type { FrameRows } from "./version-store.ts";

type Deed = (typeof filmDeeds)[number];
type Deeds = Film["frames"][number]["did"];

const deedsOfVerdicts: Readonly<Record<string, Deed>> = {
  accept: "accepted",
  reject: "rejected",
  withdraw: "withdrawn",
  takeBack: "takenBack",
  void: "voided",
  revive: "revived",
};

const deedsOfKinds: Readonly<Partial<Record<UpdateKind, Deed>>> = {
  import: "imported",
  copy: "copied",
  api: "byProgram",
  undo: "undone",
  forward: "carriedOver",
};

/**
 * The frames of a film, given by their rows, without those that show a change whose consequences for proposals stand only in the row
 * right behind it: what is proposed would be shown there as agreed, or what is void as waiting. `kept` are frames that stay all the same.
 */
export function wholeFrames(
  seqs: readonly number[],
  rows: readonly FrameRows[],
  kept: { has: (seq: number) => boolean },
): number[] {
  const unfinished = new Set<number>();
  for (const row of rows) {
    const verdict = row.apart === null ? null : statedBy(row).verdict;
    if (row.apart !== null && (verdict === "void" || verdict === "revive")) unfinished.add(row.apart - 1);
  }
  return seqs.filter((seq) => kept.has(seq) || !unfinished.has(seq));
}

/** What was done in each of so many frames. */
export function deedsOfFrames(rows: readonly FrameRows[], frames: number): Deeds[] {
  const did = Array.from({ length: frames }, (): Partial<Record<Deed, number>> => ({}));
  for (const row of rows) {
    const deeds = did[row.frame];
    if (!deeds) continue;
    for (const [deed, count] of deedsOf(row)) {
      if (count === 0) continue;
      deeds[deed] = count === null ? 1 : (deeds[deed] ?? 0) + count;
    }
  }
  return did;
}

/** `null` where nothing is counted. */
function deedsOf(row: FrameRows): [Deed, number | null][] {
  if (row.kind === "restore") return [[statedBy(row).restored === null ? "repaired" : "restored", null]];
  if (row.kind !== "decision") return [[row.proposes ? "proposed" : (deedsOfKinds[row.kind] ?? "written"), null]];
  const { verdict, proposals, notChosen } = statedBy(row);
  const deed = deedsOfVerdicts[verdict ?? ""];
  // Taken back is a decision about all of them: what it chose and what it did not.
  if (verdict === "takeBack") return [["takenBack", proposals + notChosen]];
  return [
    ...(deed ? [[deed, proposals] as [Deed, number]] : []),
    // What a decision did not choose it has rejected.
    ["rejected", notChosen],
  ];
}
