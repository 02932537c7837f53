/**
 * [CE1-CE6] Verifies an evidence bundle without the server and the database it came from: the zip, the signature, every file, the chain of events, the
 * chain and the replay of every log, every sealed text, and the files that follow from them. Whatever does not fit is named: which file, and which
 * event or row of it.
 */
import { createHash } from "node:crypto";
import { canonicalContent, contentText, withReferences } from "@parley/document";
import {
  type BundleManifest,
  type BundledDocument,
  type BundledText,
  type EventBody,
  type NameOf,
  EVENTS_FILE,
  EVENT_CHAIN_START,
  MANIFEST_FILE,
  SIGNATURE_FILE,
  bundleManifestSchema,
  bundleSignatureSchema,
  bundledEventSchema,
  eventBodySchema,
  findBrokenEvent,
  firstDamagedLine,
  sealedPoints,
  unpackStored,
} from "@parley/contracts";
import type { ChainedRow } from "@parley/history";
import { z } from "zod";
import { filesOfEvents, filesOfRows } from "../features/contracts/evidence/readable-files.ts";
import { checkSignature } from "../features/contracts/evidence/signing-key.ts";
import { isSavedRow, readSavedLog, verifySavedLog } from "./verify-file.ts";

/** What a bundle is found to be. */
export interface BundleVerdict {
  /** What does not fit, one sentence each; empty when everything does. */
  readonly faults: readonly string[];
  /** `null` where the manifest cannot be read. */
  readonly manifest: BundleManifest | null;
  readonly manifestHash: string;
  /** Of the key that it says it was signed with. */
  readonly keyFingerprint: string | null;
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
const hashHex = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");
const asText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Verifies a bundle; `null` for what is none. */
export function verifyBundle(zip: Uint8Array): BundleVerdict | null {
  const unpacked = unpackStored(zip);
  if (unpacked === null) return null;
  const check = new BundleCheck(new Map(unpacked.files.map(({ name, bytes }) => [name, bytes])));
  const verdict = check.run();
  const { broken } = unpacked;
  const isTold = broken !== null && verdict.faults.some((fault) => fault.startsWith(`${broken}: `));
  if (broken === null || isTold) return verdict;
  const sentence =
    broken === ""
      ? "The list of files at the zip's end is not as it was made."
      : `${broken}: its entry in the zip is not as it was made; a byte of it was changed, or the bundle was packed again.`;
  return { ...verdict, faults: [...verdict.faults, sentence] };
}

const savedEventsSchema = z.strictObject({ contractId: z.string(), events: z.array(bundledEventSchema) });
const savedOrderSchema = z.object({ rows: z.array(z.object({ seq: z.number() })) });
const savedPeopleSchema = z.array(z.object({ id: z.string(), name: z.string() }));
const savedRecordSchema = z.object({ textHash: z.string().nullable() });
const savedTrailSchema = z.array(eventBodySchema.pick({ seq: true, kind: true, facts: true }));

/** One bundle, file by file. */
class BundleCheck {
  private readonly files: ReadonlyMap<string, Uint8Array>;
  private readonly faults: string[] = [];
  private readonly damaged = new Set<string>();

  constructor(files: ReadonlyMap<string, Uint8Array>) {
    this.files = files;
  }

  run(): BundleVerdict {
    const bytes = this.files.get(MANIFEST_FILE) ?? new Uint8Array();
    const keyFingerprint = this.checkSignature(bytes);
    const manifest = this.readJson(MANIFEST_FILE, bundleManifestSchema);
    const manifestHash = hashHex(bytes);
    if (manifest === null) this.fault(MANIFEST_FILE, "it is no manifest of a bundle");
    else this.checkContents(manifest);
    return { faults: this.faults, manifest, manifestHash, keyFingerprint };
  }

  private fault(file: string, what: string): void {
    this.damaged.add(file);
    this.faults.push(`${file}: ${what}.`);
  }

  private checkSignature(manifest: Uint8Array): string | null {
    const signature = this.readJson(SIGNATURE_FILE, bundleSignatureSchema);
    if (signature === null) {
      this.fault(SIGNATURE_FILE, "it is no signature of a bundle");
      return null;
    }
    const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
    const given = { publicKey: bytes(signature.publicKey), signature: bytes(signature.signature) };
    const { holds, fingerprint } = checkSignature(manifest, given);
    if (fingerprint !== signature.keyFingerprint) this.fault(SIGNATURE_FILE, "its fingerprint is not that of its key");
    else if (!holds) this.fault(SIGNATURE_FILE, `it is not the signature of ${MANIFEST_FILE}; one of both was changed`);
    return fingerprint;
  }

  private checkContents(manifest: BundleManifest): void {
    this.checkFiles(manifest);
    const nameOf = this.readNames();
    const bodies = manifest.events === null ? this.readTrail() : this.checkEvents(manifest, manifest.events, nameOf);
    const rows = new Map(
      manifest.documents.map((document) => [document.id, this.checkLog(manifest, document, nameOf)]),
    );
    for (const text of manifest.texts) this.checkText(text);
    if (bodies !== null) this.checkSealed(manifest, bodies, rows);
    const record = manifest.for === "us" ? this.readJson("contract.json", savedRecordSchema) : null;
    if (record && record.textHash !== null && manifest.texts.every(({ textHash }) => textHash !== record.textHash))
      this.fault("contract.json", "the text that it calls approved is not in the bundle");
  }

  /** [CE2] The files are those of the manifest, and each is as it was. */
  private checkFiles({ files }: BundleManifest): void {
    const listed = new Set([MANIFEST_FILE, SIGNATURE_FILE, ...files.map(({ name }) => name)]);
    for (const { name, bytes, sha256: hash } of files) {
      const found = this.files.get(name);
      if (!found) this.fault(name, "it is missing");
      else if (found.length !== bytes || hashHex(found) !== hash) this.fault(name, "it is not as it was made");
    }
    for (const name of this.files.keys()) if (!listed.has(name)) this.fault(name, "it was put in");
  }

  private readJson<Value>(name: string, schema: z.ZodType<Value>): Value | null {
    const bytes = this.files.get(name);
    if (!bytes) return null;
    try {
      return schema.safeParse(JSON.parse(asText(bytes))).data ?? null;
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  }

  /** Names as the bundle gives them; `null` when it gives none that could be compared. */
  private readNames(): NameOf | null {
    const people = this.readJson("people.json", savedPeopleSchema);
    if (people === null || this.damaged.has("people.json")) return null;
    const names = new Map(people.map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? "";
  }

  private readTrail(): Pick<EventBody, "seq" | "kind" | "facts">[] | null {
    return this.readJson("trail.json", savedTrailSchema);
  }

  /** [CS4] The chain of events; what they say, or `null` where it does not hold. */
  private checkEvents(
    { contract }: BundleManifest,
    head: { readonly count: number; readonly hash: string },
    nameOf: NameOf | null,
  ): EventBody[] | null {
    const bad = (seq: number, reason: string): null => {
      this.fault(EVENTS_FILE, `event ${seq} is bad: ${reason}`);
      return null;
    };
    const saved = this.readJson(EVENTS_FILE, savedEventsSchema);
    if (saved === null) {
      const text = asText(this.files.get(EVENTS_FILE) ?? new Uint8Array());
      const line = firstDamagedLine(text, (each) => bundledEventSchema.safeParse(each).success);
      if (line !== null) return bad(line, "it cannot be read");
      this.fault(EVENTS_FILE, "it is no list of events");
      return null;
    }
    const broken = findBrokenEvent(saved.events, hashHex);
    if (broken) return bad(broken.seq, `it does not fit the event before it (${broken.reason})`);
    const bodies: EventBody[] = [];
    for (const { seq, body } of saved.events) {
      const read = readBody(body);
      if (read === null || read.seq !== seq) return bad(seq, "what it says cannot be read");
      if (read.contractId !== contract.id || saved.contractId !== contract.id)
        return bad(seq, "it is of another contract");
      bodies.push(read);
    }
    const last = saved.events.at(-1);
    if (saved.events.length < head.count) return bad(saved.events.length + 1, "it is missing");
    if (saved.events.length > head.count) return bad(head.count + 1, "it was put in");
    if ((last?.hash ?? EVENT_CHAIN_START) !== head.hash) return bad(head.count, "it is not the one of the manifest");
    if (nameOf) this.compare(filesOfEvents(bodies, nameOf), "the events");
    return bodies;
  }

  /** The log of a document, replayed; its rows, or `null` where it does not hold. */
  private checkLog(
    { texts }: BundleManifest,
    { id, folder, seq, hash }: BundledDocument,
    nameOf: NameOf | null,
  ): readonly ChainedRow[] | null {
    const file = `${folder}/log.json`;
    const bad = (row: number, reason: string): null => {
      this.fault(file, `row ${row} is bad: ${reason}`);
      return null;
    };
    const saved = readSavedLog([this.readJson(file, z.json())]);
    if (saved === null) {
      const line = firstDamagedLine(asText(this.files.get(file) ?? new Uint8Array()), isSavedRow);
      if (line !== null) return bad(line, "it cannot be read");
      this.fault(file, "it is no log");
      return null;
    }
    if (saved.documentId !== id) return bad(1, "it is of another document");
    const here = texts.filter(({ documentId }) => documentId === id);
    const verdict = verifySavedLog(
      saved,
      sha256,
      here.map((text) => text.seq),
    );
    if ("badSeq" in verdict) return bad(verdict.badSeq, verdict.reason);
    if (verdict.seq !== seq || Buffer.from(verdict.hash).toString("hex") !== hash)
      return bad(Math.min(verdict.seq, seq) + (verdict.seq === seq ? 0 : 1), "it is not the last one of the manifest");
    const misplaced =
      this.readJson(file, savedOrderSchema)?.rows.findIndex((row, index) => row.seq !== index + 1) ?? -1;
    if (misplaced !== -1) return bad(misplaced + 1, "another row stands in its place");
    for (const text of here) {
      const sealed = verdict.sealed.get(text.seq);
      if (!sealed || Buffer.from(sealed.contentHash).toString("hex") !== text.textHash) {
        bad(text.seq, `what was agreed after it is not ${text.file}`);
        continue;
      }
      this.compare(
        [
          { name: `${text.file}.json`, bytes: Buffer.from(canonicalContent(sealed.content)) },
          { name: `${text.file}.txt`, bytes: Buffer.from(contentText(withReferences(sealed.content))) },
        ],
        `what was agreed after row ${text.seq} of ${file}`,
      );
    }
    if (nameOf) this.compare(filesOfRows(folder, saved.rows, nameOf), file);
    return saved.rows;
  }

  /** A file that follows from others says what they say. */
  private compare(made: readonly { readonly name: string; readonly bytes: Uint8Array }[], source: string): void {
    for (const { name, bytes } of made) {
      const found = this.files.get(name);
      if (this.damaged.has(name) || !found || Buffer.compare(found, bytes) === 0) continue;
      this.fault(name, `it does not say what ${source} say`);
    }
  }

  /** [CE3] The file of a text has the text's hash. */
  private checkText({ file, textHash }: BundledText): void {
    const name = `${file}.json`;
    const bytes = this.files.get(name);
    if (bytes && !this.damaged.has(name) && hashHex(bytes) !== textHash)
      this.fault(name, "it is not the text that was sealed");
  }

  /** [CE3] Every text that a round or an approval names is there, at the row that it names. */
  private checkSealed(
    { texts, events }: BundleManifest,
    bodies: readonly Pick<EventBody, "seq" | "kind" | "facts">[],
    logs: ReadonlyMap<string, readonly ChainedRow[] | null>,
  ): void {
    const file = events === null ? "trail.json" : EVENTS_FILE;
    for (const { eventSeq, kind, seq, textHash, logHash, documentId } of sealedPoints(bodies)) {
      const named = texts.filter(
        (text) =>
          text.seq === seq && text.textHash === textHash && (documentId === null || text.documentId === documentId),
      );
      const what = `event ${eventSeq} is bad: `;
      if (named.length === 0) {
        this.fault(file, `${what}the text that it names (${kind}, row ${seq}) is not in the bundle`);
        continue;
      }
      const rows = named.map((text) => logs.get(text.documentId)?.[seq - 1]);
      const isThere = rows.some((row) => row && Buffer.from(row.hash).toString("hex") === logHash);
      if (logHash !== null && rows.some((row) => row) && !isThere)
        this.fault(file, `${what}row ${seq} has another hash than it names`);
    }
  }
}

function readBody(body: string): EventBody | null {
  try {
    return eventBodySchema.safeParse(JSON.parse(body)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
