import fc from "fast-check";
import { expect, test } from "vitest";
import { sniffPicture } from "./sniff-picture.ts";
import { gifBytes, jpegBytes, pngBytes, webpBytes } from "../../../../test/support/sample-pictures.ts";

test("each of the four formats is told with its size in pixels", () => {
  expect(sniffPicture(pngBytes(640, 480))).toEqual({ mediaType: "image/png", width: 640, height: 480 });
  expect(sniffPicture(gifBytes(300, 2))).toEqual({ mediaType: "image/gif", width: 300, height: 2 });
  expect(sniffPicture(jpegBytes(1024, 77))).toEqual({ mediaType: "image/jpeg", width: 1024, height: 77 });
  for (const form of ["lossy", "lossless", "extended"] as const) {
    expect(sniffPicture(webpBytes(form, 400, 301))).toEqual({ mediaType: "image/webp", width: 400, height: 301 });
  }
});

test("a jpeg's size is found behind metadata, fill bytes and a thumbnail inside the metadata", () => {
  const thumbnail = jpegBytes(1, 1);
  const metadata = [0xff, 0xe1, 0, thumbnail.length + 2, ...thumbnail];
  const bytes = Uint8Array.from([0xff, 0xd8, ...metadata, 0xff, 0xff, ...jpegBytes(800, 600).slice(3)]);
  expect(sniffPicture(bytes)).toEqual({ mediaType: "image/jpeg", width: 800, height: 600 });
});

test("whatever is no picture is none, whatever it calls itself", () => {
  const text = new TextEncoder();
  for (const imposter of [
    "",
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "GIF89a",
    "%PDF-1.7",
    "\u0089PNG",
    "BM",
  ]) {
    expect(sniffPicture(text.encode(imposter))).toBeNull();
  }
  expect(sniffPicture(Uint8Array.from([0xff, 0xd8, 0xff, 0xd9]))).toBeNull();
  expect(sniffPicture(pngBytes(0, 10))).toBeNull();
});

test("a header that is cut off anywhere is refused, and no bytes make the reader fail", () => {
  for (const whole of [pngBytes(9, 9), gifBytes(9, 9), webpBytes("lossy", 9, 9), webpBytes("extended", 9, 9)]) {
    for (let length = 0; length < 13; length++) expect(sniffPicture(whole.subarray(0, length))).toBeNull();
  }
  const heads = [[], [0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47], [0x52, 0x49, 0x46, 0x46]];
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 64 }), (head, tail) => {
      const face = sniffPicture(Uint8Array.from([...head, ...tail]));
      expect(face === null || (face.width > 0 && face.height > 0)).toBe(true);
    }),
  );
});
