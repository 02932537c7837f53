/**
 * How a negotiation begins. With outsiders it gets a document of its own, made from the agreed text, so that nothing that was typed, deleted or said
 * inside comes along; without them, and when it goes on with those who know it already, it goes on in the document that there is.
 *
 * The order survives a crash: the draft is frozen and the shared document made before the record names it; people are let in afterwards, and who is
 * missing can be invited again.
 */
import {
  type Clock,
  type DocumentId,
  type Language,
  type Party,
  type PersonId,
  type Random,
  type Role,
  must,
  newId,
} from "@parley/base";
import { type ContractId, refuseContract, refuseNegotiation } from "@parley/contracts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Actor, ContractAct, Contracts } from "../record/contracts.ts";
import type { Queries } from "../record/contract-store.ts";
import { keepCounselCircle } from "./counsel-circle.ts";
import type { NegotiationDocuments } from "./negotiation-documents.ts";
import {
  type NegotiationRow,
  findNegotiation,
  insertNegotiation,
  listNegotiations,
  moveNegotiation,
} from "./negotiation-store.ts";

/** The kind of the documents that outsiders see. */
export const NEGOTIATION_KIND = "negotiation";

export interface WantedNegotiation {
  readonly people: readonly { readonly personId: PersonId; readonly party: Party; readonly role: Role }[];
  readonly guests: readonly { readonly email: string; readonly party: Party; readonly role: Role }[];
  /** How outsiders see the document called; the contract's name without it. */
  readonly title: string | null;
  readonly note: string;
  /** The approval step from which it is opened; `null` before approval. */
  readonly stepId: string | null;
}

export interface OpeningDeps {
  readonly contracts: Contracts;
  readonly documents: NegotiationDocuments;
  readonly clock: Clock;
  readonly random: Random;
}

export interface OpenedNegotiation {
  readonly contract: ContractRecord;
  readonly negotiation: NegotiationRow;
  /** The addresses by which guests come in; `null` for who could open the document before. */
  readonly invitations: readonly { readonly email: string; readonly url: string | null }[];
}

/** What else happens in the same moment, the suspension of an approval for example. Throws to stop it. */
export type Alongside = (contract: ContractRecord, tx: Queries) => Promise<ContractAct> | ContractAct;

/**
 * Opens a negotiation. Throws `contracts/state-forbids`, `contracts/negotiation-open`, and what `alongside` throws.
 */
export async function openNegotiation(
  deps: OpeningDeps,
  contract: ContractRecord,
  wanted: WantedNegotiation,
  by: Actor & { readonly language: Language },
  alongside: Alongside = () => ({ events: [] }),
): Promise<OpenedNegotiation> {
  const { contracts, documents, clock, random } = deps;
  requireOpenable(contract, wanted.stepId);
  const present = must(contract.documentId, "a contract whose text is negotiated has a document");
  const id = newId<"negotiation">(random);
  const title = wanted.title ?? contract.name;
  const withOutsiders = wanted.guests.length > 0;
  const isShared = present !== contract.draftId;
  const place = await prepareDocument(deps, { present, isShared }, { title, withOutsiders, by: by.personId });
  const { seq } = await documents.readSealed(place.documentId);
  let opened: NegotiationRow | null = null;
  const after = await contracts.act(contract.id, async (now, tx) => {
    requireOpenable(now, wanted.stepId);
    if (now.documentId !== present) throw refuseContract("contracts/state-forbids", { state: now.state });
    const before = await listNegotiations(tx, contract.id);
    if (before.some(({ closedAt }) => closedAt === null)) throw refuseNegotiation("contracts/negotiation-open");
    const ordinal = (before[0]?.ordinal ?? 0) + 1;
    const row = {
      id,
      contractId: contract.id,
      ordinal,
      documentId: place.documentId,
      isShared: place.isShared,
      title,
      openedSeq: seq,
      openedAt: new Date(clock.nowMs()),
      openedBy: by.personId,
      stepId: wanted.stepId,
      turnParty: "ours" as const,
    };
    await insertNegotiation(tx, row);
    opened = { ...row, closedAt: null, closedBy: null, closedSeq: null, settled: null };
    const also = await alongside(now, tx);
    const facts = { ordinal, title, note: wanted.note, stepId: wanted.stepId };
    return {
      change: { ...also.change, state: "negotiating", documentId: place.documentId },
      events: [
        { kind: "negotiation.opened", audience: place.isShared ? "shared" : "internal", by, facts },
        ...also.events,
      ],
      members: [...membersOf(wanted), ...(also.members ?? [])],
    };
  });
  await documents.thaw(place.documentId, by.personId);
  const invitations = await letIn(deps, place.documentId, wanted, by);
  await keepCounselCircle(documents, place.documentId);
  await documents.tellPages([present, place.documentId]);
  const negotiation = must(opened as NegotiationRow | null, "an act that succeeded has opened it");
  return { contract: after, negotiation, invitations };
}

function requireOpenable({ state, documentId }: ContractRecord, stepId: string | null): void {
  const from = stepId === null ? ["draft", "negotiated"] : ["approving"];
  if (state === "negotiating") throw refuseNegotiation("contracts/negotiation-open");
  if (!from.includes(state) || documentId === null) throw refuseContract("contracts/state-forbids", { state });
}

const membersOf = ({ people }: WantedNegotiation): { personId: PersonId; reason: "negotiator" | "counsel" }[] =>
  people.map(({ personId, party }) => ({ personId, reason: party === "counsel" ? "counsel" : "negotiator" }));

/** The document in which it goes on: the present one, or a new one where outsiders come to a text of ours for the first time. */
async function prepareDocument(
  { documents }: Pick<OpeningDeps, "documents">,
  { present, isShared }: { readonly present: DocumentId; readonly isShared: boolean },
  wanted: { readonly title: string; readonly withOutsiders: boolean; readonly by: PersonId },
): Promise<{ documentId: DocumentId; isShared: boolean }> {
  if (isShared || !wanted.withOutsiders) return { documentId: present, isShared };
  await documents.freeze(present, { by: wanted.by, reason: "negotiating" });
  const { title, by } = wanted;
  return { documentId: await documents.copyAgreed(present, { kind: NEGOTIATION_KIND, title, by }), isShared: true };
}

/**
 * Gives a negotiation among colleagues a document of its own when the first outsider is to come: made of the agreed text as it stands; the draft is
 * frozen, and whoever was in it is let into the new one. What waited in the draft stays there. Does nothing where it has one.
 */
export async function shareNegotiation(
  { contracts, documents }: OpeningDeps,
  negotiation: NegotiationRow,
  by: Actor & { readonly language: Language },
): Promise<NegotiationRow> {
  if (negotiation.isShared) return negotiation;
  const { id, contractId, documentId: draft, title } = negotiation;
  const people = await documents.listPeople(draft);
  const wanted = { title, withOutsiders: true, by: by.personId };
  const { documentId } = await prepareDocument({ documents }, { present: draft, isShared: false }, wanted);
  const { seq } = await documents.readSealed(documentId);
  let shared: NegotiationRow | null = null;
  await contracts.act(contractId, async (_contract, tx) => {
    const now = await findNegotiation(tx, contractId, id);
    if (!now || now.closedAt !== null) throw refuseNegotiation("contracts/negotiation-closed");
    // Somebody else was first: theirs is the document.
    if (now.isShared) {
      shared = now;
      return { events: [] };
    }
    await moveNegotiation(tx, id, { documentId, seq });
    shared = { ...now, documentId, isShared: true, openedSeq: seq };
    const facts = { ordinal: now.ordinal, title };
    return { change: { documentId }, events: [{ kind: "negotiation.shared", audience: "shared", by, facts }] };
  });
  const there = must(shared as NegotiationRow | null, "an act that succeeded has shared it");
  for (const { person, party, role } of people)
    if (person.id !== by.personId)
      await documents.share(
        there.documentId,
        { personId: person.id as PersonId, party, role: role === "own" ? "edit" : role },
        by,
      );
  await documents.tellPages([draft, there.documentId]);
  return there;
}

/** Lets the people of a negotiation into its document. */
async function letIn(
  { documents }: OpeningDeps,
  documentId: DocumentId,
  { people, guests }: WantedNegotiation,
  by: { readonly personId: PersonId; readonly language: Language },
): Promise<OpenedNegotiation["invitations"]> {
  for (const person of people) if (person.personId !== by.personId) await documents.share(documentId, person, by);
  const invitations: OpenedNegotiation["invitations"][number][] = [];
  for (const guest of guests) {
    const { url } = await documents.share(documentId, guest, by);
    invitations.push({ email: guest.email, url });
  }
  return invitations;
}

/** Opens a contract's record for somebody who comes later. */
export async function noteNegotiator(
  contracts: Contracts,
  id: ContractId,
  person: { readonly personId: PersonId | null; readonly email: string | null; readonly party: Party },
  by: Actor,
): Promise<void> {
  const { personId, email, party } = person;
  await contracts.act(id, () => ({
    events: [{ kind: "negotiation.invited", audience: "internal", by, facts: { personId, email, party } }],
    members: personId === null ? [] : [{ personId, reason: party === "counsel" ? "counsel" : "negotiator" }],
  }));
}
