/**
 * [CE1] A zip in which nothing is compressed and every byte is said by the files alone: whoever has the files can make the same zip again, so
 * that a changed byte anywhere in it, also between the files, is found. Any program opens it.
 */

/** A file of a bundle. */
export interface BundleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What was read, and the first file whose record in the zip is not as it is written; `""` for the list at its end, `null` for none. */
export interface UnpackedZip {
  readonly files: readonly BundleFile[];
  readonly broken: string | null;
}

const LOCAL = 0x0403_4b50;
const CENTRAL = 0x0201_4b50;
const END = 0x0605_4b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const VERSION = 20;
/** 1 January 1980: a zip knows no earlier day, and when a file was made is said inside. */
const DATE = 0x21;
/** What a zip of this form can hold. */
const LONGEST = 0xffff_ffff;

/** The zip of these files, in their order; their names are ASCII. Throws RangeError when it would be longer than 4 GiB. */
export function packStored(files: readonly BundleFile[]): Uint8Array<ArrayBuffer> {
  const named = files.map(({ name, bytes }) => ({ name: plainBytes(name), bytes, crc: crc32(bytes) }));
  const length = named.reduce(
    (sum, { name, bytes }) => sum + LOCAL_BYTES + CENTRAL_BYTES + 2 * name.length + bytes.length,
    END_BYTES,
  );
  if (length > LONGEST) throw new RangeError("a bundle is shorter than 4 GiB");
  const zip = new Uint8Array(length);
  const view = new DataView(zip.buffer);
  const offsets: number[] = [];
  let at = 0;
  const put = (bytes: Uint8Array): void => {
    zip.set(bytes, at);
    at += bytes.length;
  };
  const facts = (from: number, { name, bytes, crc }: (typeof named)[number]): void => {
    view.setUint16(from, VERSION, true);
    view.setUint16(from + 8, DATE, true);
    view.setUint32(from + 10, crc, true);
    view.setUint32(from + 14, bytes.length, true);
    view.setUint32(from + 18, bytes.length, true);
    view.setUint16(from + 22, name.length, true);
  };
  for (const file of named) {
    offsets.push(at);
    view.setUint32(at, LOCAL, true);
    facts(at + 4, file);
    at += LOCAL_BYTES;
    put(file.name);
    put(file.bytes);
  }
  const list = at;
  for (const [index, file] of named.entries()) {
    view.setUint32(at, CENTRAL, true);
    view.setUint16(at + 4, VERSION, true);
    facts(at + 6, file);
    view.setUint32(at + 42, offsets[index] ?? 0, true);
    at += CENTRAL_BYTES;
    put(file.name);
  }
  view.setUint32(at, END, true);
  view.setUint16(at + 8, named.length, true);
  view.setUint16(at + 10, named.length, true);
  view.setUint32(at + 12, at - list, true);
  view.setUint32(at + 16, list, true);
  return zip;
}

/** Reads such a zip; `null` for what does not begin as one. What follows a record that cannot be read is left out. */
export function unpackStored(zip: Uint8Array): UnpackedZip | null {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const files: BundleFile[] = [];
  const ends: number[] = [];
  let at = 0;
  while (at + LOCAL_BYTES <= zip.length && view.getUint32(at, true) === LOCAL) {
    const size = view.getUint32(at + 18, true);
    const from = at + LOCAL_BYTES + view.getUint16(at + 26, true);
    if (from + size > zip.length) break;
    files.push({
      name: String.fromCharCode(...zip.subarray(at + LOCAL_BYTES, from)),
      bytes: zip.subarray(from, from + size),
    });
    at = from + size;
    ends.push(at);
  }
  if (files.length === 0) return null;
  const names = files.map(({ name }) => name);
  const double = names.find((name, index) => names.indexOf(name) < index);
  return { files, broken: double ?? firstDifference(zip, files, ends) };
}

/** The file at whose record the zip first is another one than these files make. */
function firstDifference(zip: Uint8Array, files: readonly BundleFile[], ends: readonly number[]): string | null {
  const again = packStored(files);
  const length = Math.min(again.length, zip.length);
  let at = 0;
  while (at < length && again[at] === zip[at]) at += 1;
  if (at === length && again.length === zip.length) return null;
  return files[ends.findIndex((end) => at < end)]?.name ?? "";
}

const plainBytes = (name: string): Uint8Array => Uint8Array.from(name, (letter) => letter.charCodeAt(0));

const crcTable = Uint32Array.from({ length: 256 }, (_none, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  return value >>> 0;
});

/** The check sum that zips have. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffff_ffff) >>> 0;
}
