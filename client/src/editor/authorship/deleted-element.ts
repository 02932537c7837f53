import { partsBySight } from "@parley/document";
import type { AttributionSpan } from "@parley/documents";
import { personColour } from "../../ui/theme/party-colour.ts";
import { isOnlyProposed } from "./deleted-passages.ts";
import { wentWithCell } from "./gone-edges.ts";
import { unseenFace } from "../marks/unseen-plugin.ts";

/** The name of a stretch in the page: the id of its first character. */
export const nameOf = ({ at }: AttributionSpan): string => at.join("-");

/** Deleted words as the text shows them; `edges` is what keeps them from what stands beside them. */
export function deletedElement(
  span: AttributionSpan,
  edges: { readonly before: string; readonly after: string },
): HTMLElement {
  const element = document.createElement("del");
  element.className = "parley-deleted";
  element.dataset["span"] = nameOf(span);
  if (edges.before !== "") element.dataset["before"] = edges.before;
  if (edges.after !== "") element.dataset["after"] = edges.after;
  if (wentWithCell(span)) element.dataset["gone"] = "cell";
  if (isOnlyProposed(span)) element.dataset["proposed"] = "";
  element.contentEditable = "false";
  element.append(...partsBySight(span.text).map(partElement));
  element.style.setProperty("--person", personColour(span.party, span.deletedBy?.id ?? span.author.id));
  return element;
}

/** Words, or a sign for a character that is not seen. */
function partElement(part: ReturnType<typeof partsBySight>[number]): string | HTMLElement {
  if (typeof part === "string") return part;
  const element = document.createElement("span");
  for (const [name, value] of Object.entries(unseenFace(part))) element.setAttribute(name, value);
  element.textContent = part.character;
  return element;
}
