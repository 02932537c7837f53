/** Where a proposal breaks a paragraph in two or joins two: the words on either side, by which the place is named. */
import type { BreakPlace } from "@parley/documents";
import type { Id } from "@parley/history";
import { PARAGRAPH_BREAK, type Proposal, elementAt } from "@parley/proposals";
import * as Y from "yjs";

/** So many characters on either side name a place. */
const BESIDE = 16;

/** `undefined` for a proposal that brings more than breaks, and for one that joins nothing. */
export function breakPlaceOf(
  ydoc: Y.Doc,
  { kind, insertedText, inserted, records }: Pick<Proposal, "kind" | "insertedText" | "inserted" | "records">,
): BreakPlace | undefined {
  const [range] = inserted;
  if (kind === "insert" && range && insertedText.replaceAll(PARAGRAPH_BREAK, "") === "") {
    const words = wordsBeside(ydoc, range);
    return words && { how: "split", ...words };
  }
  const join = records.find(({ record }) => record.do === "join")?.record;
  if (kind !== "join" || join?.do !== "join") return undefined;
  const [before, after] = [join.to, join.block].map(([client, clock]) => {
    const element = elementAt(ydoc, { client, clock });
    return element ? wordsOf(element) : "";
  });
  return { how: "join", ...wordsNaming(before ?? "", after ?? "") };
}

/** As much of the words on either side of a place as names it. */
export function wordsNaming(before: string, after: string): Pick<BreakPlace, "before" | "after"> {
  return { before: endOf(before), after: startOf(after) };
}

/** What stands on either side of a character in its paragraph. */
function wordsBeside(ydoc: Y.Doc, { client, clock }: Id): { before: string; after: string } | undefined {
  const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) return undefined;
  const at = clock - item.id.clock;
  let [before, after] = [item.content.str.slice(0, at), item.content.str.slice(at + 1)];
  for (let each = item.left; each !== null && before.length <= BESIDE; each = each.left)
    before = livingOf(each) + before;
  for (let each = item.right; each !== null && after.length <= BESIDE; each = each.right) after += livingOf(each);
  return wordsNaming(before, after);
}

const livingOf = ({ deleted, content }: Y.Item): string =>
  !deleted && content instanceof Y.ContentString ? content.str : "";

function wordsOf(element: Y.XmlElement): string {
  return element
    .toArray()
    .flatMap((child) => (child instanceof Y.XmlText ? child.toDelta() : []))
    .map(({ insert }: { insert: unknown }) => (typeof insert === "string" ? insert : ""))
    .join("");
}

function startOf(text: string): string {
  const characters = Array.from(plain(text));
  return characters.length > BESIDE ? `${characters.slice(0, BESIDE).join("").trim()}…` : characters.join("");
}

function endOf(text: string): string {
  const characters = Array.from(plain(text));
  return characters.length > BESIDE ? `…${characters.slice(-BESIDE).join("").trim()}` : characters.join("");
}

const plain = (text: string): string => text.replaceAll(PARAGRAPH_BREAK, " ").trim();
