/** Everything that somebody needs to decide on a contract, gathered: a phone asks once. */
import { createHash } from "node:crypto";
import { type Clock, type DocumentId, type Party, type PersonId, type Role, roleIncludes } from "@parley/base";
import { type ContractReview, type ReviewedText, type ReviewedThread, clauseParts, sideOf } from "@parley/contracts";
import type { Documents } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import { showApproval } from "../approval/approval-faces.ts";
import type { WorkDays } from "../approval/approval-ports.ts";
import { presentChecks } from "../checks/check-endpoints.ts";
import type { Checks } from "../checks/checks.ts";
import { type LedgerDeps, readLines, titleOf } from "../negotiation/clause-lines.ts";
import { type NegotiationRow, listNegotiations } from "../negotiation/negotiation-store.ts";
import type { MasterPolicies } from "../parties/master-policy.ts";
import type { ContractGrant } from "../record/contract-policy.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { ShowContract } from "../record/record-endpoints.ts";
import { type Basis, listBases } from "./bases.ts";
import { findLastEvent, findLastRelease, findNote } from "./review-store.ts";
import { Writers, readReviewedClauses } from "./reviewed-clauses.ts";

export interface ReviewDeps {
  readonly sql: Sql;
  readonly documents: Documents;
  readonly people: People;
  readonly days: Pick<WorkDays, "today">;
  readonly checks: Checks;
  readonly master: Pick<MasterPolicies, "mayEdit">;
  readonly show: ShowContract;
  readonly ledger: LedgerDeps;
  readonly clock: Clock;
}

/** The review of a contract as somebody sees it. `since` names the basis; what there is not any more counts as nothing asked. */
export async function gatherReview(
  deps: ReviewDeps,
  grant: ContractGrant,
  since: string | null,
): Promise<ContractReview> {
  const { contract, caller, mayLead } = grant;
  const { personId } = caller;
  // Before anything is read: what comes in meanwhile changes the mark.
  const mark = await readMark(deps, contract, personId);
  const negotiations = await listNegotiations(deps.sql, contract.id);
  const open = negotiations.find(({ closedAt }) => closedAt === null);
  const { run } = await showApproval(deps, contract, { personId, mayLead });
  const shown = await deps.show(contract, mayLead);
  return {
    contract: shown,
    mark,
    turn: open ? await turnOf(deps, open) : null,
    approval: run,
    note: run ? await findNote(deps.sql, contract.id) : "",
    text: await gatherText(deps, grant, negotiations, since),
  };
}

async function turnOf(
  { sql }: ReviewDeps,
  { id, turnParty, openedAt }: NegotiationRow,
): Promise<NonNullable<ContractReview["turn"]>> {
  return { party: turnParty, since: ((await findLastRelease(sql, id)) ?? openedAt).toISOString() };
}

async function gatherText(
  deps: ReviewDeps,
  grant: ContractGrant,
  negotiations: readonly NegotiationRow[],
  since: string | null,
): Promise<ReviewedText | null> {
  const { contract, caller } = grant;
  const { documentId } = contract;
  const { documents, people, clock } = deps;
  const access = documentId && (await documents.findAccess(documentId, caller.personId));
  if (!documentId || !access) return null;
  const at = new Date(clock.nowMs()).toISOString();
  const { seq, content, contentHash } = await documents.live.readSealed(documentId);
  const who = { contractId: contract.id, documentId, personId: caller.personId };
  const bases = await readableBases(deps, await listBases(deps, who, negotiations), caller.personId);
  const basis = bases.find(({ id }) => id === since) ?? bases[0];
  if (!basis) return null;
  const here = negotiations.filter((each) => each.documentId === documentId);
  const reader = { personId: caller.personId, party: access.party, isColleague: true };
  const [newest] = here;
  const writers = new Writers();
  const clauses = await readReviewedClauses(
    documents,
    documentId,
    {
      content,
      before: basis.text && (await documents.live.readSealed(basis.text.documentId, basis.text.seq)).content,
      since: firstNewRow(basis, documentId, here),
      ledger: newest ? await readLines(deps.ledger, newest, reader) : [],
    },
    writers,
  );
  const clauseAt = namer(clauseParts(content));
  return {
    ...{ documentId, seq, at, hash: Buffer.from(contentHash).toString("hex"), ...access },
    bases: bases.map(faceOf),
    basis: faceOf(basis),
    clauses,
    proposals: await gatherProposals(deps, documentId, { ...access, personId: caller.personId }, clauseAt),
    threads: await gatherThreads(deps, documentId, reader, clauseAt),
    findings: (await presentChecks(deps, grant, await deps.checks.findingsOf(contract))).findings,
    writers: await writers.named(people),
  };
}

const faceOf = ({ id, kind, at, number }: Basis): ReviewedText["basis"] => ({ id, kind, at, number });

/** Somebody who may open the present text only is not shown through a comparison what stood in the draft. */
async function readableBases(
  { documents }: ReviewDeps,
  bases: readonly Basis[],
  personId: PersonId,
): Promise<readonly Basis[]> {
  const ids = [...new Set(bases.flatMap(({ text }) => text?.documentId ?? []))];
  const open = new Set<DocumentId>();
  for (const id of ids) if (await documents.findAccess(id, personId)) open.add(id);
  // What somebody approved they have read.
  return bases.filter(({ text, kind }) => text === null || kind === "approval" || open.has(text.documentId));
}

/** The row of the present document after which words are new; of a text that stood elsewhere, the one with which this document began. */
function firstNewRow({ text }: Basis, documentId: DocumentId, here: readonly NegotiationRow[]): number {
  if (text?.documentId === documentId) return text.seq;
  return Number(here.at(-1)?.openedSeq ?? 1);
}

type ClauseNamer = (block: number | null) => string | null;

function namer(parts: ReturnType<typeof clauseParts>): ClauseNamer {
  return (block) => {
    if (block === null) return null;
    const part = parts.findLast(({ firstBlock }) => firstBlock <= Math.max(block, 0));
    return part ? titleOf(part) : null;
  };
}

async function gatherProposals(
  { documents, people }: ReviewDeps,
  documentId: DocumentId,
  me: { readonly personId: PersonId; readonly party: Party; readonly role: Role },
  clauseAt: ClauseNamer,
): Promise<ReviewedText["proposals"]> {
  const waiting = await documents.negotiated.listWaiting(documentId);
  const found = await people.findPeople(waiting.flatMap(({ author }) => author ?? []));
  return waiting.map(({ id, author, party, proposedAtMs, insertedText, deletedText, block }) => {
    const person = author === null ? undefined : found.get(author);
    return {
      ...{ id, party, inserted: insertedText, deleted: deletedText, clause: clauseAt(block) },
      at: new Date(proposedAtMs).toISOString(),
      by: person ? { id: person.id, name: person.name, organisation: person.organisation, party } : null,
      isForYou: roleIncludes(me.role, "edit") && author !== me.personId && sideOf(party) !== sideOf(me.party),
    };
  });
}

/** So much of a thread is shown; the rest is read beside the text. */
const mostComments = 20;

async function gatherThreads(
  { documents, people }: ReviewDeps,
  documentId: DocumentId,
  reader: { readonly personId: PersonId; readonly party: Party; readonly isColleague: boolean },
  clauseAt: ClauseNamer,
): Promise<ReviewedThread[]> {
  const threads = await documents.negotiated.listOpenThreads(documentId, { ...reader, isOwner: false });
  const found = await people.findPeople(
    threads.flatMap(({ thread }) => thread.comments.map(({ authorId }) => authorId)),
  );
  return threads.map(({ thread, block }) => ({
    ...{ id: thread.id, audience: thread.audience, quote: thread.quote, clause: clauseAt(block) },
    comments: thread.comments
      .filter(({ deletedAt }) => deletedAt === null)
      .slice(-mostComments)
      .map(({ authorId, party, createdAt, text }) => {
        const person = found.get(authorId);
        const by = { id: authorId, name: person?.name ?? "", organisation: person?.organisation ?? null, party };
        return { by, at: createdAt.toISOString(), text };
      }),
  }));
}

/** [CW4] A mark that is another one whenever the review may say something else. */
export async function readMark(
  { sql, documents }: Pick<ReviewDeps, "sql" | "documents">,
  { id, revision, documentId }: ContractRecord,
  personId: PersonId,
): Promise<string> {
  const last = await findLastEvent(sql, id);
  const access = documentId && (await documents.findAccess(documentId, personId));
  const said: unknown[] = [revision, last, documentId, access];
  if (documentId && access) {
    const threads = await documents.negotiated.listOpenThreads(documentId, {
      ...{ personId, party: access.party, isColleague: true, isOwner: false },
    });
    said.push((await documents.live.readSealed(documentId)).seq);
    said.push(
      threads.map(({ thread }) => [
        thread.id,
        thread.audience,
        thread.comments.map(({ id: comment, text }) => [comment, text]),
      ]),
    );
  }
  return createHash("sha256").update(JSON.stringify(said)).digest("hex").slice(0, 32);
}
