/** Messages that brought nothing while the document stood as it does: whoever sends them again is answered without their being read. */
import { hash } from "node:crypto";
import type { RowContext } from "@parley/history";
import type { Authorship } from "../live.ts";

/** How many are known at one time; beyond, they are read again. */
const MAX_KNOWN = 1_000;

export class SentAgain {
  /** The last row of the document for which they are known. */
  private seq = -1;
  private readonly known = new Set<string>();

  /** Whether the same page has sent the same, as made from the same state, since row `seq`, and it brought nothing. */
  has(seq: number, update: Uint8Array, by: Authorship, context: RowContext): boolean {
    return seq === this.seq && this.known.size > 0 && this.known.has(keyOf(update, by, context));
  }

  /** Notes that a message brought nothing to the document as of row `seq`, and that nothing was carried for it. */
  note(seq: number, update: Uint8Array, by: Authorship, context: RowContext): void {
    if (seq !== this.seq || this.known.size >= MAX_KNOWN) this.known.clear();
    this.seq = seq;
    this.known.add(keyOf(update, by, context));
  }
}

function keyOf(update: Uint8Array, { personId, connectionId }: Authorship, context: RowContext): string {
  const { kind, baseSeq, proposes } = context;
  return `${hash("sha256", update, "base64")} ${personId} ${connectionId} ${kind} ${baseSeq} ${proposes}`;
}
