import { readdir } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { change } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, type Answer, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { gifBytes, jpegBytes, pngBytes, webpBytes } from "../../../../test/support/sample-pictures.ts";

const { scene, legal, rd, finance } = await stageDocumentsScene(["legal", "rd", "finance"], {
  PARLEY_MAX_IMAGE_BYTES: "20000",
});
let id = "";
beforeAll(async () => {
  id = await scene.addDocument(legal);
  await legal.call("POST", `/documents/${id}/shares`, { personId: rd.id, role: "comment" });
});

const upload = (actor: Actor, bytes: Uint8Array, name = "x.png", type = "image/png"): Promise<Answer> =>
  actor.upload(`/documents/${id}/images`, new File([Uint8Array.from(bytes)], name, { type }));
const files = (): Promise<string[]> => readdir(path.join(scene.config.dataDir, "pictures", id)).catch(() => []);

test("a picture is served as what its bytes say, not as what it was called, and cannot run or be guessed", async () => {
  for (const [bytes, type] of [
    [pngBytes(40, 30), "image/png"],
    [jpegBytes(40, 30), "image/jpeg"],
    [gifBytes(40, 30), "image/gif"],
    [webpBytes("lossless", 40, 30), "image/webp"],
  ] as const) {
    const made = await upload(legal, bytes, "evil.html", "text/html");
    expect([made.status, made.body.width, made.body.height]).toEqual([201, 40, 30]);
    const got = await rd.call("GET", `/documents/${id}/images/${made.body.imageId}`);
    expect(got.bytes).toEqual(Uint8Array.from(bytes));
    expect(got.headers.get("content-type")).toBe(type);
    expect(got.headers.get("x-content-type-options")).toBe("nosniff");
    expect(got.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(got.headers.get("content-security-policy")).toContain("sandbox");
  }
});

test("what is no picture, too large a file or too many pixels is refused and not kept", async () => {
  const before = await files();
  const svg = new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`);
  const wrong: [Uint8Array, number, string][] = [
    [svg, 415, "documents/image-type"],
    [new Uint8Array(), 415, "documents/image-type"],
    [new Uint8Array(20_001), 413, "documents/image-too-large"],
    [gifBytes(20_000, 1), 413, "documents/image-too-large"],
    [gifBytes(10_000, 10_000), 413, "documents/image-too-large"],
  ];
  for (const [bytes, status, code] of wrong) {
    const answer = await upload(legal, bytes, "x.svg", "image/svg+xml");
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  }
  expect((await legal.call("POST", `/documents/${id}/images`, { file: "x" })).status).toBe(400);
  expect(await files()).toEqual(before);
});

test("who may not even propose adds no picture, and a picture of one document is not to be had through another", async () => {
  expect((await upload(rd, pngBytes(1, 1))).body.code).toBe("documents/role-too-weak");
  const { imageId } = (await upload(legal, pngBytes(5, 5))).body;
  const other = await scene.addDocument(rd);
  const crossed = await rd.call("GET", `/documents/${other}/images/${imageId}`);
  expect([crossed.status, crossed.body.code]).toEqual([404, "documents/image-not-found"]);
  const shares = (await legal.call("GET", `/documents/${id}/shares`)).body;
  await legal.call("DELETE", `/documents/${id}/shares/${shares[1].id}`);
  expect((await rd.call("GET", `/documents/${id}/images/${imageId}`)).status).toBe(404);
});

test("who may only propose adds pictures, a hundred in one document; editors have their room beside these", async () => {
  const proposed = await scene.addDocument(legal);
  await legal.call("POST", `/documents/${proposed}/shares`, { personId: finance.id, role: "suggest" });
  const file = (): File => new File([Uint8Array.from(pngBytes(2, 2))], "x.png", { type: "image/png" });
  const add = (actor: Actor): Promise<Answer> => actor.upload(`/documents/${proposed}/images`, file());
  const statuses = [];
  for (let count = 0; count < 100; count++) statuses.push((await add(finance)).status);
  expect(new Set(statuses)).toEqual(new Set([201]));
  const refused = await add(finance);
  expect([refused.status, refused.body.code]).toEqual([413, "documents/too-many-pictures"]);
  expect((await add(legal)).status).toBe(201);
  const kept = await readdir(path.join(scene.config.dataDir, "pictures", proposed));
  expect(kept).toHaveLength(101);
});

test("many uploads at once are all kept, each under an id of its own", async () => {
  const before = (await files()).length;
  const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => upload(legal, pngBytes(index + 1, 1))));
  expect(new Set(answers.map((answer) => answer.body.imageId)).size).toBe(8);
  expect(await files()).toHaveLength(before + 8);
});

test("a document that names pictures which there are not is copied without these", async () => {
  const named: string = (await upload(legal, pngBytes(6, 6))).body.imageId;
  const picture = (imageId: string | null): Y.XmlElement => {
    const element = new Y.XmlElement("image");
    if (imageId !== null) element.setAttribute("imageId", imageId);
    return element;
  };
  const nowhere = "00000000-0000-4000-8000-000000000001";
  await change(legal, id, (ydoc) => {
    const cell = new Y.XmlElement("tableCell");
    const row = new Y.XmlElement("tableRow");
    const table = new Y.XmlElement("table");
    cell.insert(0, [picture(nowhere), new Y.XmlElement("horizontalRule")]);
    row.insert(0, [cell]);
    table.insert(0, [row]);
    const blocks = [picture(nowhere), picture(named), picture(null), table, new Y.XmlElement("pageBreak")];
    ydoc.getXmlFragment("default").insert(0, blocks);
  });
  const made = await legal.call("POST", `/documents/${id}/duplicate`, {});
  expect(made.status).toBe(201);
  const socket = await legal.socket(made.body.id);
  const copy = await socket.readDocument();
  socket.close();
  const names = (copy.getXmlFragment("default").toArray() as Y.XmlElement[]).map(({ nodeName }) => nodeName);
  expect(names.slice(0, 3)).toEqual(["image", "table", "pageBreak"]);
  const again = await legal.call("POST", `/documents/${made.body.id}/duplicate`, {});
  expect(again.status).toBe(201);
});
