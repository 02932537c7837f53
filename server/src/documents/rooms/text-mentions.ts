import type { PersonId } from "@parley/base";
import { type DocumentReplica, newMentions } from "@parley/history";
import { type NegotiatedDocument, proposedMentions } from "@parley/proposals";
import type { TextMention } from "./room-document.ts";

/** Whom these rows mention in the text, or in what they propose for it. */
export function mentionsBy(
  replica: DocumentReplica,
  negotiated: NegotiatedDocument | null,
  writers: ReadonlyMap<number, PersonId>,
): TextMention[] {
  if (writers.size === 0) return [];
  const after = Math.min(...writers.keys()) - 1;
  const isWanted = (seq: number): boolean => writers.has(seq);
  const written = newMentions(replica, after, replica.seq, isWanted).map((mention) => {
    const { client, clock } = mention.at;
    return { ...mention, waits: replica.pending.get(client, clock) !== undefined };
  });
  const proposed = negotiated ? proposedMentions(negotiated, isWanted) : [];
  return [...written, ...proposed].flatMap(({ personId, seq, text, waits: isProposed }) => {
    const by = writers.get(seq);
    return by === undefined ? [] : [{ personId, by, text, isProposed }];
  });
}
