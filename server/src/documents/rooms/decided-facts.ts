/** What the log keeps of a proposal that does not wait any more, in a form that stays readable when the document has gone on. */
import { isDeepStrictEqual } from "node:util";
import type { ClausePlace, createInsertedLooks } from "@parley/document";
import type { ProposalDecision, ProposedSetting } from "@parley/documents";
import type { Id, IdRange } from "@parley/history";
import type { NegotiatedDocument, Proposal } from "@parley/proposals";
import * as Y from "yjs";
import type { readClauses } from "./clause-of-proposal.ts";
import { breakPlaceOf } from "./proposed-breaks.ts";
import { subjectOf } from "./proposed-subjects.ts";

/** What is read of the document once for all proposals. */
export interface NotedFacts {
  readonly settings: ReadonlyMap<string, ProposedSetting[]>;
  readonly clauseOf: ReturnType<typeof readClauses>;
  readonly looksOf: ReturnType<typeof createInsertedLooks>;
}

/** What the row of a decision keeps of a proposal. */
export function toDecided(
  { ydoc }: Pick<NegotiatedDocument, "ydoc">,
  proposal: Proposal,
  noted: NotedFacts,
): ProposalDecision["proposals"][number] {
  const { id, kind, author: authorId, insertedText, deletedText, firstSeq, lastSeq } = proposal;
  const subject = subjectOf(ydoc, proposal);
  const clause = noted.clauseOf(proposal, subject);
  const looks = noted.looksOf({
    inserted: proposal.inserted.map(asRange),
    blocks: proposal.blocks.map((block): [number, number] => [block.client, block.clock]),
    others: proposal.others.map(asRange),
  });
  const breaks = breakPlaceOf(ydoc, proposal);
  const about = { ...(subject !== undefined && { subject }), ...(breaks && { breaks }) };
  return {
    id,
    kind,
    ...about,
    authorId,
    insertedText,
    deletedText,
    firstSeq,
    lastSeq,
    settings: [...looks, ...(noted.settings.get(id) ?? [])],
    clause: clause && asKept(clause),
    ...movedBetween(ydoc, proposal, noted),
    writerIds: [...proposal.writers],
    inside: [],
  };
}

const asKept = (place: ClausePlace): NonNullable<ProposalDecision["proposals"][number]["clause"]> => ({
  ...place,
  heads: [...place.heads],
  table: place.table && { ...place.table },
});

/** From where to where something is to be moved; nothing where that is not found, or it stays at its place. */
function movedBetween(
  ydoc: Y.Doc,
  { kind, records, blocks, inserted }: Proposal,
  { clauseOf }: NotedFacts,
): Pick<ProposalDecision["proposals"][number], "moved"> {
  if (kind !== "move") return {};
  const goes = records.flatMap(({ record }): Id[] => {
    if (record.do === "remove") return [{ client: record.block[0], clock: record.block[1] }];
    const [first] = record.do === "delete" ? record.ids : [];
    return first ? (paragraphAt(ydoc, { client: first[0], clock: first[1] }) ?? []) : [];
  });
  const first = inserted[0];
  const to = blocks[0] ?? (first && paragraphAt(ydoc, first)?.[0]);
  const [from] = goes;
  const places = from && to ? [from, to].map((place) => clauseOf({ place }, undefined)) : [];
  const [left, arrived] = places;
  if (!left || !arrived || isDeepStrictEqual(left, arrived)) return {};
  return { moved: { from: asKept(left), to: asKept(arrived) } };
}

/** The paragraph in which a character stands. */
function paragraphAt(ydoc: Y.Doc, { client, clock }: Id): [Id] | null {
  if (clock >= Y.getState(ydoc.store, client)) return null;
  const { parent } = Y.getItem(ydoc.store, Y.createID(client, clock));
  const element = parent instanceof Y.XmlText ? parent.parent : null;
  const id = element instanceof Y.XmlElement ? element._item?.id : undefined;
  return id ? [{ client: id.client, clock: id.clock }] : null;
}

const asRange = ({ client, clock, length }: IdRange): [number, number, number] => [client, clock, length];
