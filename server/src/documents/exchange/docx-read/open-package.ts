/**
 * Opens a .docx as a package of named parts.
 *
 * Invariants:
 * - What is declared is checked before anything is unpacked, what really comes out while it is unpacked.
 * - Nothing is ever written to disk, so a part's name is only a key; names that try to be paths are refused all the same.
 * - Every expected trouble is a `Refusal`.
 */
import { crc32 } from "node:zlib";
import { formatSize } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import JSZip from "jszip";
import { readZipDirectory } from "./zip-directory.ts";

/** The bounds of one package. */
const packageLimits = {
  entries: 4_000,
  /** All parts together, unpacked. */
  totalBytes: 256 * 1024 * 1024,
  /** Above `ratioFromBytes` of unpacked size an archive may not grow by more than this factor. */
  ratio: 100,
  ratioFromBytes: 32 * 1024 * 1024,
  /** One XML part, unpacked: 16 MiB is a text of some thousand pages. */
  xmlBytes: 16 * 1024 * 1024,
} as const;

/** The parts of an opened file. */
export interface DocxPackage {
  has(name: string): boolean;
  /** The part's bytes, or `null` when there is no such part. Throws refusals for damaged and for inflated parts. */
  bytes(name: string): Promise<Uint8Array | null>;
  /** The part as text (UTF-8, or UTF-16 with a byte order mark). */
  text(name: string): Promise<string | null>;
}

/** Opens the package, or throws a refusal that says why not. */
export async function openPackage(file: Uint8Array): Promise<DocxPackage> {
  refuseOle(file);
  const entries = readZipDirectory(file, packageLimits.entries);
  if (!entries) throw refuseDocument("documents/import-broken", { reason: "ZIP" });
  if (entries.length > packageLimits.entries) throw refuseDocument("documents/import-bomb");
  if (entries.some((entry) => entry.encrypted)) throw refuseDocument("documents/import-encrypted");
  const declared = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  refuseBomb(declared, file.length);
  for (const { name } of entries) {
    if (/^[\\/]|(^|[\\/])\.\.([\\/]|$)|\0|^[a-z]:/iu.test(name)) {
      throw refuseDocument("documents/import-broken", { reason: "ZIP" });
    }
  }
  const archive = await openArchive(file);
  // Part names are compared without regard to case (ECMA-376 part 2, 6.2.2.3).
  const files = new Map(
    Object.values(archive.files)
      .filter((each) => !each.dir)
      .map((each) => [each.name.toLowerCase(), each]),
  );
  const checksums = new Map(entries.map((entry) => [entry.name, entry.crc32]));
  let unpacked = 0;
  const bytes = async (name: string): Promise<Uint8Array | null> => {
    const part = files.get(name.toLowerCase());
    if (!part) return null;
    const content = await inflate(part, name, (arrived) => {
      unpacked += arrived;
      refuseBomb(unpacked, file.length);
    });
    // Without this check a damaged file would come in with wrong words.
    if (checksums.get(part.name) !== crc32(content)) throw refuseDocument("documents/import-broken", { reason: name });
    return content;
  };
  return {
    has: (name) => files.has(name.toLowerCase()),
    bytes,
    async text(name) {
      const content = await bytes(name);
      if (!content) return null;
      if (content.length > packageLimits.xmlBytes) {
        const facts = { size: formatSize(content.length), limit: formatSize(packageLimits.xmlBytes) };
        throw refuseDocument("documents/import-too-large", facts);
      }
      return decode(content, name);
    },
  };
}

/** Old .doc files and encrypted .docx files are both OLE containers; the latter hold a stream `EncryptedPackage`. */
function refuseOle(file: Uint8Array): void {
  const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  if (!signature.every((byte, index) => file[index] === byte)) return;
  const streamName = Buffer.from("EncryptedPackage", "utf16le");
  const encrypted = Buffer.from(file.buffer, file.byteOffset, file.byteLength).includes(streamName);
  throw refuseDocument(encrypted ? "documents/import-encrypted" : "documents/import-old-word");
}

function refuseBomb(unpackedBytes: number, fileBytes: number): void {
  const tooMuch = unpackedBytes > packageLimits.totalBytes;
  const tooDense = unpackedBytes > packageLimits.ratioFromBytes && unpackedBytes > fileBytes * packageLimits.ratio;
  if (tooMuch || tooDense) throw refuseDocument("documents/import-bomb");
}

async function openArchive(file: Uint8Array): Promise<JSZip> {
  try {
    return await JSZip.loadAsync(file);
  } catch {
    // JSZip throws plain errors for every kind of damage; none of them says more than this refusal.
    throw refuseDocument("documents/import-broken", { reason: "ZIP" });
  }
}

/** Unpacks one part. `arrived` is told of every piece and stops the unpacking by throwing. */
function inflate(part: JSZip.JSZipObject, name: string, arrived: (bytes: number) => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    const stream = part.nodeStream("nodebuffer");
    stream.on("data", (piece: Uint8Array) => {
      try {
        arrived(piece.length);
        pieces.push(piece);
      } catch (error) {
        stream.pause();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    stream.on("error", () => reject(refuseDocument("documents/import-broken", { reason: name })));
    stream.on("end", () => resolve(Buffer.concat(pieces)));
    stream.resume();
  });
}

function decode(content: Uint8Array, name: string): string {
  const mark = [content[0], content[1]];
  const encoding =
    mark[0] === 0xff && mark[1] === 0xfe ? "utf-16le" : mark[0] === 0xfe && mark[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    // The decoder only says "invalid"; the part's name is what helps.
    throw refuseDocument("documents/import-broken", { reason: name });
  }
}
