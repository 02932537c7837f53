import { type DocumentContent, canonicalContent } from "@parley/document";
import { encodeUtf8 } from "lib0/string";
import type { Sha256 } from "../chain.ts";
import { type VersionedDocument, versionContent } from "./version-tree.ts";

/** SHA-256 over the canonical form of content [CF1]. */
function hashContent(content: DocumentContent, sha256: Sha256): Uint8Array {
  return sha256(encodeUtf8(canonicalContent(content)));
}

/** What was agreed in a document after a row, and its hash: the same for whoever replays the log. */
export function hashAgreed(
  document: VersionedDocument,
  seq: number,
  sha256: Sha256,
): { readonly content: DocumentContent; readonly contentHash: Uint8Array } {
  const content = versionContent(document, seq, "agreed");
  return { content, contentHash: hashContent(content, sha256) };
}
