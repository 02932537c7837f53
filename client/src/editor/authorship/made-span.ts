/** Stretches of text with their authors, for tests. */
import type { AttributionSpan } from "@parley/documents";

/** What somebody typed in a block. */
export function madeSpan(
  block: number,
  text: string,
  name: string,
  more: Partial<AttributionSpan> = {},
): AttributionSpan {
  return {
    text,
    author: { id: name, name },
    party: "ours",
    insertedAt: "2026-03-01T10:00:00.000Z",
    seq: 1,
    via: "typed",
    movedBy: null,
    block,
    at: [1, 0],
    ...more,
  };
}
