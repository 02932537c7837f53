/**
 * A text as if all proposals were accepted has one of several where they answer each other: which places that are, and which it has.
 *
 * Invariant: what is said to be in the text is what the view shows, the newest of each place [RV2].
 */
import { type Language, type PersonId, must } from "@parley/base";
import {
  shortenedWords,
  type BlockContent,
  type ClausePlace,
  type DocumentContent,
  createClausePlaces,
  paragraphText,
} from "@parley/document";
import { type AlternativesOfPlace, type TakenAlternative, alternativeLetter } from "@parley/documents";
import {
  type NegotiatedDocument,
  type PlacedView,
  type Proposal,
  listProposals,
  proposedView,
  readPlacedView,
  rivalries,
} from "@parley/proposals";
import { readClauses } from "../rooms/clause-of-proposal.ts";
import { labelsOf } from "./agreed-labels.ts";

/** Proposals for one place, oldest first; the last one is in the text. */
export interface FoundAlternatives {
  /** What it is called in the text that has the newest. */
  readonly clause: string;
  /** Where it stands in the agreed contract. */
  readonly place: ClausePlace | null;
  /** The index of the top-level block that has the newest; -1 where none does. */
  readonly at: number;
  /** Behind how many characters of that block its words begin; `null` where they have no place of their own there. */
  readonly offset: number | null;
  readonly options: readonly Pick<Proposal, "id" | "author" | "insertedText" | "deletedText">[];
}

const LONGEST_WORDS = 120;

/** The document as if all were accepted, with its alternatives in reading order. */
export function readProposed(document: NegotiatedDocument): {
  readonly content: DocumentContent;
  readonly view: PlacedView;
  readonly alternatives: FoundAlternatives[];
} {
  const view = readPlacedView(document, proposedView);
  const titleOf = createTitles(view.content.blocks);
  const placeOf = readClauses(document);
  const found = rivalries(listProposals(document)).map((options) => {
    const at = indexOfPlace(view, options);
    const place = placeOf(must(options.at(-1), "alternatives are several"), undefined);
    return {
      at: at ?? -1,
      offset: offsetIn(view, at, options),
      clause: at === null ? "" : titleOf(at),
      place,
      options,
    };
  });
  return { content: view.content, view, alternatives: found.sort((a, b) => a.at - b.at) };
}

/** Where the text has what it has of some alternatives. */
function indexOfPlace(view: PlacedView, options: readonly Proposal[]): number | null {
  const words = options.flatMap(({ inserted }) => inserted)[0];
  return view.indexOf(must(options.at(-1), "alternatives are several").place, words);
}

/** Where in its paragraph the text has the newest: its first word, or what would stand where it takes words away. */
function offsetIn(view: PlacedView, at: number | null, options: readonly Proposal[]): number | null {
  const block = at === null ? undefined : view.content.blocks[at];
  if (block?.type !== "paragraph") return null;
  const { place, inserted, records } = must(options.at(-1), "alternatives are several");
  const taken = records.flatMap(({ record }) =>
    record.do === "delete" ? record.ids.map(([client, clock]) => ({ client, clock })) : [],
  );
  const offset = view.offsetOf(place, inserted.length > 0 ? inserted : taken);
  if (offset === null) return null;
  const rest = paragraphText(block).slice(offset);
  return offset + (inserted.length > 0 ? rest.length - rest.trimStart().length : 0);
}

/** Returns what the place of a block is called in this text: its articles, and its number and first words. */
function createTitles(blocks: readonly BlockContent[]): (index: number) => string {
  const labels = labelsOf(blocks);
  const places = createClausePlaces(
    blocks.map((block, index) => ({
      type: block.type,
      attributes: block.type === "paragraph" ? (block.attributes ?? {}) : {},
      label: labels[index] ?? null,
      waits: false,
      words: () => (block.type === "paragraph" ? paragraphText(block) : ""),
    })),
  );
  return (index) => {
    const { heads, label, words, table } = places.at(index);
    const exact = table === null ? [label, words].filter(Boolean).join(" ") : "";
    return [...heads, exact].filter(Boolean).join(" › ");
  };
}

function shortened(text: string, length: number): string {
  return shortenedWords(text.replaceAll(/\s+/gu, " ").trim(), length);
}

/** Whose names are needed to tell them. */
export function authorsOf(found: readonly FoundAlternatives[]): PersonId[] {
  return found.flatMap(({ options }) => options.flatMap(({ author }) => author ?? []));
}

/** Alternatives as they are answered. */
export function presentAlternatives(
  found: readonly FoundAlternatives[],
  nameOf: (id: PersonId) => { readonly id: string; readonly name: string },
): AlternativesOfPlace[] {
  return found.map(({ clause, place, at, offset, options }) => ({
    clause,
    place: place && { ...place, heads: [...place.heads] },
    block: at < 0 ? null : at,
    ...(offset !== null && { offset }),
    options: options.map(({ id, author, insertedText, deletedText }, index) => ({
      id,
      letter: alternativeLetter(index),
      author: author && { ...nameOf(author) },
      insertedText: shortened(insertedText, LONGEST_WORDS),
      deletedText: shortened(deletedText, LONGEST_WORDS),
    })),
  }));
}

/** Alternatives as a program is told of them in a header. */
export function takenOf({ options }: { readonly options: readonly Pick<Proposal, "id">[] }): TakenAlternative {
  const { id: taken } = must(options.at(-1), "alternatives are several");
  return { taken, notTaken: options.slice(0, -1).map(({ id }) => id) };
}

interface NoticeWords {
  readonly head: string;
  readonly beforeClauses: string;
  readonly somebody: string;
  readonly option: (letter: string, name: string) => string;
  readonly place: (clause: string, has: string, hasNot: string) => string;
  readonly and: string;
}

const noticeWords: Readonly<Record<Language, NoticeWords>> = {
  en: {
    head: "Text as if all proposals were accepted. Where there are alternatives, it has the newest:",
    beforeClauses: "Before the first clause",
    somebody: "somebody",
    option: (letter, name) => `alternative ${letter} of ${name}`,
    place: (clause, has, hasNot) => `${clause}: ${has}, not ${hasNot}.`,
    and: ", ",
  },
  zh: {
    head: "本文为假定全部建议均被接受后的文本；同一处有多个方案时，文中为最新方案：",
    beforeClauses: "首个条款之前",
    somebody: "某人",
    option: (letter, name) => `方案 ${letter}（${name}）`,
    place: (clause, has, hasNot) => `${clause}：文中为${has}，未含${hasNot}。`,
    and: "、",
  },
};

/** What a file says of the alternatives of which it has one each, a line for each place after the first line; no line without any. */
export function noticeOfAlternatives(alternatives: readonly AlternativesOfPlace[], language: Language): string[] {
  if (alternatives.length === 0) return [];
  const words = noticeWords[language];
  const tell = ({ letter, author }: AlternativesOfPlace["options"][number]): string =>
    words.option(letter, author?.name ?? words.somebody);
  return [
    words.head,
    ...alternatives.map(({ clause, options }) => {
      const has = must(options.at(-1), "alternatives are several");
      const others = options.slice(0, -1).map(tell).join(words.and);
      return words.place(clause === "" ? words.beforeClauses : clause, tell(has), others);
    }),
  ];
}
