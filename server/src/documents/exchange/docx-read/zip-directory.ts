/**
 * Reads a ZIP archive's central directory without unpacking anything, so that a bomb is recognised by what it declares.
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3.12 (central directory header) and 4.3.16 (end of central directory).
 */

/** One file of the archive as the directory declares it. Sizes in bytes; a file of 4 GiB or more counts as 4 GiB. */
export interface ZipEntry {
  readonly name: string;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly encrypted: boolean;
  /** CRC-32 of the unpacked bytes. */
  readonly crc32: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endLength = 22;
const entryLength = 46;
const localSignature = 0x04034b50;
const localLength = 30;
const longestComment = 65_535;

/** The declared entries, at most `limit` + 1 of them, or `null` when this is no readable ZIP archive. */
export function readZipDirectory(bytes: Uint8Array, limit: number): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) return null;
  const directoryBytes = view.getUint32(end + 12, true);
  // Counted back from the end record: a few writers put something before the archive, which shifts all offsets.
  let at = end - directoryBytes;
  const shift = at - view.getUint32(end + 16, true);
  if (at < 0 || shift < 0) return null;
  const decoder = new TextDecoder();
  const entries: ZipEntry[] = [];
  while (at + entryLength <= end && entries.length <= limit) {
    if (view.getUint32(at, true) !== entrySignature) return null;
    const nameLength = view.getUint16(at + 28, true);
    const length = entryLength + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (at + length > end) return null;
    const name = bytes.subarray(at + entryLength, at + entryLength + nameLength);
    if (!isLocalName(bytes, view, shift + view.getUint32(at + 42, true), name)) return null;
    entries.push({
      name: decoder.decode(name),
      compressedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      crc32: view.getUint32(at + 16, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    });
    at += length;
  }
  return entries.length === 0 ? null : entries;
}

/** Every name stands twice. Where they differ the file is damaged, and a part would go missing without a word. */
function isLocalName(bytes: Uint8Array, view: DataView, at: number, name: Uint8Array): boolean {
  if (at + localLength + name.length > bytes.length || view.getUint32(at, true) !== localSignature) return false;
  if (view.getUint16(at + 26, true) !== name.length) return false;
  return name.every((byte, index) => bytes[at + localLength + index] === byte);
}

function findEnd(view: DataView): number | null {
  const lowest = Math.max(0, view.byteLength - endLength - longestComment);
  for (let at = view.byteLength - endLength; at >= lowest; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return null;
}
