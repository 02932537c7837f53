/**
 * [CE5] The files of a bundle that the other side may have: the shared document at every moment that was sealed towards them, what was decided since they came
 * in, comments that everybody sees. No row of a log, no hash of a chain, no record, no number, no name of anybody who did not act in front of them.
 *
 * Logs hold what was typed and deleted before anybody outside looked; hashes of what is left out could be guessed against.
 */
import type { DocumentId, EpochMs, PersonId } from "@parley/base";
import {
  type NameOf,
  type ReadableEvent,
  eventBodySchema,
  eventsForOutsiders,
  readableEvent,
  readableNegotiations,
  refuseEvidence,
  sealedPoints,
} from "@parley/contracts";
import type { ContractRecord } from "../record/contract-record.ts";
import {
  type EvidenceDeps,
  type GatheredEvidence,
  type TextFiles,
  readWholeLog,
  textFiles,
} from "./gather-evidence.ts";
import { readableDecisions } from "./logged-facts.ts";
import { READ_ME } from "./read-me.ts";
import { readableThreads, threadPeople } from "./readable-threads.ts";
import { jsonFile, textFile } from "./write-bundle.ts";

/** Throws `contracts/never-negotiated-outside` where there is no shared document. */
export async function gatherForCounterparty(
  deps: EvidenceDeps,
  contract: ContractRecord,
  reader: PersonId,
): Promise<GatheredEvidence> {
  const { documentId } = contract;
  if (documentId === null || documentId === contract.draftId || contract.draftId === null)
    throw refuseEvidence("contracts/never-negotiated-outside");
  const since = await findSince(deps, documentId);
  const kept = await deps.contracts.events(contract.id, { audience: "shared" });
  const bodies = kept.map(({ body }) => eventBodySchema.parse(JSON.parse(body)));
  const known = knownEvents(
    eventsForOutsiders(bodies.map((body) => readableEvent(body, new Date(body.atMs).toISOString(), () => ""))),
    since !== null,
  );
  const rows = since === null ? [] : await readWholeLog(deps, documentId);
  const threads = since === null ? [] : await readOpenThreads(deps, documentId, reader);
  const decided = readableDecisions(rows, () => "", since ?? Infinity);
  const acted = [
    ...known.flatMap(({ by }) => (by === null ? [] : [by.id])),
    ...decided.flatMap(({ by, proposals, notChosen, voided }) => [
      by.id,
      ...[...proposals, ...notChosen, ...voided].flatMap((each) => (each.by === null ? [] : [each.by.id])),
    ]),
    ...threads.flatMap(threadPeople),
  ];
  const people = await deps.people.findPeople([...new Set(acted)] as PersonId[]);
  const nameOf: NameOf = (id) => people.get(id as PersonId)?.name ?? "";
  const events = known.map((event) => ({ ...event, by: event.by && { id: event.by.id, name: nameOf(event.by.id) } }));
  const texts = await sealTexts(deps, documentId, events);
  const name = (await deps.documents.findTitle(documentId)) ?? "";
  const organisations = contract.parties.map((party) => ({ side: party.side, name: party.name }));
  return {
    facts: {
      contract: { id: null, number: null, name, state: null },
      events: null,
      documents: [],
      texts: texts.map(({ text }) => text),
    },
    files: [
      textFile("README.md", READ_ME.counterparty),
      jsonFile("negotiation.json", { title: name, documentId, organisations }),
      jsonFile(
        "people.json",
        [...people.values()].map(({ id, name: called, organisation }) => ({ id, name: called, organisation })),
      ),
      jsonFile("trail.json", events),
      jsonFile("negotiations.json", readableNegotiations(events)),
      ...texts.flatMap(({ files }) => files),
      jsonFile("decisions.json", readableDecisions(rows, nameOf, since ?? Infinity)),
      jsonFile("comments.json", readableThreads(threads, nameOf)),
    ],
  };
}

/** Threads that everybody on the document sees; those of circles the reader may be in are not among them. */
async function readOpenThreads(
  { documents }: EvidenceDeps,
  documentId: DocumentId,
  personId: PersonId,
): ReturnType<EvidenceDeps["documents"]["library"]["comments"]["list"]> {
  const by = { personId, isColleague: false, party: "counterparty", isOwner: false } as const;
  const threads = await documents.library.comments.list(documentId, by);
  return threads.filter(({ audience }) => audience === "everyone");
}

/** Since when somebody of the other side has been in the document; `null` where nobody of them is in it now. */
async function findSince({ documents }: EvidenceDeps, documentId: DocumentId): Promise<EpochMs | null> {
  const theirs = (await documents.library.sharing.list(documentId)).filter(({ party }) => party === "counterparty");
  const moments = theirs.flatMap(({ target, createdAt, usedBy }) =>
    target.type === "link" ? usedBy.map(({ sinceMs }) => sinceMs) : [createdAt.getTime()],
  );
  return moments.length === 0 ? null : Math.min(...moments);
}

/** What happened after the other side had gone is not theirs: it ends with the last event by or to them. */
function knownEvents(events: readonly ReadableEvent[], areIn: boolean): readonly ReadableEvent[] {
  if (areIn) return events;
  const last = events.findLastIndex(({ party, facts }) => party === "counterparty" || facts["to"] === "counterparty");
  return events.slice(0, last + 1);
}

async function sealTexts(
  { documents: { live } }: EvidenceDeps,
  documentId: DocumentId,
  events: readonly ReadableEvent[],
): Promise<TextFiles[]> {
  const made: TextFiles[] = [];
  const points = Map.groupBy(sealedPoints(events), ({ seq }) => seq);
  for (const [seq, [point, ...more]] of points) {
    const sealed = await live.readSealed(documentId, seq).catch(() => null);
    const textHash = point?.textHash ?? "";
    // A round from before there was a shared document is of another one.
    if (!sealed || !point || Buffer.from(sealed.contentHash).toString("hex") !== textHash) continue;
    const file = `texts/negotiation-${seq}`;
    const sealedBy = [point, ...more].map(({ eventSeq }) => eventSeq);
    made.push({ text: { file, documentId, seq, textHash, sealedBy }, files: textFiles(file, sealed) });
  }
  return made;
}
