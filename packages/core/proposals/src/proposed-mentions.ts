/** People whom some rows mention by proposing it: words in agreed text have the mark of a mention only once that is accepted. */
import { PROPOSALS_NAME, isProposalRecord, recordAuthor } from "@parley/document";
import { type NewMention, textAround } from "@parley/history";
import * as Y from "yjs";
import type { NegotiatedDocument } from "./marked-document.ts";
import { withCopies } from "./with-copies.ts";

/** A mention that a record proposed. */
export interface ProposedMention extends NewMention {
  /** Whether it still waits for a decision; otherwise it was accepted. */
  readonly waits: boolean;
}

/**
 * The mentions that wanted rows proposed in agreed text, and that wait or were accepted since, while their words stand, in no particular
 * order. Whoever goes on with a proposal that mentions somebody mentions them no second time.
 */
export function proposedMentions(
  { ydoc, attribution, lineage }: NegotiatedDocument,
  isWanted: (seq: number) => boolean,
): ProposedMention[] {
  const found: ProposedMention[] = [];
  for (const [key, newest] of ydoc.getMap(PROPOSALS_NAME)._map) {
    const { id, mention } = firstMention(newest) ?? {};
    const seq = id && attribution.insertingRow(id.client, id.clock);
    if (!mention || seq === undefined || recordAuthor(key) === null || !isWanted(seq)) continue;
    const waits = !newest.deleted;
    const first = withCopies(mention.ids, lineage)
      .map((range) => standingCharacter(ydoc, range))
      .find((item) => item !== null && (waits || mentions(item, mention.personId)));
    if (first) found.push({ personId: mention.personId, seq, at: first.id, text: textAround(first), waits });
  }
  return found;
}

interface Mention {
  readonly personId: string;
  readonly ids: readonly { readonly client: number; readonly clock: number; readonly length: number }[];
}

/** What a key says last, with the item that said so first. */
function firstMention(newest: Y.Item): { readonly id: Y.ID; readonly mention: Mention } | null {
  const mention = mentionIn(newest);
  if (mention === null) return null;
  let first = newest;
  for (let item = newest.left; item !== null && mentionIn(item)?.personId === mention.personId; item = item.left)
    first = item;
  return { id: first.id, mention };
}

function mentionIn({ content }: Y.Item): Mention | null {
  const record: unknown = content instanceof Y.ContentAny ? content.arr.at(-1) : null;
  if (!isProposalRecord(record) || record.do !== "format" || record.mark !== "mention") return null;
  const personId = personIn(record.value);
  const ids = record.ids.map(([client, clock, length]) => ({ client, clock, length }));
  return personId === null ? null : { personId, ids };
}

function personIn(value: unknown): string | null {
  const personId: unknown = typeof value === "object" && value !== null && "personId" in value ? value.personId : null;
  return typeof personId === "string" ? personId : null;
}

function standingCharacter(
  ydoc: Y.Doc,
  { client, clock, length }: { readonly client: number; readonly clock: number; readonly length: number },
): Y.Item | null {
  for (let at = clock; at < clock + length && at < Y.getState(ydoc.store, client);) {
    const struct = Y.getItem(ydoc.store, Y.createID(client, at)) as Y.Item | Y.GC;
    if (struct instanceof Y.Item && !struct.deleted && struct.content instanceof Y.ContentString) return struct;
    at = struct.id.clock + struct.length;
  }
  return null;
}

/** Whether a character has the mark of a mention of somebody. */
function mentions(character: Y.Item, personId: string): boolean {
  for (let item = character.left; item !== null; item = item.left)
    if (!item.deleted && item.content instanceof Y.ContentFormat && item.content.key === "mention")
      return personIn(item.content.value) === personId;
  return false;
}
