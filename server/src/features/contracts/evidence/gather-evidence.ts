/** Everything that proves a contract's story, read into files: the whole of it for ourselves. */
import type { DocumentId, PersonId } from "@parley/base";
import { canonicalContent, contentText, withReferences } from "@parley/document";
import {
  type BundleFile,
  type BundledDocument,
  type BundledText,
  type EventBody,
  type NameOf,
  EVENTS_FILE,
  EVENT_CHAIN_START,
  contractSchema,
  eventBodySchema,
  idsInFacts,
  jsonLines,
  sealedPoints,
} from "@parley/contracts";
import type { Documents, LogRow, SealedText } from "../../../documents/index.ts";
import type { People } from "../../../people/index.ts";
import type { ContractRecord } from "../record/contract-record.ts";
import type { Contracts } from "../record/contracts.ts";
import type { KeptEvent } from "../record/event-store.ts";
import type { ShowContract } from "../record/record-endpoints.ts";
import { bundledRow } from "./bundled-row.ts";
import { filesOfEvents, filesOfRows } from "./readable-files.ts";
import { type EvidenceReader, readableThreads, threadPeople } from "./readable-threads.ts";
import { READ_ME } from "./read-me.ts";
import { type BundleFacts, jsonFile, textFile } from "./write-bundle.ts";

export interface EvidenceDeps {
  readonly contracts: Pick<Contracts, "events">;
  readonly documents: Pick<Documents, "live" | "findTitle"> & {
    readonly library: Pick<Documents["library"], "comments" | "sharing">;
  };
  readonly people: Pick<People, "findPeople">;
  readonly show: ShowContract;
}

/** A bundle before it is signed. */
export interface GatheredEvidence {
  readonly facts: Omit<BundleFacts, "madeAt" | "madeBy" | "for">;
  readonly files: readonly BundleFile[];
}

/** Rows that are read at a time. */
const PAGE = 1_000;

/** A document with its whole log. */
interface LoggedDocument {
  readonly id: DocumentId;
  readonly is: BundledDocument["is"];
  readonly rows: readonly LogRow[];
}

/** The files of a contract's bundle for ourselves. `reader` sees internal comments, and those of circles that they are in. */
export async function gatherEvidence(
  deps: EvidenceDeps,
  contract: ContractRecord,
  reader: EvidenceReader,
): Promise<GatheredEvidence> {
  // Events first: the rows that one of them names are in the log already.
  const kept = await deps.contracts.events(contract.id);
  const bodies = kept.map(({ body }) => eventBodySchema.parse(JSON.parse(body)));
  const logs = await readLogs(deps, contract);
  const threads = await Promise.all(logs.map(({ id }) => deps.documents.library.comments.list(id, reader)));
  const record = await deps.show(contract, false);
  const people = await deps.people.findPeople([
    ...new Set([
      ...[contract.ownerId, contract.initiatorId, reader.personId],
      ...bodies.flatMap((body) => idsInFacts(body)),
      ...logs.flatMap(({ rows }) => rows.map(({ personId }) => personId)),
      ...threads.flat().flatMap(threadPeople),
    ]),
  ] as PersonId[]);
  const nameOf: NameOf = (id) => people.get(id as PersonId)?.name ?? "";
  const texts = await sealTexts(deps, logs, bodies);
  const { mayLead: _mayLead, ...told } = contractSchema.parse(record);
  const { fields, fieldsHash, approvedSeq } = contract;
  const files = [
    textFile("README.md", READ_ME.us),
    jsonFile("contract.json", { ...told, fields, fieldsHash, approvedSeq }),
    jsonFile(
      "people.json",
      [...people.values()].map(({ id, name, organisation }) => ({ id, name, organisation })),
    ),
    textFile(EVENTS_FILE, jsonLines({ contractId: contract.id }, "events", kept.map(bundledEvent))),
    ...filesOfEvents(bodies, nameOf),
    ...texts.flatMap(({ files: made }) => made),
    ...logs.flatMap((log, index) => filesOfLog(log, nameOf, readableThreads(threads[index] ?? [], nameOf))),
  ];
  const { id, number, name, state } = contract;
  return {
    facts: {
      contract: { id, number, name, state },
      events: { count: kept.length, hash: kept.at(-1)?.hash ?? EVENT_CHAIN_START },
      documents: logs.map(bundledDocument),
      texts: texts.map(({ text }) => text),
    },
    files,
  };
}

const bundledEvent = ({ seq, previousHash, hash, body }: KeptEvent): object => ({ seq, previousHash, hash, body });
const inHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function bundledDocument({ id, is, rows }: LoggedDocument): BundledDocument {
  const last = rows.at(-1);
  const hash = last ? inHex(last.hash) : EVENT_CHAIN_START;
  return { id, is, folder: folderOf(is), seq: last?.seq ?? 0, hash };
}

const folderOf = (is: BundledDocument["is"]): string => `documents/${is}`;

function filesOfLog({ id, is, rows }: LoggedDocument, nameOf: NameOf, threads: unknown): BundleFile[] {
  const folder = folderOf(is);
  const head = { documentId: id, lastSeq: rows.at(-1)?.seq ?? 0 };
  return [
    textFile(
      `${folder}/log.json`,
      jsonLines(
        head,
        "rows",
        rows.map((row) => bundledRow(row, nameOf)),
      ),
    ),
    ...filesOfRows(folder, rows, nameOf),
    jsonFile(`${folder}/comments.json`, threads),
  ];
}

/** The draft and the negotiation's document of a contract, whole. */
async function readLogs(deps: EvidenceDeps, { draftId, documentId }: ContractRecord): Promise<LoggedDocument[]> {
  const ids = new Map<DocumentId, BundledDocument["is"]>();
  if (draftId !== null) ids.set(draftId, "draft");
  if (documentId !== null && documentId !== draftId) ids.set(documentId, draftId === null ? "draft" : "negotiation");
  const logs: LoggedDocument[] = [];
  for (const [id, is] of ids) logs.push({ id, is, rows: await readWholeLog(deps, id) });
  return logs;
}

/** Every row of a document. */
export async function readWholeLog({ documents: { live } }: EvidenceDeps, id: DocumentId): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  for (;;) {
    const page = await live.readLog(id, rows.length, PAGE);
    rows.push(...page.rows);
    if (page.rows.length < PAGE) return rows;
  }
}

/** A sealed text with its files. */
export interface TextFiles {
  readonly text: BundledText;
  readonly files: readonly BundleFile[];
}

/** The texts that the trail names and that one of the documents has, and the present one of each document. */
async function sealTexts(
  { documents: { live } }: EvidenceDeps,
  logs: readonly LoggedDocument[],
  events: readonly EventBody[],
): Promise<TextFiles[]> {
  const made = new Map<string, { text: BundledText; sealed: SealedText }>();
  for (const point of sealedPoints(events))
    for (const { id, is, rows } of logs) {
      const asked = point.documentId ?? id;
      if (asked !== id || point.seq < 1 || point.seq > rows.length) continue;
      const file = `texts/${is}-${point.seq}`;
      const sealed = made.get(file)?.sealed ?? (await live.readSealed(id, point.seq));
      if (inHex(sealed.contentHash) !== point.textHash) continue;
      const before = made.get(file)?.text.sealedBy ?? [];
      const { seq, textHash } = point;
      const sealedBy = [...before, point.eventSeq];
      made.set(file, { text: { file, documentId: id, seq, textHash, sealedBy }, sealed });
    }
  for (const { id, is, rows } of logs) {
    const { seq = 0 } = rows.at(-1) ?? {};
    const file = `texts/${is}-${seq}`;
    if (seq === 0 || made.has(file)) continue;
    const sealed = await live.readSealed(id, seq);
    made.set(file, { text: { file, documentId: id, seq, textHash: inHex(sealed.contentHash), sealedBy: [] }, sealed });
  }
  return [...made.values()].map(({ text, sealed }) => ({ text, files: textFiles(text.file, sealed) }));
}

/** A text as people read it, and in the form of which its hash is the SHA-256. */
export function textFiles(file: string, { content }: Pick<SealedText, "content">): BundleFile[] {
  return [
    textFile(`${file}.txt`, contentText(withReferences(content))),
    textFile(`${file}.json`, canonicalContent(content)),
  ];
}
