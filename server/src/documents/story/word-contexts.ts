/** What was proposed and decided about the characters of a word, and which records were about them. */
import type { DocumentReplica, Id, IdRange } from "@parley/history";
import { type RecordLife, proposedBreak, proposedJoins, recordsAbout } from "@parley/proposals";
import * as Y from "yjs";
import { decidedTurns } from "./decided-turns.ts";
import type { PartContext, Restructured, WordRecord } from "./word-steps.ts";

/** Every character of the parts with what was proposed and decided about it, and the id under which it was written first. */
export function contextsOf(
  replica: DocumentReplica,
  parts: Parameters<typeof charactersOf>[0],
): (Omit<PartContext, "origins"> & { readonly origin: Id })[] {
  const characters = charactersOf(parts);
  const idsOf = ({ range }: { readonly range: IdRange }): Id[] => {
    const ids: Id[] = [range];
    for (let at = replica.lineage.sourceOf(range.client, range.clock); at;) {
      ids.push(at);
      at = replica.lineage.sourceOf(at.client, at.clock);
    }
    return ids;
  };
  const chains = characters.map(idsOf);
  const lives = recordsAbout(replica, chains.flat());
  const restructuredBy = createRestructuredReader(replica);
  return characters.map((part, index) => {
    const ids = chains[index] ?? [];
    return {
      part,
      origin: ids.at(-1) ?? part.range,
      proposal: {
        turns: decidedTurns(replica, part.range, replica.seq),
        fellSeqs: fellAt(replica, ids),
        wentWaiting: part.goneSeq !== null && replica.wasPending(part.range, part.goneSeq - 1),
        waits: replica.pending.get(part.range.client, part.range.clock) !== undefined,
      },
      records: lives.flatMap((life) => recordOf(replica, ids, life)),
      restructured: part.placed.flatMap(({ seq, how }) => restructuredBy(ids, seq, how)),
    };
  });
}

/** Says who had proposed that a paragraph be split or joined where row `seq` brought a character with it. A paragraph is looked at once. */
function createRestructuredReader(
  replica: DocumentReplica,
): (ids: readonly Id[], seq: number, how: PartContext["part"]["placed"][number]["how"]) => Restructured[] {
  const { ydoc, attribution } = replica;
  const known = new Map<string, Restructured[]>();
  const paragraphOf = ({ client, clock }: Id): Id | null => {
    const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    const text = item instanceof Y.Item ? item.parent : null;
    return text instanceof Y.XmlText && text.parent instanceof Y.XmlElement ? (text.parent._item?.id ?? null) : null;
  };
  return (ids, seq, how) => {
    if (how !== "split" && how !== "joined") return [];
    const at = ids.findIndex(({ client, clock }) => attribution.insertingRow(client, clock) === seq);
    const id = ids[how === "split" ? at : at + 1];
    const paragraph = at >= 0 && id ? paragraphOf(id) : null;
    if (!paragraph) return [];
    const key = `${how} ${paragraph.client} ${paragraph.clock} ${seq}`;
    const found = known.get(key) ?? restructuredBy(replica, paragraph, seq, how);
    known.set(key, found);
    return found;
  };
}

function restructuredBy(
  replica: DocumentReplica,
  paragraph: Id,
  decidedSeq: number,
  how: "split" | "joined",
): Restructured[] {
  if (how === "joined")
    return proposedJoins(replica, paragraph, decidedSeq).map((record) => ({
      decidedSeq,
      proposedSeq: record.writtenSeq,
      what: "join",
      record,
    }));
  const proposedSeq = proposedBreak(replica, paragraph);
  return proposedSeq === null ? [] : [{ decidedSeq, proposedSeq, what: "split", record: null }];
}

/** A record as one about a character, if it is. `ids` are those that the character had, the newest first. */
function recordOf({ attribution, lineage }: DocumentReplica, ids: readonly Id[], life: RecordLife): WordRecord[] {
  const { record, endedSeq } = life;
  const named = ids.findIndex((id) =>
    record.ids.some(
      ([client, clock, length]) => id.client === client && id.clock >= clock && id.clock < clock + length,
    ),
  );
  if (named < 0) return [];
  const goneSince = ({ client, clock }: Id): number => attribution.goneSinceRow(client, clock) ?? Infinity;
  const [copy, source] = [ids[named - 1], ids[named]];
  const placedSeq = copy && attribution.insertingRow(copy.client, copy.clock);
  const isBeside =
    placedSeq !== undefined && placedSeq < (endedSeq ?? Infinity) && source && placedSeq < goneSince(source);
  const went = ids.slice(isBeside ? named : 0).some((id) => goneSince(id) === endedSeq);
  // A decision that agreed on their double took them away from where they stood: they were moved there.
  const [double] =
    source && goneSince(source) === endedSeq && lineage.decidedAway({ ...source, length: 1 }).length > 0
      ? lineage.wordDoublesOf({ ...source, length: 1 })
      : [];
  const movedSeq = (double && attribution.insertingRow(double.copy.client, double.copy.clock)) ?? null;
  const wasGone =
    endedSeq !== null &&
    ids.every((id) => goneSince(id) < endedSeq || (attribution.insertingRow(id.client, id.clock) ?? 0) >= endedSeq);
  return [{ ...life, went, wasGone, placedBesideSeq: isBeside ? placedSeq : null, movedSeq }];
}

/** The rows with which a character went while it waited, and came back later under another id. The newest id comes first. */
function fellAt(replica: DocumentReplica, [, ...sources]: readonly Id[]): number[] {
  return sources.flatMap((id) => {
    const seq = replica.attribution.goneSinceRow(id.client, id.clock);
    return seq !== undefined && replica.wasPending(id, seq - 1) ? [seq] : [];
  });
}

function charactersOf(parts: readonly PartContext["part"][]): PartContext["part"][] {
  return parts.flatMap((part) =>
    part.text
      .split("")
      .map((text, at) => ({ ...part, text, range: { ...part.range, clock: part.range.clock + at, length: 1 } })),
  );
}
