/** What was ever proposed about some characters by records, also what was decided long ago. */
import type { PersonId } from "@parley/base";
import { type ProposalRecord, PROPOSALS_NAME, isProposalRecord, recordAuthor } from "@parley/document";
import type { Attribution, Id } from "@parley/history";
import * as Y from "yjs";

/** A record about characters, since when and until when it stood. */
export interface RecordLife {
  readonly author: PersonId;
  readonly record: Extract<ProposalRecord, { readonly ids: unknown }>;
  readonly proposedSeq: number;
  /** The row that decided it or took it back; `null` while it waits. */
  readonly endedSeq: number | null;
}

/** Records that name any of these ids, oldest first. Give the ids under which the characters stood before as well. */
export function recordsAbout(
  { ydoc, attribution }: { readonly ydoc: Y.Doc; readonly attribution: Attribution },
  ids: readonly Id[],
): RecordLife[] {
  const lives: RecordLife[] = [];
  for (const [key, newest] of ydoc.getMap(PROPOSALS_NAME)._map) {
    const author = recordAuthor(key);
    const own: RecordLife[] = [];
    for (const { value, id } of author === null ? [] : valuesOf(newest)) {
      const proposedSeq = attribution.insertingRow(id.client, id.clock);
      if (proposedSeq === undefined || !isProposalRecord(value) || !namesAny(value, ids)) continue;
      const endedSeq = attribution.deletingRow(id.client, id.clock) ?? null;
      const last = own.at(-1);
      // Its author went on with it: the same record, with more in it.
      if (last?.endedSeq === proposedSeq) own[own.length - 1] = { ...last, record: value, endedSeq };
      else own.push({ author: author as PersonId, record: value, proposedSeq, endedSeq });
    }
    lives.push(...own);
  }
  return lives.sort((a, b) => a.proposedSeq - b.proposedSeq);
}

/** Everything that was ever stored under a key, oldest first. */
function valuesOf(newest: Y.Item): { value: unknown; id: Id }[] {
  const values: { value: unknown; id: Id }[] = [];
  for (let item: Y.Item | null = newest; item !== null; item = item.left) {
    if (!(item.content instanceof Y.ContentAny)) continue;
    for (let at = item.content.arr.length - 1; at >= 0; at--)
      values.unshift({ value: item.content.arr[at], id: { client: item.id.client, clock: item.id.clock + at } });
  }
  return values;
}

function namesAny(record: ProposalRecord, ids: readonly Id[]): record is RecordLife["record"] {
  return (
    "ids" in record &&
    record.ids.some(([client, clock, length]) =>
      ids.some((id) => id.client === client && id.clock >= clock && id.clock < clock + length),
    )
  );
}
