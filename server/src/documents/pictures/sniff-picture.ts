/**
 * What a picture is, told by its bytes alone: name and declared type of an upload are never believed.
 * Only raster formats that browsers show without running anything; SVG is not among them.
 */

/** Media types that are stored and served. */
export const pictureTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
export type PictureType = (typeof pictureTypes)[number];

/** Type and size in pixels, as the header says. */
export interface PictureFace {
  readonly mediaType: PictureType;
  readonly width: number;
  readonly height: number;
}

/** Reads the header. Returns `null` for anything that is not one of the four formats or whose header is cut off. */
export function sniffPicture(bytes: Uint8Array): PictureFace | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const face = readPng(view) ?? readGif(view) ?? readWebp(view) ?? readJpeg(view);
  return face && face.width > 0 && face.height > 0 ? face : null;
}

function hasText(view: DataView, at: number, text: string): boolean {
  if (at + text.length > view.byteLength) return false;
  for (let index = 0; index < text.length; index++) {
    if (view.getUint8(at + index) !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** Source: PNG specification, sections 5.2 (signature) and 11.2.2 (IHDR). */
function readPng(view: DataView): PictureFace | null {
  if (view.byteLength < 33 || !hasText(view, 0, "\u0089PNG\r\n\u001a\n") || !hasText(view, 12, "IHDR")) return null;
  return { mediaType: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** Source: GIF89a specification, section 18 (logical screen descriptor). */
function readGif(view: DataView): PictureFace | null {
  if (view.byteLength < 13 || !(hasText(view, 0, "GIF87a") || hasText(view, 0, "GIF89a"))) return null;
  return { mediaType: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** Source: RFC 9649 (WebP container) and RFC 6386 section 9.1 (VP8 frame header). */
function readWebp(view: DataView): PictureFace | null {
  if (view.byteLength < 30 || !hasText(view, 0, "RIFF") || !hasText(view, 8, "WEBP")) return null;
  const mediaType = "image/webp";
  if (hasText(view, 12, "VP8 ")) {
    if (view.getUint8(23) !== 0x9d || view.getUint8(24) !== 0x01 || view.getUint8(25) !== 0x2a) return null;
    return { mediaType, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  if (hasText(view, 12, "VP8L")) {
    if (view.getUint8(20) !== 0x2f) return null;
    const bits = view.getUint32(21, true);
    return { mediaType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (!hasText(view, 12, "VP8X")) return null;
  const uint24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  return { mediaType, width: uint24(24) + 1, height: uint24(27) + 1 };
}

/** Source: ITU-T T.81, annex B: segments up to the first start-of-frame, which holds height and width. */
function readJpeg(view: DataView): PictureFace | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { mediaType: "image/jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Scan data or the end before any frame: no picture.
    if (marker === 0xda || marker === 0xd9) return null;
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += standsAlone ? 2 : 2 + view.getUint16(at + 2);
  }
  return null;
}
