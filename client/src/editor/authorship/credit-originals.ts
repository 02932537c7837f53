import type { AttributionSpan } from "@parley/documents";

/** A stretch of the text by who wrote it, wherever that was. */
export interface CreditedSpan extends AttributionSpan {
  /** Of words that were written in another document: who copied them here, and when. */
  readonly copied?: { readonly by: AttributionSpan["author"]; readonly at: string };
}

/** How words came in that were written elsewhere; stands where a log row's kind does. */
export const VIA_ORIGINAL = "original";

/** Credits copied words to who wrote them in the document that they come from, where the page was told. */
export function creditOriginals(spans: readonly AttributionSpan[]): CreditedSpan[] {
  return spans.map((span) => {
    const { from } = span;
    if (!from) return span;
    const { author, party, insertedAt } = from;
    return { ...span, author, party, insertedAt, via: VIA_ORIGINAL, copied: { by: span.author, at: span.insertedAt } };
  });
}
