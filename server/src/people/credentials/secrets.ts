import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Random } from "@parley/base";
import { tokenPrefix } from "../../platform/http/request-guard.ts";

/** A secret that cannot be guessed: 256 random bits, base64url, 43 characters. */
export function newSecret(random: Random): string {
  return Buffer.from(random.bytes(32)).toString("base64url");
}

/** A personal access token. The prefix lets people and scanners recognise one that has leaked. */
export function newTokenSecret(random: Random): string {
  return `${tokenPrefix}${newSecret(random)}`;
}

/** What is stored of a secret. A plain hash is enough for 256 random bits. */
export function hashSecret(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}

/** Six digits, each equally likely. */
export function newCode(random: Random): string {
  for (;;) {
    // The largest multiple of a million below 2^32, so that no code is likelier than another.
    const value = Buffer.from(random.bytes(4)).readUInt32BE();
    if (value < 4_294_000_000) return String(value % 1_000_000).padStart(6, "0");
  }
}

/** What is stored of a code: bound to what it proves and to the server's secret, since a million codes are soon tried. */
export function hashCode(serverSecret: string, purpose: string, code: string): Uint8Array {
  return createHmac("sha256", serverSecret).update(`${purpose}\n${code}`).digest();
}

/** Compares without telling by its duration where they differ. */
export function equalHashes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
