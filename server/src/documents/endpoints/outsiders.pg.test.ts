import { type DocumentId, newId } from "@parley/base";
import { beforeAll, expect, test } from "vitest";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { listEndpoints } from "../../platform/http/describe-api.ts";
import { pngBytes } from "../../../../test/support/sample-pictures.ts";

const { scene, legal } = await stageDocumentsScene(["legal"]);
let outsiders: Actor[];
beforeAll(async () => {
  const elsewhere = await scene.addDocument(legal, { title: "Elsewhere" });
  const link = (await legal.call("POST", `/documents/${elsewhere}/shares`, { link: "guests", role: "edit" })).body.url;
  outsiders = [
    await scene.colleague("finance"),
    await scene.colleague("ceo"),
    await scene.guest(link, "g@out.example", "G"),
  ];
});

const bodies: Readonly<Record<string, unknown>> = {
  "documents.shares.create": { email: "x@y.example", role: "view" },
  "documents.shares.update": { role: "view" },
  "documents.update": { title: "Mine" },
  "documents.threads.create": { text: "x" },
  "documents.threads.update": { resolved: true },
  "documents.threads.open": { confirmed: true },
  "documents.threads.reply": { text: "x" },
  "documents.threads.edit": { text: "x" },
  "documents.threads.react": { on: true },
  "documents.versions.name": { name: "Mine" },
  "documents.review.markSeen": { seq: 1, at: "2026-03-01T10:00:00.000Z" },
  "documents.circles.create": { name: "Counsel", personIds: [] },
  "documents.proposals.decide": { verdict: "accept", proposals: [{ id: "1-0", digest: "0" }] },
};
const queries: Readonly<Record<string, string>> = {
  "documents.export": "?format=markdown",
  "documents.exportReport": "?format=markdown",
};

/** Every endpoint that names a document, called for this one. */
async function callAll(actor: Actor, id: DocumentId | string, shareId: string, imageId: string) {
  const endpoints = listEndpoints({ documents: scene.app.documents.library.endpoints }).filter(({ path }) =>
    path.startsWith("/documents/{id}"),
  );
  expect(endpoints.length).toBeGreaterThan(15);
  const answers = [];
  for (const { name, method, path } of endpoints) {
    const thread = { threadId: shareId, commentId: shareId, reaction: "agree" };
    const ids = {
      id,
      shareId,
      imageId,
      noticeId: shareId,
      circleId: shareId,
      personId: legal.id,
      seq: "1",
      of: "agreed",
      a: "0",
      b: "1",
      client: "1",
      clock: "0",
      ...thread,
    };
    const address = Object.entries(ids).reduce((filled, [name, value]) => filled.replace(`{${name}}`, value), path);
    const answer =
      name === "documents.images.upload"
        ? await actor.upload(address, new File([Uint8Array.from(pngBytes(2, 2))], "x.png"))
        : await actor.call(
            method,
            `${address}${queries[name] ?? ""}`,
            bodies[name] ?? (method === "POST" ? {} : undefined),
          );
    answers.push({ name, status: answer.status, body: answer.body });
  }
  return answers;
}

test("somebody else's document answers everywhere exactly as one that does not exist", async () => {
  const id = await scene.addDocument(legal, { title: "Private", lines: ["nobody's business"] });
  const [share] = (await legal.call("GET", `/documents/${id}/shares`)).body;
  const image = (await legal.upload(`/documents/${id}/images`, new File([Uint8Array.from(pngBytes(3, 3))], "p.png")))
    .body;
  for (const outsider of outsiders) {
    const theirs = await callAll(outsider, id, share.id, image.imageId);
    const nothing = await callAll(outsider, newId(scene.random), newId(scene.random), newId(scene.random));
    expect(theirs).toEqual(nothing);
    expect(theirs.map(({ name, status, body }) => [name, status, body.code])).toEqual(
      theirs.map(({ name }) => [name, 404, "documents/not-found"]),
    );
  }
  const anonymous = await callAll(scene.nobody, id, share.id, image.imageId);
  expect(anonymous.map(({ status }) => status)).toEqual(anonymous.map(() => 401));
  expect((await legal.call("GET", `/documents/${id}`)).body).toMatchObject({
    title: "Private",
    shareCount: 0,
    trashedAt: null,
  });
  expect((await legal.call("GET", `/documents/${id}/text`)).body).toBe("nobody's business");
});

test("a guest has no versions, whatever their role: they hold what was deleted before the guest was let in", async () => {
  const id = await scene.addDocument(legal, { title: "Shared", lines: ["agreed words"] });
  const invited = await legal.call("POST", `/documents/${id}/shares`, { link: "guests", role: "edit" });
  const guest = await scene.guest(invited.body.url, "reader@out.example", "Reader");
  expect((await guest.call("GET", `/documents/${id}/text`)).status).toBe(200);
  const answers = (await callAll(guest, id, newId(scene.random), newId(scene.random))).filter(({ name }) =>
    name.startsWith("documents.versions."),
  );
  expect(answers.length).toBeGreaterThan(5);
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    answers.map(() => [403, "people/not-permitted"]),
  );
});

test("an id that is no id names no document, wherever the rest of the request is right", async () => {
  for (const id of [
    "1",
    "00000000-0000-0000-0000-00000000000G",
    "%27%20or%201=1",
    "00000000-0000-4000-8000-00000000DEAD",
  ]) {
    const answers = await callAll(legal, id, newId(scene.random), newId(scene.random));
    expect(answers.map(({ name, status, body }) => [name, status, body.code])).toEqual(
      answers.map(({ name }) => [name, 404, "documents/not-found"]),
    );
  }
  expect((await legal.call("GET", "/documents/1/log?limit=x")).body.code).toBe("request/malformed");
  expect((await legal.call("GET", "/documents/..%2f..%2fetc/text")).status).toBe(404);
});

test("a person who was made inactive has nothing from that moment, also by their token", async () => {
  const person = await scene.app.people.createPerson({ name: "Left", email: "left@parley.example" });
  const left = await scene.colleague("left");
  const id = await scene.addDocument(left);
  expect((await left.call("GET", `/documents/${id}`)).status).toBe(200);
  const admin = await scene.colleague("ceo");
  await admin.call("PATCH", `/people/${person.id}`, { active: false });
  expect(await scene.library.findAccess(id, left.id)).toBeNull();
  expect((await left.call("GET", `/documents/${id}`)).status).toBe(401);
});
