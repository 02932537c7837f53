/**
 * Between which words some rows split or joined paragraphs, or proposed to split one.
 *
 * Invariants:
 * - [ST3] the words are those that stood beside the break as it was made, or right before it was taken away; later rows change nothing of it.
 * - Words that only waited then name no place.
 */
import * as Y from "yjs";
import type { Id } from "../ids/id-range.ts";
import { type VersionPiece, type VersionedDocument, readParagraph, wasThere } from "../versions/version-tree.ts";
import { type Moving, neighbourSide, paragraphItem } from "./placing.ts";
import type { RowChange } from "./row-changes.ts";

/** The words of the paragraphs, or the halves of one, on either side of a break. */
export interface BrokenWords {
  readonly how: "split" | "join";
  readonly before: string;
  readonly after: string;
  /** Of a proposed break, which is in the text only while it waits: the first agreed character behind it. */
  readonly behind?: Id;
}

/** `null` for a change that is about no break. */
export function brokenByChange(
  document: VersionedDocument,
  { did, moving, text, ranges }: RowChange,
): BrokenWords | null {
  if (did === "split") return moving && splitBy(document, moving);
  if (did === "joined") return moving && joinedBy(document, moving);
  const isBreak = did === "inserted" && text !== "" && text.replaceAll(PARAGRAPH_BREAK, "") === "";
  return isBreak && ranges[0] ? proposedAt(document, ranges[0]) : null;
}

/** Of two halves either may be the paragraph that came: the break is on that side of it on which the other one is. */
function splitBy(document: VersionedDocument, { source, copy, first, last }: Moving): BrokenWords | null {
  const [from, to] = [paragraphItem(document.ydoc, source), paragraphItem(document.ydoc, copy)];
  const side = from && to && neighbourSide(document, from, to, first);
  if (!to || !side) return null;
  const isAhead = side === "left";
  let other = isAhead ? to.right : to.left;
  while (other && !wasThere(document, other.id, last)) other = isAhead ? other.right : other.left;
  const [own, beside] = [wordsAt(document, to, last), other ? wordsAt(document, other, last) : ""];
  return isAhead ? { how: "split", before: own, after: beside } : { how: "split", before: beside, after: own };
}

function joinedBy(document: VersionedDocument, { source, copy, first }: Moving): BrokenWords | null {
  const [from, to] = [paragraphItem(document.ydoc, source), paragraphItem(document.ydoc, copy)];
  const side = from && to && neighbourSide(document, from, to, first);
  if (!from || !to || !side) return null;
  const [gone, kept] = [wordsAt(document, from, first - 1), wordsAt(document, to, first - 1)];
  return side === "left" ? { how: "join", before: kept, after: gone } : { how: "join", before: gone, after: kept };
}

/** A proposed break is a character in its paragraph. */
function proposedAt(document: VersionedDocument, id: Id): BrokenWords | null {
  const { ydoc, attribution } = document;
  const paragraph = paragraphItem(ydoc, id);
  const seq = attribution.insertingRow(id.client, id.clock);
  if (!paragraph || seq === undefined) return null;
  const pieces = piecesAt(document, paragraph, seq);
  const at = pieces.findIndex(
    ({ range }) => range.client === id.client && range.clock <= id.clock && id.clock < range.clock + range.length,
  );
  const behind = pieces.slice(at + 1);
  const first = behind.find(({ isPending }) => !isPending)?.range;
  const words = { before: agreed(pieces.slice(0, at)), after: agreed(behind) };
  return { how: "split", ...words, ...(first && { behind: { client: first.client, clock: first.clock } }) };
}

const wordsAt = (document: VersionedDocument, paragraph: Y.Item, seq: number): string =>
  agreed(piecesAt(document, paragraph, seq));

function piecesAt(document: VersionedDocument, { content }: Y.Item, seq: number): readonly VersionPiece[] {
  const element: unknown = content instanceof Y.ContentType ? content.type : null;
  return element instanceof Y.XmlElement ? readParagraph(document, element, seq) : [];
}

const agreed = (pieces: readonly VersionPiece[]): string =>
  pieces.map(({ isPending, text }) => (isPending ? "" : text)).join("");

/** A proposed end of a paragraph. */
const PARAGRAPH_BREAK = "\u2029";
