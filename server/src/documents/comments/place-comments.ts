/** Where the comments of a document stand in its paragraphs, for a file that carries them. */
import type { PersonId } from "@parley/base";
import { type DocumentContent, paragraphText, visitParagraphs } from "@parley/document";
import {
  IdMap,
  type IdRange,
  type ParagraphPlace,
  type ValueKind,
  copiesOfRanges,
  pairUnchanged,
} from "@parley/history";
import type { PlacedThread } from "./thread-anchors.ts";

/** A place in the text: a paragraph in reading order, and UTF-16 units in it. */
export interface TextPoint {
  readonly paragraph: number;
  readonly offset: number;
}

/** A comment that stands, and the words that it is about. */
export interface CommentInText {
  readonly authorId: PersonId;
  readonly atMs: number;
  readonly text: string;
  readonly isInternal: boolean;
  /** The circle whose people alone read it; `null` for none. */
  readonly circleName: string | null;
  readonly from: TextPoint;
  readonly to: TextPoint;
}

const point: ValueKind<TextPoint> = {
  advance: ({ paragraph, offset }, by) => ({ paragraph, offset: offset + by }),
  equal: (a, b) => a.paragraph === b.paragraph && a.offset === b.offset,
  width: 0,
  toNumbers: () => [],
  fromNumbers: () => {
    throw new Error("it is never written");
  },
};

/**
 * Every comment of the open threads whose words, paragraph or document stand in the content of a file, thread by thread. `written` is where
 * the document's words are. What is about a proposal, a picture or a table has no place among words and is left out.
 */
export function placeComments(
  threads: readonly PlacedThread[],
  content: DocumentContent,
  written: readonly ParagraphPlace[],
): CommentInText[] {
  const paragraphs = placesIn(content);
  const pairs = pairUnchanged(written, paragraphs);
  const characters = new IdMap<TextPoint>(point);
  const blocks = new Map<number, number>();
  paragraphs.forEach(({ block, ranges }, paragraph) => {
    blocks.set(block.clock, paragraph);
    for (const range of ranges) characters.claim(range, { paragraph, offset: 0 });
  });
  const wholeOf = (paragraph: number | undefined): readonly [TextPoint, TextPoint] | null => {
    const place = paragraph === undefined ? undefined : paragraphs[paragraph];
    if (paragraph === undefined || !place) return null;
    return [
      { paragraph, offset: 0 },
      { paragraph, offset: place.text.length },
    ];
  };
  const spanOf = ({ anchor, present }: PlacedThread): readonly [TextPoint, TextPoint] | null => {
    if (anchor === "document") return wholeOf(0);
    const there = copiesOfRanges(pairs, present);
    if (anchor === "block") return wholeOf(blocks.get(there[0]?.clock ?? -1));
    return anchor === "words" ? wordsOf(characters, there) : null;
  };
  return threads.flatMap((thread) => {
    const span = thread.resolvedAt === null ? spanOf(thread) : null;
    if (!span) return [];
    const [from, to] = span;
    const { circleName } = thread;
    const isInternal = thread.audience === "internal";
    return thread.comments.flatMap(({ authorId, createdAt, text, deletedAt }) =>
      deletedAt === null ? [{ authorId, atMs: createdAt.getTime(), text, isInternal, circleName, from, to }] : [],
    );
  });
}

/** The paragraphs of content that has no ids, under ids that only count: one for each paragraph and one for each of its characters. */
function placesIn({ blocks }: DocumentContent): ParagraphPlace[] {
  const places: ParagraphPlace[] = [];
  let clock = 0;
  visitParagraphs(blocks, (paragraph) => {
    const text = paragraphText(paragraph);
    const ranges = text === "" ? [] : [{ client: 0, clock: clock + 1, length: text.length }];
    places.push({ block: { client: 0, clock }, text, ranges });
    clock += 1 + text.length;
  });
  return places;
}

/** From the first to the last of some characters, in reading order. */
function wordsOf(characters: IdMap<TextPoint>, ranges: readonly IdRange[]): readonly [TextPoint, TextPoint] | null {
  const parts = ranges.flatMap((range) => characters.slice(range));
  const before = (a: TextPoint, b: TextPoint): number => a.paragraph - b.paragraph || a.offset - b.offset;
  const from = parts.map(({ value }) => value).sort(before)[0];
  const to = parts
    .map(({ value, length }) => point.advance(value, length))
    .sort(before)
    .at(-1);
  return from && to ? [from, to] : null;
}
