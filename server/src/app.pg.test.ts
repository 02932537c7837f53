import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeScratchFolder } from "../../test/support/scratch-folder.ts";
import { type TestServer, startTestServer } from "../../test/support/server.ts";

describe("the server", () => {
  let clientFolder: string;
  let server: TestServer;
  const script = `console.log(${JSON.stringify("parley ".repeat(400))})`;

  beforeAll(async () => {
    clientFolder = await makeScratchFolder("client");
    await mkdir(path.join(clientFolder, "assets"));
    await writeFile(path.join(clientFolder, "index.html"), "<!doctype html><title>Parley</title>");
    await writeFile(path.join(clientFolder, "assets/main-abc123.js"), script);
    server = await startTestServer({ clientFolder });
  });
  afterAll(async () => {
    await server.stop();
    await rm(clientFolder, { recursive: true });
  });

  const get = (address: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}${address}`, { headers });

  test("says that it is alive and ready, and counts requests by route", async () => {
    expect(await (await get("/healthz")).json()).toEqual({ alive: true });
    expect(await (await get("/readyz")).json()).toEqual({ ready: true });
    expect(await (await get("/metrics")).text()).toContain('route="/readyz",status="200"');
  });

  test("answers every page address with the page, which is asked for each time", async () => {
    for (const address of ["/", "/documents/1", "/invite/a-secret"]) {
      const page = await get(address);
      expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(page.headers.get("cache-control")).toBe("no-cache");
      expect(await page.text()).toContain("<title>Parley</title>");
    }
  });

  test("a page that has not changed is not sent again", async () => {
    const tag = (await get("/")).headers.get("etag") ?? "";
    expect((await get("/", { "if-none-match": tag })).status).toBe(304);
    expect((await get("/", { "if-none-match": '"other"' })).status).toBe(200);
  });

  test("hashed files are kept for good and sent packed", async () => {
    for (const encoding of ["br", "gzip"]) {
      const answer = await get("/assets/main-abc123.js", { "accept-encoding": encoding });
      expect(answer.headers.get("content-encoding")).toBe(encoding);
      expect(answer.headers.get("cache-control")).toContain("immutable");
      expect(await answer.text()).toBe(script);
    }
    const plain = await get("/assets/main-abc123.js", { "accept-encoding": "identity" });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await plain.text()).toBe(script);
  });

  test("nothing outside the client's folder is served", async () => {
    for (const address of [
      "/assets/gone.js",
      "/..%2f..%2fetc%2fpasswd.txt",
      "/%2e%2e/package.json",
      "/assets/..%5c..%5cx.js",
    ]) {
      expect((await get(address)).status).toBe(404);
    }
  });

  test("every answer forbids foreign content, frames and guessing of types", async () => {
    for (const address of ["/", "/healthz", "/api/nothing", "/assets/gone.js"]) {
      const { headers } = await get(address);
      expect(headers.get("content-security-policy")).toContain("default-src 'self'; script-src 'self';");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });

  test("a draining server is not ready, and its port closes", async () => {
    const second = await startTestServer({ clientFolder });
    const third = await second.restart();
    expect((await second.app.hono.request("/readyz")).status).toBe(503);
    await expect(fetch(`${second.url}/healthz`)).rejects.toThrow("fetch failed");
    expect((await fetch(`${third.url}/readyz`)).status).toBe(200);
    await third.stop();
  });
});
