/**
 * A negotiation as everybody in it may know it. It is the same for guests and colleagues but for what the caller may do: nothing internal is ever read
 * for it - no record, no number, no department, nobody who is not in the negotiation's document.
 */
import { type Clock, type Party, type PersonId, type Role, roleIncludes } from "@parley/base";
import { type NegotiationFace, courtTimes } from "@parley/contracts";
import type { People } from "../../../people/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { NegotiationDocuments } from "./negotiation-documents.ts";
import { type NegotiationRow, type RoundRow, listOrganisations, listRounds } from "./negotiation-store.ts";

export interface FaceDeps {
  readonly sql: Sql;
  readonly documents: Pick<NegotiationDocuments, "listPeople">;
  readonly people: Pick<People, "findPeople">;
  readonly clock: Clock;
}

/** Who looks: for whom they act, what their role lets them do, and whether they lead the contract. */
export interface Onlooker {
  readonly party: Party;
  readonly role: Role;
  readonly leads: boolean;
}

/** Reads negotiations for somebody who may open their documents. */
export async function readFaces(
  deps: FaceDeps,
  negotiations: readonly NegotiationRow[],
  me: Onlooker,
): Promise<NegotiationFace[]> {
  const rounds = await listRounds(
    deps.sql,
    negotiations.map(({ id }) => id),
  );
  const faces: NegotiationFace[] = [];
  for (const negotiation of negotiations) {
    const own = rounds.filter(({ negotiationId }) => negotiationId === negotiation.id);
    faces.push(await readFace(deps, negotiation, own, me));
  }
  return faces;
}

type Actor = NegotiationFace["openedBy"];

async function readFace(
  deps: FaceDeps,
  negotiation: NegotiationRow,
  rounds: readonly RoundRow[],
  me: Onlooker,
): Promise<NegotiationFace> {
  const { openedAt, closedAt, closedBy, settled, documentId, openedBy } = negotiation;
  const here = await deps.documents.listPeople(documentId);
  const partyOf = new Map(here.map(({ person, party }) => [person.id, party]));
  const named = await deps.people.findPeople([
    openedBy,
    ...(closedBy ? [closedBy] : []),
    ...rounds.map(({ releasedBy }) => releasedBy),
    ...(settled?.dropped ?? []).map(({ personId }) => personId as PersonId),
  ]);
  const actor = (id: PersonId, party: Party = partyOf.get(id) ?? "ours"): Actor => {
    const person = named.get(id);
    return { name: person?.name ?? "", party, organisation: person?.organisation ?? null };
  };
  const isOpen = closedAt === null;
  const mayAct = isOpen && roleIncludes(me.role, "edit");
  return {
    id: negotiation.id,
    ordinal: negotiation.ordinal,
    documentId,
    title: negotiation.title,
    isOpen,
    openedAt: openedAt.toISOString(),
    openedBy: actor(openedBy),
    openedSeq: Number(negotiation.openedSeq),
    closedAt: closedAt?.toISOString() ?? null,
    settled: settled && {
      ...settled,
      dropped: settled.dropped.map(({ personId, ...each }) => ({
        ...each,
        by: named.get(personId as PersonId)?.name ?? "",
      })),
    },
    turn: turnOf(negotiation, rounds, closedAt?.getTime() ?? deps.clock.nowMs()),
    rounds: rounds.map((round) => ({
      number: round.number,
      releasedAt: round.releasedAt.toISOString(),
      by: actor(round.releasedBy, round.party),
      to: round.toParty,
      note: round.note,
      seq: Number(round.seq),
      textHash: round.textHash,
      logHash: round.logHash,
    })),
    organisations: [...(await listOrganisations(deps.sql, negotiation.contractId))],
    people: here.map(({ person, party, role }) => ({
      id: person.id,
      name: person.name,
      organisation: person.organisation,
      party,
      role,
    })),
    me: {
      party: me.party,
      mayRelease: mayAct && negotiation.turnParty === me.party,
      mayFreeze: mayAct,
      mayLead: me.leads && isOpen,
    },
  };
}

function turnOf(
  { openedAt, turnParty }: NegotiationRow,
  rounds: readonly RoundRow[],
  untilMs: number,
): NegotiationFace["turn"] {
  const turns = [
    { party: "ours" as Party, sinceMs: openedAt.getTime() },
    ...rounds.map(({ toParty, releasedAt }) => ({ party: toParty, sinceMs: releasedAt.getTime() })),
  ];
  const since = new Date(turns.at(-1)?.sinceMs ?? openedAt.getTime()).toISOString();
  return { party: turnParty, since, times: courtTimes(turns, untilMs) };
}
