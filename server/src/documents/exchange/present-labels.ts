import { type FoundReference, findReferences, withReferences } from "@parley/document";
import type { ExportComment, ExportInput } from "./export-input.ts";

/** What a file is made of, with every reference to a clause as it reads now; comments stand at the same words. */
export function withPresentLabels(input: ExportInput): ExportInput {
  const found = findReferences(input.content).filter(({ label }) => label !== null);
  if (found.length === 0) return input;
  const { comments } = input;
  const inParagraph = Map.groupBy(found, ({ place }) => place.paragraph);
  const moved = (comment: ExportComment): ExportComment => ({
    ...comment,
    from: movedPlace(comment.from, inParagraph.get(comment.from.paragraph) ?? [], "from"),
    to: movedPlace(comment.to, inParagraph.get(comment.to.paragraph) ?? [], "to"),
  });
  return { ...input, content: withReferences(input.content), ...(comments && { comments: comments.map(moved) }) };
}

/** Where a place among stored words is among those that are shown; one inside a reference is at its beginning or its end. */
function movedPlace(
  { paragraph, offset }: ExportComment["from"],
  references: readonly FoundReference[],
  end: "from" | "to",
): ExportComment["from"] {
  let shift = 0;
  for (const { place, label } of references) {
    const longer = (label?.length ?? 0) - (place.to - place.from);
    if (offset >= place.to) shift += longer;
    else if (offset > place.from)
      return { paragraph, offset: (end === "from" ? place.from : place.to + longer) + shift };
  }
  return { paragraph, offset: offset + shift };
}
