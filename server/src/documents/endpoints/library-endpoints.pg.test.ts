import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Actor,
  type DocumentsScene,
  openDocumentsScene,
} from "../../../../test/scenarios/documents/documents-scene.ts";

let scene: DocumentsScene;
let legal: Actor;
let finance: Actor;
beforeAll(async () => {
  scene = await openDocumentsScene(new Hono());
  legal = await scene.colleague("legal");
  finance = await scene.colleague("finance");
});
afterAll(() => scene.close());

test("a new document is empty, its maker's, and opened by them", async () => {
  const made = await legal.call("POST", "/documents", { kind: "contract", title: "  服务合同\u0007 " });
  expect(made.status).toBe(201);
  const card = await legal.call("GET", `/documents/${made.body.id}`);
  expect(card.body).toMatchObject({ kind: "contract", title: "服务合同", role: "own", party: "ours", shareCount: 0, trashedAt: null });
  expect(card.body.openedAt).not.toBeNull();
  const text = await legal.call("GET", `/documents/${made.body.id}/text`);
  expect(text.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(text.body).toBe("");
});
