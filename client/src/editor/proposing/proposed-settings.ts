/** What a proposal that waits sets and formats, and what is there now, read from the document that this page has. */
import { beginningOf, shortenedWords, type RecordRange, createInsertedLooks } from "@parley/document";
import type { DocumentProposal, ProposedSetting } from "@parley/documents";
import * as Y from "yjs";

/** What a proposal sets and formats, and how what it brings looks. */
export function settingsOf(proposal: DocumentProposal, ydoc: Y.Doc): ProposedSetting[] {
  return [...createInsertedLooks(ydoc)(proposal), ...settingsOfRecords(proposal.records, ydoc)];
}

/** The settings of records; of words at most so many characters. What this page does not have is left open. */
function settingsOfRecords(records: DocumentProposal["records"], ydoc: Y.Doc): ProposedSetting[] {
  return records.flatMap((record): ProposedSetting[] => {
    if (record.do === "set" && record.block && record.name !== undefined) {
      const element = elementOf(ydoc, record.block);
      const from: unknown = element?.getAttribute(record.name);
      return [{ do: "set", name: record.name, from: element ? (from ?? null) : undefined, to: record.value ?? null }];
    }
    if (record.do === "format" && record.mark !== undefined)
      return [{ do: "format", mark: record.mark, to: record.value ?? null, words: wordsOf(ydoc, record.ids ?? []) }];
    return [];
  });
}

/**
 * The beginning of the first block whose settings records are about; empty where it has no words, or where nothing is set. `agreedWords` is how
 * a paragraph reads as agreed, where that is not how it stands.
 */
export function settingPlaceWords(
  records: DocumentProposal["records"],
  ydoc: Y.Doc,
  agreedWords: (paragraph: Y.XmlElement) => string | null,
): string {
  const record = records.find(({ do: does }) => does === "set");
  const element = record?.block ? elementOf(ydoc, record.block) : null;
  const words = element ? wordsIn(element, agreedWords).trim() : "";
  return shortenedWords(words, LONGEST_PLACE);
}

/** Whether all settings of a proposal are about one block. */
export function isOfOneBlock({ records }: Pick<DocumentProposal, "records">): boolean {
  return (
    new Set(records.flatMap(({ do: does, block }) => (does === "set" && block ? [block.join(" ")] : []))).size === 1
  );
}

function elementOf(ydoc: Y.Doc, [client, clock]: readonly [number, number]): Y.XmlElement | null {
  const item = itemAt(ydoc, client, clock);
  const type: unknown = item?.content instanceof Y.ContentType ? item.content.type : null;
  return type instanceof Y.XmlElement && item?.deleted === false ? type : null;
}

function itemAt(ydoc: Y.Doc, client: number, clock: number): Y.Item | null {
  if (clock >= Y.getState(ydoc.store, client)) return null;
  const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
  return item instanceof Y.Item ? item : null;
}

const LONGEST_WORDS = 200;
const LONGEST_PLACE = 60;

/** The words of an element and of what is in it, as many as are ever shown. */
function wordsIn(element: Y.XmlElement, agreedWords: (paragraph: Y.XmlElement) => string | null): string {
  const agreed = element.nodeName === "paragraph" ? agreedWords(element) : null;
  if (agreed !== null) return agreed;
  let words = "";
  for (const child of element.toArray()) {
    if (words.length > LONGEST_PLACE) break;
    if (child instanceof Y.XmlText)
      words += child
        .toDelta()
        .reduce(
          (text: string, { insert }: { insert?: unknown }) => text + (typeof insert === "string" ? insert : ""),
          "",
        );
    else if (child instanceof Y.XmlElement) words += `${wordsIn(child, agreedWords)} `;
  }
  return words;
}

function wordsOf(ydoc: Y.Doc, ids: readonly RecordRange[]): string {
  let words = "";
  for (const [client, clock, length] of ids) {
    for (let at = clock; at < clock + length && words.length < LONGEST_WORDS;) {
      const item = itemAt(ydoc, client, at);
      if (!item) break;
      const end = Math.min(item.id.clock + item.length, clock + length);
      if (!item.deleted && item.content instanceof Y.ContentString)
        words += item.content.str.slice(at - item.id.clock, end - item.id.clock);
      at = end;
    }
  }
  return beginningOf(words, LONGEST_WORDS);
}
