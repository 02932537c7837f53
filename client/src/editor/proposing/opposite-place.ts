/** Where in the text one begins to propose the opposite of a decision that cannot be taken back, and where a rejected one left its words. */
import type { Node } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { type IdRun, type Stretch, placesOf } from "../comments/thread-places.ts";

/** A decided proposal, as much of it as is known. */
export interface OppositeOf {
  readonly verdict: "accept" | "reject";
  readonly proposals: readonly {
    readonly id: string;
    readonly insertedText: string;
    readonly deletedText: string;
    readonly inserted?: readonly IdRun[];
    readonly place?: readonly [client: number, clock: number];
  }[];
}

/** `words`: the decision's words still stand there. `paragraph`: they are gone, and at most it is known where they stood. */
export interface OppositePlace extends Stretch {
  readonly holds: "words" | "paragraph";
  /** What stood there before and stands there no more. */
  readonly gone: string;
}

const BREAK = "\u2029";

/**
 * The first place of a decision that can still be found; `doc` must show the shared document as it is. `at` are the ids of its words as
 * they stand now, none where they are gone; `null` where that is not known. Equal words may stand elsewhere, also in what only waits.
 */
export function oppositePlace(
  doc: Node,
  fragment: Y.XmlFragment,
  decided: OppositeOf,
  at: readonly IdRun[] | null = null,
): OppositePlace | null {
  const accepted = decided.verdict === "accept";
  const told = decided.proposals.map((proposal) => ({
    proposal,
    standing: firstLine(accepted ? proposal.insertedText : proposal.deletedText),
    gone: firstLine(accepted ? proposal.deletedText : proposal.insertedText),
  }));
  const known = accepted && at !== null ? byIds(doc, fragment, at) : null;
  if (known) return { ...known, holds: "words", gone: told.length === 1 ? (told[0]?.gone ?? "") : "" };
  for (const { proposal, standing, gone } of told) {
    const ids = (runs: readonly IdRun[]): Stretch | null => (accepted ? byIds(doc, fragment, runs) : null);
    const words =
      ids(proposal.inserted ?? []) ??
      (accepted ? typedFrom(doc, fragment, proposal.id, standing) : null) ??
      // Words that were only moved may as well stand where they went from.
      (accepted && (standing === gone || at !== null) ? null : byWords(doc, standing));
    if (words) return { ...words, holds: "words", gone };
  }
  for (const { proposal, gone } of told) {
    const [block] = proposal.place ? placesOf(doc, fragment, [[...proposal.place, 1]]) : [];
    if (!block) continue;
    const end = endOfWords(doc, block);
    return { from: end, to: end, holds: "paragraph", gone };
  }
  return null;
}

/** What a rejected replacement left: its words in the block in which it stood, where that has them once only; else `null`. */
export function leftPlace(
  doc: Node,
  fragment: Y.XmlFragment,
  { verdict, proposals }: OppositeOf,
  place: readonly [client: number, clock: number],
): Stretch | null {
  if (verdict === "accept") return null;
  const [block] = placesOf(doc, fragment, [[...place, 1]]);
  if (!block) return null;
  for (const { deletedText } of proposals) {
    const words = byWords(doc, firstLine(deletedText), block);
    if (words) return words;
  }
  return null;
}

/** The first line with anything in it. */
function firstLine(text: string): string {
  return text.split(new RegExp(`[${BREAK}\\n]`)).find((line) => line.trim() !== "") ?? "";
}

/** Between the characters of a proposal stand ids of its records, few as they are. */
const MOST_RECORDS = 8;

/**
 * The id of a proposal is that of its oldest part; what somebody types there goes on from it. Where its words are gone, the ids that follow
 * may be those of anything that its writer wrote next: only what reads like the words is taken for them.
 */
function typedFrom(doc: Node, fragment: Y.XmlFragment, proposalId: string, words: string): Stretch | null {
  const [client = 0, clock = 0] = proposalId.split("-").map(Number);
  const atLeast = Math.max(1, words.length);
  let ids: IdRun = [client, clock, atLeast];
  const wordsOf = (run: IdRun): string => {
    const places = placesOf(doc, fragment, [run]).filter(({ from }) => doc.resolve(from).parent.isTextblock);
    return places.map(({ from, to }) => doc.textBetween(from, to)).join("");
  };
  while (wordsOf(ids).length < atLeast && ids[2] < atLeast + MOST_RECORDS) ids = [client, clock, ids[2] + 1];
  return words !== "" && wordsOf(ids) === words ? byIds(doc, fragment, [ids]) : null;
}

/** From the first to the last of the characters that are still there, within one paragraph. */
function byIds(doc: Node, fragment: Y.XmlFragment, ids: readonly IdRun[]): Stretch | null {
  const places = placesOf(doc, fragment, ids).filter(({ from }) => doc.resolve(from).parent.isTextblock);
  const first = places[0];
  if (!first) return null;
  const end = doc.resolve(first.from).end();
  return { from: first.from, to: Math.max(...places.filter(({ to }) => to <= end).map(({ to }) => to)) };
}

/** Where words stand as a whole, when that is in one place only. */
function byWords(doc: Node, words: string, within: Stretch = { from: 0, to: doc.content.size }): Stretch | null {
  if (words === "") return null;
  const found: Stretch[] = [];
  doc.nodesBetween(within.from, within.to, (node, pos) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, undefined, "\ufffc");
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length))
      found.push({ from: pos + 1 + at, to: pos + 1 + at + words.length });
    return false;
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

function endOfWords(doc: Node, block: Stretch): number {
  let end = block.from;
  doc.nodesBetween(block.from, block.to, (node, pos) => {
    if (node.isTextblock) end = pos + 1 + node.content.size;
  });
  return end;
}
