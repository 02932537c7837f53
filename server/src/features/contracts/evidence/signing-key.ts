/**
 * The key with which this server signs evidence bundles.
 *
 * It follows from the server's secret, so that all nodes sign with one key, and a backup that is put back signs with the same: whoever has the secret
 * can sign, and a new secret is a new key.
 */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify } from "node:crypto";

const PURPOSE = "parley:evidence-key:v1";
/** What stands before the bytes of an Ed25519 key in its usual envelopes. Source: RFC 8410. */
const PRIVATE_ENVELOPE = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_ENVELOPE = Buffer.from("302a300506032b6570032100", "hex");

export interface SigningKey {
  /** Its 32 bytes. */
  readonly publicKey: Uint8Array;
  /** SHA-256 of these, in hexadecimal. */
  readonly fingerprint: string;
  sign(bytes: Uint8Array): Uint8Array;
}

const fingerprintOf = (publicKey: Uint8Array): string => createHash("sha256").update(publicKey).digest("hex");

export function createSigningKey(secret: string): SigningKey {
  const seed = Buffer.from(hkdfSync("sha256", secret, "", PURPOSE, 32));
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_ENVELOPE, seed]), format: "der", type: "pkcs8" });
  const envelope = createPublicKey(key).export({ format: "der", type: "spki" });
  const publicKey = new Uint8Array(envelope.subarray(PUBLIC_ENVELOPE.length));
  return { publicKey, fingerprint: fingerprintOf(publicKey), sign: (bytes) => sign(null, bytes, key) };
}

/** Whether a signature over bytes is of this key; the fingerprint is that of the key. */
export function checkSignature(
  bytes: Uint8Array,
  { publicKey, signature }: { readonly publicKey: Uint8Array; readonly signature: Uint8Array },
): { readonly holds: boolean; readonly fingerprint: string } {
  const fingerprint = fingerprintOf(publicKey);
  try {
    const key = createPublicKey({ key: Buffer.concat([PUBLIC_ENVELOPE, publicKey]), format: "der", type: "spki" });
    return { holds: verify(null, bytes, key, signature), fingerprint };
  } catch {
    // Bytes that are no key.
    return { holds: false, fingerprint };
  }
}
