import type { DocumentId } from "@parley/base";
import { expect, test } from "vitest";
import { createOriginSeal } from "./origin-seal.ts";

const documentId = "0192aaaa-0000-7000-8000-000000000001" as DocumentId;
const seal = createOriginSeal("a secret of this server, long enough");

test("a seal opens to what was sealed, fits into a file's property and names the document to nobody", () => {
  const text = seal.seal({ documentId, seq: 412 });
  expect(seal.open(text)).toEqual({ documentId, seq: 412 });
  expect(text).toMatch(/^[\w-]{60,250}$/);
  expect(seal.seal({ documentId, seq: 412 })).not.toBe(text);
  expect(Buffer.from(text, "base64url").toString("latin1")).not.toContain("0192aaaa");
});

test("what was changed, cut, made up or sealed by another server opens to nothing", () => {
  const text = seal.seal({ documentId, seq: 412 });
  const bytes = Buffer.from(text, "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const forged = Buffer.from(bytes);
    forged[at] = (forged[at] ?? 0) ^ 1;
    expect(seal.open(forged.toString("base64url"))).toBeNull();
    expect(seal.open(bytes.subarray(0, at).toString("base64url"))).toBeNull();
  }
  const other = createOriginSeal("the secret of another server, also long");
  for (const made of [
    "",
    "x",
    "漢字",
    `${documentId} 412`,
    text + text,
    "A".repeat(5_000),
    other.seal({ documentId, seq: 412 }),
  ])
    expect(seal.open(made)).toBeNull();
});
