/** [CE2] Files become a bundle: a manifest that names every one with its hash, a signature over it, and a zip around all. */
import { createHash } from "node:crypto";
import {
  type BundleFile,
  type BundleManifest,
  type BundleSignature,
  BUNDLE_FORM,
  MANIFEST_FILE,
  SIGNATURE_FILE,
  packStored,
} from "@parley/contracts";
import type { SigningKey } from "./signing-key.ts";

/** What a manifest says beside its files. */
export type BundleFacts = Omit<BundleManifest, "form" | "files">;

export interface SignedBundle {
  readonly zip: Uint8Array<ArrayBuffer>;
  readonly manifestHash: string;
  readonly fileCount: number;
}

/** A text as a file. */
export function textFile(name: string, text: string): BundleFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

/** A value as JSON that people can read. */
export function jsonFile(name: string, value: unknown): BundleFile {
  return textFile(name, `${JSON.stringify(value, null, 2)}\n`);
}

/** The bundle of these files. */
export function signBundle(facts: BundleFacts, files: readonly BundleFile[], key: SigningKey): SignedBundle {
  const listed = files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: hashHex(bytes) }));
  const manifest = jsonFile(MANIFEST_FILE, { form: BUNDLE_FORM, ...facts, files: listed } satisfies BundleManifest);
  const signature: BundleSignature = {
    form: "parley:evidence-signature:v1",
    algorithm: "Ed25519",
    publicKey: Buffer.from(key.publicKey).toString("base64"),
    keyFingerprint: key.fingerprint,
    signature: Buffer.from(key.sign(manifest.bytes)).toString("base64"),
  };
  const all = [manifest, jsonFile(SIGNATURE_FILE, signature), ...files];
  return { zip: packStored(all), manifestHash: hashHex(manifest.bytes), fileCount: all.length };
}

const hashHex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
