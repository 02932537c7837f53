/** What proposals set and format, in a form that stays readable when the document has gone on: for the record of a decision. */
import { beginningOf, createNumberer } from "@parley/document";
import type { ProposedSetting } from "@parley/documents";
import { type MarkedBlock, type NegotiatedDocument, type Proposal, readMarked } from "@parley/proposals";

/** Most settings of one proposal that are kept: more are of one kind, and their number says nothing new. */
const MOST_SETTINGS = 20;
const LONGEST_WORDS = 200;

/** The settings of these proposals by their ids. Reads the document only where there are any. */
export function readSettings(
  document: NegotiatedDocument,
  proposals: readonly Proposal[],
): ReadonlyMap<string, ProposedSetting[]> {
  return settingsIn(() => readMarked(document).blocks, proposals);
}

/** The same for what is read when it is needed, at present or in a version. */
export function settingsIn(
  read: () => readonly MarkedBlock[],
  proposals: readonly Proposal[],
): ReadonlyMap<string, ProposedSetting[]> {
  const proposalOf = new Map(
    proposals.flatMap(({ id, records }) =>
      records.filter(({ record }) => record.do === "set" || record.do === "format").map(({ key }) => [key, id]),
    ),
  );
  const settings = new Map<string, Map<string, ProposedSetting>>();
  if (proposalOf.size === 0) return new Map();
  const note = (key: string, name: string, add: (known: ProposedSetting | undefined) => ProposedSetting): void => {
    const id = proposalOf.get(key);
    if (id === undefined) return;
    const known = settings.get(id) ?? new Map<string, ProposedSetting>();
    settings.set(id, known);
    known.set(name, add(known.get(name)));
  };
  const numberer = createNumberer();
  const visit = (block: MarkedBlock): void => {
    // With the numbers of the agreed contract.
    const isCounted = block.name === "paragraph" && (block.inserted === null || block.isReopened);
    const number = isCounted ? numberer.next(block.attributes) : null;
    for (const { key, record } of block.records)
      if (record.do === "set")
        note(key, `${key} ${block.id.client} ${block.id.clock}`, () => ({
          do: "set",
          name: record.name,
          from: block.attributes[record.name] ?? null,
          to: record.value,
          ...(record.name === "list" && number !== null && { number }),
        }));
    for (const piece of block.pieces)
      for (const { key, record } of piece.records)
        if (record.do === "format")
          note(key, key, (known) => {
            const before = known?.do === "format" ? known.words : "";
            const words = beginningOf(`${before}${piece.text}`, LONGEST_WORDS);
            return { do: "format", mark: record.mark, to: record.value, words };
          });
    block.children.forEach(visit);
  };
  read().forEach(visit);
  return new Map([...settings].map(([id, known]) => [id, [...known.values()].slice(0, MOST_SETTINGS)]));
}
