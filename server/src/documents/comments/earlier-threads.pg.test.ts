import type { CommentThread } from "@parley/documents";
import { expect, test } from "vitest";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";

const { scene, legal, rd } = await stageDocumentsScene(["legal", "rd"]);

interface Made {
  readonly url: string;
  readonly keptInternal: number;
  readonly share: { readonly id: string };
}

const share = async (id: string, body: object): Promise<Made> => {
  const answer = await legal.call("POST", `/documents/${id}/shares`, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};
const invite = (id: string, email: string, more: object = {}): Promise<Made> =>
  share(id, { email, role: "comment", ...more });
const comment = async (actor: Actor, id: string, text: string): Promise<CommentThread> => {
  scene.clock.advance(1_000);
  const answer = await actor.call("POST", `/documents/${id}/threads`, { text });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};
/** Every thread that somebody sees, by its first comment, with who else does. */
const seenBy = async (actor: Actor, id: string): Promise<string[]> =>
  (await actor.call("GET", `/documents/${id}/threads`)).body.threads.map(
    ({ comments, audience }: CommentThread) => `${comments[0]?.text}: ${audience}`,
  );
const askedFor = async (id: string): Promise<number> =>
  (await legal.call("GET", `/documents/${id}/earlier-threads`)).body.count;

/** A contract on which two colleagues have talked. */
async function discussed(): Promise<string> {
  const id = await scene.addDocument(legal, { title: "Supply", lines: ["The price is 100."] });
  await share(id, { personId: rd.id, role: "comment" });
  await comment(legal, id, "We can go to 80");
  await comment(rd, id, "Rather 85");
  return id;
}

test("what colleagues have said becomes internal when the first outsider is invited, and is noted", async () => {
  const id = await discussed();
  const page = await rd.socket(id);
  await page.next("hello");
  expect(await askedFor(id)).toBe(2);
  const made = await invite(id, "first@partner.example");
  expect(made.keptInternal).toBe(2);
  expect(await page.next("news")).toMatchObject({ topic: "comments" });
  const guest = await scene.guest(made.url, "first@partner.example", "Guest");
  expect(await seenBy(guest, id)).toEqual([]);
  expect(await seenBy(rd, id)).toEqual(["We can go to 80: internal", "Rather 85: internal"]);
  const record = (await legal.call("GET", `/documents/${id}/comment-record`)).body;
  expect(record.map(({ act, by }: { act: string; by: { id: string } }) => [act, by.id])).toEqual([
    ["keptInternal", legal.id],
    ["keptInternal", legal.id],
  ]);
  page.close();
});

test("they stay visible where whoever shares says so", async () => {
  const id = await discussed();
  const made = await invite(id, "shown@partner.example", { earlierThreads: "everyone" });
  expect(made.keptInternal).toBe(0);
  const guest = await scene.guest(made.url, "shown@partner.example", "Guest");
  expect(await seenBy(guest, id)).toEqual(["We can go to 80: everyone", "Rather 85: everyone"]);
});

test("the second outsider changes nothing, and neither does a colleague or a department", async () => {
  const id = await discussed();
  await share(id, { link: "company", role: "view" });
  expect(await askedFor(id)).toBe(2);
  const first = await invite(id, "one@partner.example", { earlierThreads: "everyone" });
  expect(await askedFor(id)).toBe(0);
  expect((await invite(id, "two@partner.example")).keptInternal).toBe(0);
  expect(await seenBy(await scene.guest(first.url, "one@partner.example", "Guest"), id)).toHaveLength(2);
});

test("what an outsider took part in, and what was shown to everyone on purpose, stays as it is when others come later", async () => {
  const id = await discussed();
  const first = await invite(id, "early@partner.example");
  const early = await scene.guest(first.url, "early@partner.example", "Guest");
  await comment(early, id, "What about 90?");
  const opened = await comment(legal, id, "Asked on purpose");
  await legal.call("POST", `/documents/${id}/threads/${opened.id}/open`, { confirmed: true });
  await legal.call("DELETE", `/documents/${id}/shares/${first.share.id}`);
  await comment(rd, id, "They are gone");
  expect(await askedFor(id)).toBe(1);
  const later = await share(id, { link: "guests", role: "comment" });
  expect(later.keptInternal).toBe(1);
  const guest = await scene.guest(later.url, "later@partner.example", "Guest");
  expect(await seenBy(guest, id)).toEqual(["What about 90?: everyone", "Asked on purpose: everyone"]);
});
