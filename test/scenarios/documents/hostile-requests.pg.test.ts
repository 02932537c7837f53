/** A program with somebody's token that asks for what is not theirs: it is refused, and on record for the document's owner [GA4]. */
import { newId, seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import { announceRequest } from "../../support/announce-request.ts";
import { Page, stageContractScene } from "./contract-scene.ts";

const { company, lin, mara, osei, mallory, newContract, textOf, refusedIn } = await stageContractScene();
const eve = await company.colleague("Eve");
const random = seededRandom(14);
const someId = (): string => newId<"thread">(random);

/** What the trail tells, each as one line with its number; a stretch of time may end between two. */
async function trailOf(id: string): Promise<Record<string, number>> {
  const told = new Map<string, number>();
  for (const { person, role, act, code, ordinary, count } of await refusedIn(id)) {
    const line = [person.name, role ?? "no role", act, code, ordinary ? "as happens" : "tried"].join(", ");
    told.set(line, (told.get(line) ?? 0) + count);
  }
  return Object.fromEntries(told);
}

type Ask = readonly [method: string, path: string, body?: unknown];

const comment = { text: "The secret margin is 40 %.", anchor: { type: "document" } };

async function newThread(
  by: typeof lin,
  id: string,
): Promise<{ readonly id: string; readonly comments: { id: string }[] }> {
  const made = await by.call("POST", `/documents/${id}/threads`, comment);
  expect(made.status).toBe(201);
  return made.body;
}

describe("requests that nobody's page makes", () => {
  const asks: [string, string, (id: string) => Promise<Ask> | Ask][] = [
    ["restores a version", "restoration, role, tried", (id) => ["POST", `/documents/${id}/versions/1/restore`, {}]],
    ["names a version", "document, role, tried", (id) => ["POST", `/documents/${id}/versions`, { name: "Agreed" }]],
    ["renames the document", "document, role, tried", (id) => ["PATCH", `/documents/${id}`, { title: "Mine" }]],
    ["throws the document away", "document, role, tried", (id) => ["DELETE", `/documents/${id}`]],
    [
      "makes themselves owner",
      "sharing, role, tried",
      (id) => ["POST", `/documents/${id}/shares`, { personId: mallory.id, role: "own" }],
    ],
    [
      "lets a link in",
      "sharing, role, tried",
      (id) => ["POST", `/documents/${id}/shares`, { link: "guests", role: "edit" }],
    ],
    ["takes somebody's share away", "sharing, role, tried", (id) => ["DELETE", `/documents/${id}/shares/${someId()}`]],
    [
      "makes somebody the owner of it",
      "sharing, role, tried",
      (id) => ["POST", `/ownerless-documents/${id}/owner`, { personId: mallory.id }],
    ],
    ["reads the log", "reading, role, as happens", (id) => ["GET", `/documents/${id}/log`]],
    ["reads the record of comments", "reading, role, as happens", (id) => ["GET", `/documents/${id}/comment-record`]],
    [
      "edits somebody else's comment",
      "comment, not-yours, tried",
      async (id) => {
        const thread = await newThread(lin, id);
        return ["PATCH", `/documents/${id}/threads/${thread.id}/comments/${thread.comments[0]?.id}`, { text: "Mine" }];
      },
    ],
    [
      "deletes somebody else's comment",
      "comment, not-yours, tried",
      async (id) => {
        const thread = await newThread(lin, id);
        return ["DELETE", `/documents/${id}/threads/${thread.id}/comments/${thread.comments[0]?.id}`];
      },
    ],
    [
      "assigns a comment to somebody outside",
      "comment, person-not-here, as happens",
      (id) => ["POST", `/documents/${id}/threads`, { ...comment, assigneeId: eve.id }],
    ],
    [
      "begins a comment in a circle of others",
      "comment, not-found, tried",
      (id) => ["POST", `/documents/${id}/threads`, { ...comment, circleId: someId() }],
    ],
    [
      "joins a circle of others",
      "comment, not-found, tried",
      async (id) => {
        const circle = { name: "Counsel", personIds: [lin.id] };
        const { id: circleId } = (await lin.call("POST", `/documents/${id}/circles`, circle)).body as { id: string };
        return ["PATCH", `/documents/${id}/circles/${circleId}`, { add: [mallory.id] }];
      },
    ],
    [
      "settles a comment that there is not",
      "comment, not-found, tried",
      (id) => ["PATCH", `/documents/${id}/threads/${someId()}`, { resolved: true }],
    ],
    [
      "sends a comment that is none",
      "message, malformed, tried",
      (id) => ["POST", `/documents/${id}/threads`, { text: { $gt: "" }, anchor: { type: "document" } }],
    ],
  ];

  test.each(asks)("[GA4] who %s is refused, and it is on record without a word of it", async (_what, line, ask) => {
    const id = await newContract("The price is 100 euros.");
    const [method, path, body] = await ask(id);
    const answer = await mallory.call(method, path, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await trailOf(id)).toEqual({ [`Mallory, suggest, ${line}`]: 1 });
    expect(JSON.stringify(await refusedIn(id))).not.toMatch(/margin|Mine|Counsel|euros/);
    expect(await textOf(id, "agreed")).toBe("The price is 100 euros.");
  });

  test("[GA4] whoever may only read leaves a trace of each comment that they try to write, and honest mistakes leave none", async () => {
    const id = await newContract("fee");
    await lin.call("POST", `/documents/${id}/shares`, { personId: eve.id, role: "view" });
    const thread = await newThread(lin, id);
    const at = `/documents/${id}/threads/${thread.id}`;
    const first = `${at}/comments/${thread.comments[0]?.id}`;
    const tries: Ask[] = [
      ["POST", `/documents/${id}/threads`, comment],
      ["POST", `${at}/comments`, { text: "Yes" }],
      ["PATCH", at, { resolved: true }],
      ["PUT", `${first}/reactions/agree`],
      ["POST", `/documents/${id}/circles`, { name: "Ours", personIds: [] }],
    ];
    const codes = await Promise.all(tries.map(async (ask) => ((await eve.call(...ask)).body as { code: string }).code));
    const refusals = codes.filter((code) => code === "documents/role-too-weak").length;
    expect(refusals).toBeGreaterThanOrEqual(4);
    // A comment deleted meanwhile, a text that is too long, a version named by nobody's fault.
    expect((await osei.call("POST", `${at}/comments`, { text: "Yes" })).status).toBe(201);
    expect((await lin.call("DELETE", first)).status).toBe(200);
    expect((await mara.call("PATCH", first, { text: "Late" })).status).toBe(404);
    expect((await mara.call("POST", `${at}/comments`, { text: "x".repeat(100_000) })).status).toBe(400);
    expect(await trailOf(id)).toMatchObject({ "Eve, view, comment, role, tried": refusals });
    expect(Object.keys(await trailOf(id)).filter((line) => line.startsWith("Mara"))).toEqual([]);
  });

  test("[GA4] a restoration of what there is not, and one that others were faster than, are told apart", async () => {
    const id = await newContract("fee");
    expect((await osei.call("POST", `/documents/${id}/versions/9999/restore`, {})).status).toBe(404);
    expect((await osei.call("POST", `/documents/${id}/versions/1/restore`, { ifLast: 1 })).status).toBe(409);
    expect(await trailOf(id)).toEqual({
      "Osei, edit, restoration, unknown, tried": 1,
      "Osei, edit, restoration, stale, as happens": 1,
    });
  });

  test("[GA4] who has no access leaves two rows at most, whatever they try and however often; of no document nothing is kept", async () => {
    const id = await newContract("fee");
    const socket = await eve.socket(id);
    expect((await socket.closed).code).toBe(4404);
    for (let round = 0; round < 3; round++) {
      for (const path of ["", "/text", "/log", "/threads", "/versions"])
        expect((await eve.call("GET", `/documents/${id}${path}`)).status).toBe(404);
      expect((await eve.call("POST", `/documents/${id}/versions/1/restore`, {})).status).toBe(404);
      expect((await eve.call("POST", `/documents/${id}/threads`, comment)).status).toBe(404);
      expect((await eve.call("POST", `/documents/${id}/threads`, { text: 7 })).status).toBe(400);
      expect((await eve.call("GET", `/documents/${someId()}/text`)).status).toBe(404);
    }
    expect(await trailOf(id)).toEqual({
      "Eve, no role, reading, no-access, as happens": 16,
      "Eve, no role, document, no-access, tried": 9,
    });
    expect((await refusedIn(id)).length).toBeLessThanOrEqual(4);
  });

  test("[GA4] a document in the trash is no secret to whom it was shared with: asking for it is no attempt", async () => {
    const id = await newContract("fee");
    expect((await lin.call("DELETE", `/documents/${id}`)).status).toBe(200);
    expect((await mara.call("GET", `/documents/${id}/text`)).status).toBe(404);
    await (
      await mara.socket(id)
    ).closed;
    expect((await lin.call("POST", `/documents/${id}/restore`)).status).toBe(200);
    expect(await trailOf(id)).toEqual({});
  });
});

describe("messages that are too large", () => {
  test("[GA4] one on a socket, and one as a request, are on record with what they announce", async () => {
    const id = await newContract("fee");
    const page = await Page.open(mallory, id);
    page.socket.send(new Uint8Array(9 * 2 ** 20));
    expect((await page.socket.closed).code).toBe(1009);
    expect(await refusedIn(id)).toMatchObject([
      { person: { id: mallory.id }, act: "message", code: "message-too-large", ordinary: true, sizeBytes: 9 * 2 ** 20 },
    ]);
    const sizeBytes = 10 * 2 ** 20;
    const threads = `${company.server.url}/api/documents/${id}/threads`;
    expect(await announceRequest(threads, { token: mallory.token, sizeBytes })).toBe(413);
    const largest = (await refusedIn(id)).map((attempt) => attempt.sizeBytes ?? 0);
    expect(Math.max(...largest)).toBe(sizeBytes);
    expect(await trailOf(id)).toEqual({ "Mallory, suggest, message, message-too-large, as happens": 2 });
  });
});
