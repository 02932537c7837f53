import type { DocumentId } from "@parley/base";
import { closeCodes } from "@parley/sync";
import { expect, test } from "vitest";
import { type Actor, type Answer, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";

const { scene, legal, rd } = await stageDocumentsScene(["legal", "rd"]);

interface Made {
  readonly share: { readonly id: string };
  readonly url: string;
}

const share = async (id: string, body: unknown): Promise<Made> =>
  (await legal.call("POST", `/documents/${id}/shares`, body)).body;
const remove = (id: string, shareId: string, person: Actor, by = legal): Promise<Answer> =>
  by.call("DELETE", `/documents/${id}/shares/${shareId}/people/${person.id}`);
const usersOf = async (id: string, shareId: string): Promise<{ name: string; email: string; since: string }[]> =>
  (await legal.call("GET", `/documents/${id}/shares`)).body.find((row: { id: string }) => row.id === shareId).target
    .usedBy;
const guestLink = { link: "guests", role: "edit", party: "counterparty" };

test("guests of a link are listed with the e-mail that they proved and since when", async () => {
  const id = await scene.addDocument(legal);
  const made = await share(id, guestLink);
  const mara = await scene.guest(made.url, "mara@out.example", "Mara");
  const since = new Date(scene.clock.nowMs()).toISOString();
  const tom = await scene.guest(made.url, "tom@out.example", "Tom");
  expect(await usersOf(id, made.share.id)).toEqual([
    { personId: mara.id, name: "Mara", email: "mara@out.example", since },
    {
      personId: tom.id,
      name: "Tom",
      email: "tom@out.example",
      since: new Date(scene.clock.nowMs()).toISOString(),
    },
  ]);
});

test("one guest is removed at once, also where the document is open, and the link goes on for the others", async () => {
  const id = await scene.addDocument(legal, { lines: ["words"] });
  const made = await share(id, guestLink);
  const mara = await scene.guest(made.url, "mara@one.example", "Mara");
  const tom = await scene.guest(made.url, "tom@one.example", "Tom");
  const [leaving, staying] = [await mara.socket(id), await tom.socket(id)];
  await leaving.next("hello");
  await staying.next("hello");
  const before = Date.now();
  expect((await remove(id, made.share.id, mara)).body).toEqual({ done: true });
  expect([closeCodes.accessRemoved, closeCodes.notSignedIn]).toContain((await leaving.closed).code);
  expect(Date.now() - before).toBeLessThan(1_000);
  expect((await mara.call("GET", `/documents/${id}`)).status).toBe(401);
  expect(await scene.library.findAccess(id, mara.id)).toBeNull();
  expect((await tom.call("GET", `/documents/${id}`)).body.role).toBe("edit");
  expect(staying.socket.readyState).toBe(staying.socket.OPEN);
  expect((await usersOf(id, made.share.id)).map(({ name }) => name)).toEqual(["Tom"]);
  await scene.guest(made.url, "new@one.example", "New");
  expect(await usersOf(id, made.share.id)).toHaveLength(2);
  staying.close();
});

test("a removed guest cannot come back through the same link with the same e-mail, but by a new invitation", async () => {
  const id = await scene.addDocument(legal);
  const made = await share(id, guestLink);
  const mara = await scene.guest(made.url, "mara@back.example", "Mara");
  await remove(id, made.share.id, mara);
  await expect(scene.guest(made.url, "mara@back.example", "Somebody")).rejects.toThrow("documents/removed-from-link");
  expect(await scene.library.findAccess(id, mara.id)).toBeNull();
  expect(await usersOf(id, made.share.id)).toEqual([]);
  const again = await share(id, { email: "mara@back.example", role: "view" });
  const back = await scene.guest(again.url, "mara@back.example", "Mara");
  expect(back.id).toBe(mara.id);
  expect((await back.call("GET", `/documents/${id}`)).body.role).toBe("view");
});

test("what the same guest has through another link stays", async () => {
  const [first, second] = [await scene.addDocument(legal), await scene.addDocument(legal)];
  const [one, two] = [await share(first, guestLink), await share(second, guestLink)];
  const byOne = await scene.guest(one.url, "mara@two.example", "Mara");
  const byTwo = await scene.guest(two.url, "mara@two.example", "Mara");
  await remove(first, one.share.id, byOne);
  expect((await byTwo.call("GET", `/documents/${first}`)).status).toBe(404);
  expect((await byTwo.call("GET", `/documents/${second}`)).body.role).toBe("edit");
});

test("a colleague can be removed from a link for colleagues, too", async () => {
  const id = await scene.addDocument(legal);
  const made = await share(id, { link: "company", role: "view" });
  const secret = made.url.split("/").at(-1);
  await rd.call("POST", `/links/${secret}/open`);
  await remove(id, made.share.id, rd);
  const answer = await rd.call("POST", `/links/${secret}/open`);
  expect([answer.status, answer.body.code]).toEqual([403, "documents/removed-from-link"]);
  expect((await rd.call("GET", `/documents/${id}`)).status).toBe(404);
});

test("only an owner removes, and only who came in through this link of this document", async () => {
  const [id, other] = [await scene.addDocument(legal), await scene.addDocument(legal)];
  const [made, elsewhere] = [await share(id, guestLink), await share(other, guestLink)];
  const mara = await scene.guest(made.url, "mara@rights.example", "Mara");
  await share(id, { personId: rd.id, role: "edit" });
  const refused = async (answer: Promise<Answer>): Promise<string> => (await answer).body.code;
  expect(await refused(remove(id, made.share.id, mara, rd))).toBe("documents/role-too-weak");
  expect(await refused(remove(id, made.share.id, mara, mara))).toBe("documents/role-too-weak");
  expect(await refused(remove(id, made.share.id, rd))).toBe("documents/not-in-link");
  expect(await refused(remove(id, elsewhere.share.id, mara))).toBe("documents/share-not-found");
  expect(await refused(remove(other, made.share.id, mara))).toBe("documents/share-not-found");
  expect((await mara.call("GET", `/documents/${id}`)).status).toBe(200);
});

test("who comes in while they are being removed is kept out", async () => {
  const id: DocumentId = await scene.addDocument(legal);
  const made = await share(id, guestLink);
  const mara = await scene.guest(made.url, "mara@race.example", "Mara");
  const { sql } = scene.database;
  const waiting = async (): Promise<boolean> => {
    const rows = await sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return rows.length > 0;
  };
  let coming: Promise<string> = Promise.resolve("");
  // As the removal does it, held open in the middle.
  await sql.begin(async (tx) => {
    await tx`select 1 from documents.share where id = ${made.share.id} for update`;
    await tx`delete from documents.share_use where share_id = ${made.share.id}`;
    await tx`
      insert into documents.share_removal (share_id, person_id, removed_at, removed_by)
      values (${made.share.id}, ${mara.id}, now(), ${legal.id})`;
    coming = scene.library.shares.noteUse(made.share.id, mara.id, scene.clock.nowMs()).then(() => "came in", String);
    await expect.poll(waiting).toBe(true);
  });
  expect(await coming).toContain("documents/removed-from-link");
  expect(await scene.library.findAccess(id, mara.id)).toBeNull();
});
