/** [CE2] What an evidence bundle says of itself: which files it has, of which contract, and where its chains end. */
import { parties } from "@parley/base";
import { idSchema, momentSchema } from "@parley/people";
import { z } from "zod";
import { eventAudiences } from "../trail/contract-event.ts";
import { contractStates } from "../contract-state.ts";

export const BUNDLE_FORM = "parley:evidence:v1";

/** For whom a bundle is made: `us` holds everything; `counterparty` only what the other side knows already. */
export const bundleReaders = ["us", "counterparty"] as const;
export type BundleReader = (typeof bundleReaders)[number];

export const MANIFEST_FILE = "manifest.json";
export const SIGNATURE_FILE = "signature.json";
export const EVENTS_FILE = "events.json";

const hexHash = z.string().regex(/^[0-9a-f]{64}$/u);
const count = z.number().int().min(0);

/** A text that a round, an approval or the end of a negotiation sealed: the files `<file>.txt` and `<file>.json`. */
const bundledTextSchema = z.strictObject({
  file: z.string(),
  documentId: idSchema,
  seq: count,
  textHash: hexHash,
  /** Numbers of the events that name it; in a bundle for the counterparty, of the entries of `trail.json`. */
  sealedBy: z.array(count),
});
export type BundledText = z.infer<typeof bundledTextSchema>;

/** A document with its whole log. */
const bundledDocumentSchema = z.strictObject({
  id: idSchema,
  is: z.enum(["draft", "negotiation"]),
  folder: z.string(),
  /** Its last row and that row's hash. */
  seq: count,
  hash: hexHash,
});
export type BundledDocument = z.infer<typeof bundledDocumentSchema>;

export const bundleManifestSchema = z.strictObject({
  form: z.literal(BUNDLE_FORM),
  for: z.enum(bundleReaders),
  madeAt: momentSchema,
  /** Not told to the counterparty. */
  madeBy: z.strictObject({ id: idSchema, name: z.string() }).nullable(),
  /** To the counterparty only what the negotiation is called. */
  contract: z.strictObject({
    id: idSchema.nullable(),
    number: z.string().nullable(),
    name: z.string(),
    state: z.enum(contractStates).nullable(),
  }),
  /** How many events there were and the hash of the last one; `null` in a bundle for the counterparty. */
  events: z.strictObject({ count, hash: hexHash }).nullable(),
  documents: z.array(bundledDocumentSchema),
  texts: z.array(bundledTextSchema),
  /** Every file but this one and its signature. */
  files: z.array(z.strictObject({ name: z.string(), bytes: count, sha256: hexHash })),
});
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

/** The signature over the bytes of the manifest. */
export const bundleSignatureSchema = z.strictObject({
  form: z.literal("parley:evidence-signature:v1"),
  algorithm: z.literal("Ed25519"),
  /** Base64 of the 32 bytes of the key. */
  publicKey: z.base64(),
  /** SHA-256 of these, in hexadecimal: what people compare. */
  keyFingerprint: hexHash,
  signature: z.base64(),
});
export type BundleSignature = z.infer<typeof bundleSignatureSchema>;

/** The body of an event as its hash covers it. */
export const eventBodySchema = z.strictObject({
  form: z.literal("parley:event:v1"),
  contractId: idSchema,
  seq: z.number().int(),
  atMs: z.number().int(),
  personId: idSchema.nullable(),
  party: z.enum(parties),
  kind: z.string(),
  audience: z.enum(eventAudiences),
  facts: z.record(z.string(), z.json()),
});
export type EventBody = z.infer<typeof eventBodySchema>;

/** An event as a bundle has it: what was hashed, byte for byte, and the chain. */
export const bundledEventSchema = z.strictObject({
  seq: z.number().int(),
  previousHash: hexHash,
  hash: hexHash,
  body: z.string(),
});
export type BundledEvent = z.infer<typeof bundledEventSchema>;

/**
 * JSON of which every element of the list has a line of its own, so that a damaged line still says which element it was. `head` comes before the
 * list, which is called `name`.
 */
export function jsonLines(head: Readonly<Record<string, unknown>>, name: string, list: readonly unknown[]): string {
  const before = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},`);
  return `{${before.join("")}${JSON.stringify(name)}:[\n${list.map((each) => JSON.stringify(each)).join(",\n")}\n]}\n`;
}

/** The first line of such a list, counted from 1, that is no JSON or that `isWhole` does not know; `null` for none. */
export function firstDamagedLine(text: string, isWhole: (element: unknown) => boolean): number | null {
  const lines = text.split("\n").slice(1, -2);
  const found = lines.findIndex((line, index) => {
    try {
      const isLast = index === lines.length - 1;
      return !isWhole(JSON.parse(isLast ? line : line.replace(/,$/u, "")));
    } catch {
      return true;
    }
  });
  return found === -1 ? null : found + 1;
}
