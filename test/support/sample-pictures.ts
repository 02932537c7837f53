/**
 * The smallest files that say what they are: headers of a picture of the given size. Made for tests, which need pictures
 * of any size without files.
 */
import { deflateSync } from "node:zlib";

const latin = (text: string): Buffer => Buffer.from(text, "latin1");

/** A whole, valid PNG: one colour, grey. */
export function pngBytes(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const row = Math.ceil(width / 8) + 1;
  const pixels = deflateSync(Buffer.alloc(row * Math.min(height, 1_000)));
  return Buffer.concat([
    latin("\u0089PNG\r\n\u001a\n"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", pixels),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([latin(type), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Source: PNG specification, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

export function gifBytes(width: number, height: number): Uint8Array {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(height, 2);
  return Buffer.concat([latin("GIF89a"), size, Buffer.from([0, 0, 0, 0x3b])]);
}

export function jpegBytes(width: number, height: number): Uint8Array {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xdb, 0, 3, 0]), frame, Buffer.from([0xff, 0xd9])]);
}

export function webpBytes(form: "lossy" | "lossless" | "extended", width: number, height: number): Uint8Array {
  const body = Buffer.alloc(14);
  if (form === "lossy") {
    body.set([0x9d, 0x01, 0x2a], 7);
    body.writeUInt16LE(width, 10);
    body.writeUInt16LE(height, 12);
  } else if (form === "lossless") {
    body[4] = 0x2f;
    body.writeUInt32LE((width - 1) | ((height - 1) << 14), 5);
  } else {
    body.writeUIntLE(width - 1, 8, 3);
    body.writeUIntLE(height - 1, 11, 3);
  }
  const type = { lossy: "VP8 ", lossless: "VP8L", extended: "VP8X" }[form];
  return Buffer.concat([latin("RIFF"), Buffer.alloc(4), latin("WEBP"), latin(type), body]);
}
