import { digest } from "lib0/hash/sha256";
import { encodeUtf8 } from "lib0/string";

/** Sixteen of SHA-256's bytes: nobody finds two contents with the same ones. */
const KEPT_BYTES = 16;

/**
 * A fingerprint that tells whether something changed. Whoever writes a proposal chooses what is in it, so two contents must not be made to
 * have the same one: a decision names what its maker saw by it.
 */
export function digestOf(facts: unknown): string {
  const bytes = digest(encodeUtf8(JSON.stringify(facts)));
  return Array.from(bytes.subarray(0, KEPT_BYTES), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The part of a proposal's digest that is about it alone; what follows is about all of its rivals. */
export function ownDigest(digest: string): string {
  return digest.slice(0, KEPT_BYTES * 2);
}
