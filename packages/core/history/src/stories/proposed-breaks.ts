/** Breaks that were proposed, by the rows that did so: these are no characters, but where a paragraph is to end. */
import * as Y from "yjs";
import type { Id, IdRange } from "../ids/id-range.ts";
import type { ToldOnce } from "../lineage/told-once.ts";
import type { AttributedDocument } from "../reading.ts";

const PARAGRAPH_BREAK = "\u2029";
const WORDS_OR_BREAK = /\u2029|[^\u2029]+/gu;

export class ProposedBreaks {
  private readonly document: AttributedDocument;
  private readonly told: ToldOnce;
  private readonly byRow = new Map<number, Id[]>();

  constructor(document: AttributedDocument, told: ToldOnce) {
    this.document = document;
    this.told = told;
  }

  /** Notes the breaks in an item of text. Returns the rest of it. */
  note({ id: { client, clock }, content }: Y.Item): IdRange[] {
    const text = content instanceof Y.ContentString ? content.str : "";
    return [...text.matchAll(WORDS_OR_BREAK)].flatMap(({ index, 0: words }) => {
      const range = { client, clock: clock + index, length: words.length };
      if (words !== PARAGRAPH_BREAK) return [range];
      this.noteBreak(range);
      return [];
    });
  }

  /** How many breaks some rows proposed and did not take back. */
  countLeft(seqs: Iterable<number>, isOneOf: (seq: number) => boolean): number {
    let count = 0;
    for (const seq of seqs)
      for (const id of this.byRow.get(seq) ?? [])
        if (!this.told.deletions({ ...id, length: 1 }).some((deletion) => isOneOf(deletion.seq))) count++;
    return count;
  }

  /** What was written again for a break is the same one. */
  private noteBreak(range: IdRange): void {
    const { attribution, lineage } = this.document;
    const seq = attribution.insertingRow(range.client, range.clock);
    if (seq === undefined || lineage.sourcesOf(range).length > 0) return;
    this.byRow.set(seq, [...(this.byRow.get(seq) ?? []), range]);
  }
}
