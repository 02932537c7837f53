import { readFileSync } from "node:fs";
import { Refusal } from "@parley/base";
import JSZip from "jszip";
import { expect, test } from "vitest";
import { buildDocx, wordParagraph } from "./docx-read/build-docx.ts";
import { type ImportBounds, importFile } from "./import-file.ts";
import { readFile } from "./read-file.ts";

const limitBytes = 20 * 1024 * 1024;
const nda = new Uint8Array(
  readFileSync(new URL("../../../../test/fixtures/contracts/common-paper-mutual-nda.docx", import.meta.url)),
);

/** The code of the refusal; anything but a refusal fails the test. */
async function codeOf(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.then(
    () => "no refusal",
    (reason: unknown) => reason,
  );
  if (!(error instanceof Refusal)) throw new Error(`no refusal but ${String(error)}`);
  for (const language of ["en", "zh"] as const) expect(error.sentence(language)).not.toMatch(/[{}]|undefined/u);
  return error.code.replace("documents/import-", "");
}

const refusalOf = (name: string, bytes: Uint8Array): Promise<string> => codeOf(readFile({ name, bytes, limitBytes }));
const zipOf = (files: Record<string, string | Uint8Array>): Promise<Uint8Array> => {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(files)) zip.file(name, content, { createFolders: false });
  return zip.generateAsync({ type: "uint8array", compression: "DEFLATE" });
};
const ole = (stream: string): Uint8Array =>
  new Uint8Array(
    Buffer.concat([
      Buffer.from("d0cf11e0a1b11ae1", "hex"),
      Buffer.alloc(1_000),
      Buffer.from(stream, "utf16le"),
      Buffer.alloc(500),
    ]),
  );
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** Offsets of every occurrence of a four-byte signature. */
function offsetsOf(bytes: Uint8Array, signature: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length - 4 }, (_each, at) => at).filter(
    (at) => view.getUint32(at, true) === signature,
  );
}

test("a password-protected file and an old .doc say so, whatever they are called", async () => {
  expect(await refusalOf("a.docx", ole("EncryptedPackage"))).toBe("encrypted");
  expect(await refusalOf("a.docx", ole("WordDocument"))).toBe("old-word");
  expect(await refusalOf("a.doc", ole("WordDocument"))).toBe("old-word");
});

test("an archive with encrypted entries is refused as encrypted", async () => {
  const bytes = nda.slice();
  const view = new DataView(bytes.buffer);
  for (const at of offsetsOf(bytes, 0x02014b50)) view.setUint16(at + 8, view.getUint16(at + 8, true) | 1, true);
  expect(await refusalOf("a.docx", bytes)).toBe("encrypted");
});

test("other kinds of file, empty files and files over the limit are refused", async () => {
  expect(await refusalOf("a.pdf", text("%PDF"))).toBe("unsupported");
  expect(await refusalOf("docx", text("x"))).toBe("unsupported");
  expect(await refusalOf("a.docx", new Uint8Array())).toBe("empty");
  expect(await codeOf(readFile({ name: "a.docx", bytes: nda, limitBytes: 100 }))).toBe("too-large");
});

test("a file that is no archive, a cut one and one whose bytes are damaged are refused as broken", async () => {
  expect(await refusalOf("a.docx", text("not a zip"))).toBe("broken");
  for (const part of [0.2, 0.5, 0.9, 0.999])
    expect(await refusalOf("a.docx", nda.slice(0, nda.length * part))).toBe("broken");
  const damaged = nda.slice();
  damaged.fill(0xff, 300, 6_000);
  expect(await refusalOf("a.docx", damaged)).toBe("broken");
});

test("an archive that is no Word document is refused as broken", async () => {
  expect(await refusalOf("a.docx", await zipOf({ "hello.txt": "hi" }))).toBe("broken");
  expect(await refusalOf("a.docx", await zipOf({ "word/document.xml": "<html/>" }))).toBe("broken");
  expect(await refusalOf("a.docx", await zipOf({ "word/document.xml": "<w:document" }))).toBe("broken");
  expect(
    await refusalOf("a.docx", await zipOf({ "word/document.xml": new Uint8Array([0x3c, 0xff, 0xfe, 0x80]) })),
  ).toBe("broken");
});

test("a bomb is refused by what it declares and by what really comes out", async () => {
  const bomb = await zipOf({ "word/document.xml": new Uint8Array(40 * 1024 * 1024) });
  expect(await refusalOf("a.docx", bomb)).toBe("bomb");
  const lying = bomb.slice();
  const view = new DataView(lying.buffer);
  for (const at of offsetsOf(lying, 0x02014b50)) view.setUint32(at + 24, 100, true);
  for (const at of offsetsOf(lying, 0x04034b50)) view.setUint32(at + 22, 100, true);
  expect(await refusalOf("a.docx", lying)).toBe("bomb");
  const many = Object.fromEntries(Array.from({ length: 4_100 }, (_each, index) => [`f${index}`, ""]));
  expect(await refusalOf("a.docx", await zipOf(many))).toBe("bomb");
});

test("a part that is larger than any text is refused before it is parsed", async () => {
  const paragraphs = Array.from({ length: 90_000 }, (_each, index) =>
    wordParagraph(`${index} ${(index * 7_919).toString(36)} ${"x".repeat(130)}`),
  );
  expect(await refusalOf("a.docx", await buildDocx({ body: paragraphs.join("") }))).toBe("too-large");
});

test("names that try to be paths are refused", async () => {
  for (const name of ["../evil.xml", "/etc/passwd", "word\\..\\..\\x", "C:evil"]) {
    expect(await refusalOf("a.docx", await zipOf({ [name]: "x", "word/document.xml": "<a/>" }))).toBe("broken");
  }
});

test("document types and entities are refused unread", async () => {
  const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>';
  const outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>';
  for (const xml of [laughs, outside])
    expect(await refusalOf("a.docx", await zipOf({ "word/document.xml": xml }))).toBe("forbidden-xml");
});

test("deep nesting is refused, also where closing tags are missing", async () => {
  const deep = (count: number): Promise<Uint8Array> =>
    buildDocx({
      body: `${"<w:sdt><w:sdtContent>".repeat(count)}${wordParagraph("x")}${"</w:sdtContent></w:sdt>".repeat(count)}`,
    });
  expect(await refusalOf("a.docx", await deep(5_000))).toBe("too-deep");
  expect(await refusalOf("a.docx", await zipOf({ "word/document.xml": "<a>".repeat(300_000) }))).toBe("too-deep");
  expect((await readFile({ name: "a.docx", bytes: await deep(50), limitBytes })).content.blocks).toHaveLength(1);
});

test("text that is not UTF-8, binary data and a Word file named .md are refused", async () => {
  expect(await refusalOf("a.md", new Uint8Array([0xc8, 0xcf, 0xcd, 0xac]))).toBe("not-text");
  expect(await refusalOf("a.md", new Uint8Array([0x41, 0, 0x42]))).toBe("not-text");
  expect(await refusalOf("a.md", nda)).toBe("broken");
});

test("reading is stopped when its time or its memory is over, and the next import works", async () => {
  const tables = `<w:tbl>${`<w:tr>${"<w:tc><w:p/></w:tc>".repeat(60)}</w:tr>`.repeat(4_000)}</w:tbl>`;
  const bytes = await buildDocx({ body: tables });
  const stopped = (bounds: ImportBounds): Promise<string> =>
    codeOf(importFile({ name: "a.docx", bytes, limitBytes }, bounds));
  expect(await stopped({ timeoutMs: 50, memoryMb: 1_024 })).toBe("too-long");
  expect(await stopped({ timeoutMs: 20_000, memoryMb: 40 })).toBe("bomb");
  expect((await importFile({ name: "a.docx", bytes: nda, limitBytes })).title).toBe("Standard Terms");
});

test("a refusal comes from the process of an import with its facts", async () => {
  const reading = importFile({ name: "a.docx", bytes: await zipOf({ "word/document.xml": "<a" }), limitBytes });
  await expect(reading).rejects.toMatchObject({
    code: "documents/import-broken",
    facts: { reason: "word/document.xml" },
  });
});

test("random damage to a Word file gives the whole document or a refusal, never wrong words", async () => {
  let seed = 20_260_117;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed % below;
  };
  const whole = JSON.stringify((await readFile({ name: "a.docx", bytes: nda, limitBytes })).content);
  let refused = 0;
  const read = new Set<unknown>();
  for (let round = 0; round < 150; round++) {
    const bytes = nda.slice();
    for (let change = 0; change <= random(6); change++) bytes[random(bytes.length)] = random(256);
    const outcome = await readFile({ name: "a.docx", bytes, limitBytes }).then(
      ({ content }) => JSON.stringify(content),
      (error: unknown) => error,
    );
    if (outcome instanceof Refusal) refused += 1;
    else read.add(outcome);
  }
  expect([...read]).toEqual([whole]);
  expect(refused).toBeGreaterThan(20);
});

test("a file of a few hundred kilobytes that makes more pieces than anybody may bring at once is not imported", async () => {
  const rowOf = (cell: string): string => `${`|${cell}`.repeat(300)}|\n`;
  expect(await refusalOf("wide.md", text(rowOf("a") + rowOf("-") + rowOf("b").repeat(120)))).toBe("too-many-pieces");
  expect(await refusalOf("short.md", text("a\n\n".repeat(40_000)))).toBe("too-many-pieces");
  expect(await refusalOf("struck.md", text("~~a~~ b ".repeat(30_000)))).toBe("too-many-pieces");
  const { content } = await readFile({ name: "long.md", bytes: text("a\n\n".repeat(20_000)), limitBytes });
  expect(content.blocks).toHaveLength(20_000);
});
