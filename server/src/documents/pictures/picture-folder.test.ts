import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type DocumentId, type ImageId, newId, seededRandom } from "@parley/base";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPictureFolder } from "./picture-folder.ts";

const random = seededRandom(1);
let root = "";
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "parley-pictures-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("a picture comes back as it was written, from its own document only", async () => {
  const folder = createPictureFolder(path.join(root, "a"));
  const [document, other] = [newId<"document">(random), newId<"document">(random)];
  const picture = newId<"image">(random);
  await folder.write(document, picture, Uint8Array.of(1, 2, 3));
  expect(Uint8Array.from((await folder.read(document, picture)) ?? [])).toEqual(Uint8Array.of(1, 2, 3));
  expect(await folder.read(other, picture)).toBeNull();
  expect(await readdir(path.join(root, "a", document))).toEqual([picture]);
});

test("removing takes one picture or all of a document's, and again does nothing", async () => {
  const folder = createPictureFolder(path.join(root, "b"));
  const document = newId<"document">(random);
  const [first, second] = [newId<"image">(random), newId<"image">(random)];
  await folder.write(document, first, Uint8Array.of(1));
  await folder.write(document, second, Uint8Array.of(2));
  await folder.remove(document, first);
  await folder.remove(document, first);
  expect(await folder.read(document, first)).toBeNull();
  await folder.remove(document, null);
  expect(await folder.read(document, second)).toBeNull();
});

test("a text that is no id never becomes a path", async () => {
  const folder = createPictureFolder(path.join(root, "c"));
  const document = newId<"document">(random);
  await expect(folder.read(document, "../../etc/passwd" as ImageId)).rejects.toThrow("UUID");
  await expect(folder.write(".." as DocumentId, newId<"image">(random), Uint8Array.of(1))).rejects.toThrow("UUID");
});
