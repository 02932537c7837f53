/** What people wanted of paragraphs, kept for as long as somebody may still change them without having seen it. */
import type { Damage } from "./damage.ts";
import { type Expectation, damageOf, unmetExpectations } from "./expectations.ts";
import type { ArrivedRow, ForwardingDocument } from "./row-view.ts";

/** Bounds of what is kept; who lags behind further is told of less. */
const MAX_ROWS = 50;
const MAX_WISHES = 200;

/** Of one open document. */
export class RememberedWishes {
  private kept: { readonly seq: number; readonly wishes: readonly Expectation[] }[] = [];

  /**
   * [FW7] What did not come true once a row, and what was carried after it, are in the document: of the row's own wishes, of those of rows
   * that its author had not seen, and of earlier ones that it undid.
   */
  judge(document: ForwardingDocument, row: ArrivedRow, expectations: readonly Expectation[]): Damage[] {
    const unmet = unmetExpectations(document, expectations);
    const isUnseen = (seq: number): boolean => seq > row.baseSeq && !row.isOwn(seq);
    for (const each of this.kept) {
      if (!isUnseen(each.seq)) continue;
      const broken = unmetExpectations(document, each.wishes);
      if (broken.length === 0) continue;
      unmet.push(...broken);
      this.kept = this.kept.filter((other) => other !== each);
    }
    const wishes = expectations.filter((each) => each.own && !unmet.includes(each)).slice(0, MAX_WISHES);
    if (wishes.length > 0) this.kept.push({ seq: row.seq, wishes });
    this.kept = this.kept.slice(-MAX_ROWS);
    return damageOf(document, unmet, row.seq);
  }
}
