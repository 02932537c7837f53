import { must } from "@parley/base";
import { closeCodes } from "@parley/sync";
import { expect, test } from "vitest";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import type { RawSocket } from "../../../../test/support/raw-socket.ts";

const { scene, legal, rd } = await stageDocumentsScene(["legal", "rd"]);

const share = async (id: string, body: unknown): Promise<{ share: { id: string }; url: string }> => {
  const answer = await legal.call("POST", `/documents/${id}/shares`, body);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};

/** Opens a socket and waits until the door has been asked twice, so that only what comes later can close it. */
async function settle(actor: Actor, id: string): Promise<RawSocket> {
  const socket = await actor.socket(id);
  await socket.next("hello");
  await expect.poll(async () => (await actor.call("GET", `/documents/${id}`)).body.openedAt).not.toBeNull();
  return socket;
}

test("the trash closes everybody's sockets and leaves the owner's reading, and restoring lets them write again", async () => {
  const id = await scene.addDocument(legal, { lines: ["words"] });
  await share(id, { personId: rd.id, role: "edit" });
  const [mine, theirs] = [await legal.socket(id), await settle(rd, id)];
  await mine.next("hello");
  await legal.call("DELETE", `/documents/${id}`);
  expect((await theirs.closed).code).toBe(closeCodes.accessRemoved);
  await mine.next("access", (message) => message.role === "view");
  await legal.call("POST", `/documents/${id}/restore`);
  await mine.next("access", (message) => message.role === "own");
  const back = await rd.socket(id);
  expect(await back.next("hello")).toMatchObject({ role: "edit" });
  mine.close();
  back.close();
});

test("a share that comes to its end closes its sockets within a second, and no others", async () => {
  const id = await scene.addDocument(legal);
  await share(id, { personId: rd.id, role: "edit", expiresInDays: 1 });
  const guest = await scene.guest(
    (await share(id, { link: "guests", role: "comment" })).url,
    "stays@out.example",
    "Stays",
  );
  const [ending, staying] = [await settle(rd, id), await settle(guest, id)];
  scene.clock.advance(86_400_000);
  // The look that follows may have begun before; every further second brings one more.
  const nextSecond = (): number => {
    scene.clock.advance(1_000);
    return ending.socket.readyState;
  };
  await expect.poll(nextSecond).toBe(ending.socket.CLOSED);
  expect((await ending.closed).code).toBe(closeCodes.accessRemoved);
  await legal.call("GET", `/documents/${id}`);
  expect(staying.socket.readyState).toBe(staying.socket.OPEN);
  staying.close();
});

test("taking a link back closes the sockets of all who came by it, guests and colleagues", async () => {
  const id = await scene.addDocument(legal);
  const company = await share(id, { link: "company", role: "edit" });
  const guests = await share(id, { link: "guests", role: "edit", party: "counterparty" });
  await rd.call("POST", `/links/${must(company.url.split("/").at(-1), "a secret")}/open`);
  const guest = await scene.guest(guests.url, "out@out.example", "Out");
  const [colleague, outsider] = [await rd.socket(id), await guest.socket(id)];
  expect(await colleague.next("hello")).toMatchObject({ role: "edit", party: "ours" });
  expect(await outsider.next("hello")).toMatchObject({ role: "edit", party: "counterparty" });
  await legal.call("PATCH", `/documents/${id}/shares/${company.share.id}`, { role: "view" });
  await colleague.next("access", (message) => message.role === "view");
  await legal.call("DELETE", `/documents/${id}/shares/${company.share.id}`);
  expect((await colleague.closed).code).toBe(closeCodes.accessRemoved);
  await legal.call("DELETE", `/documents/${id}/shares/${guests.share.id}`);
  expect([closeCodes.accessRemoved, closeCodes.notSignedIn]).toContain((await outsider.closed).code);
});

test("leaving a department closes what only the department gave", async () => {
  const admin = await scene.colleague("ceo");
  const made = await admin.call("POST", "/departments", { name: "Projects" });
  const person = await scene.app.people.createPerson({
    name: "Mover",
    email: "mover@parley.example",
    departmentIds: [made.body.id],
  });
  const mover = await scene.colleague("mover");
  const id = await scene.addDocument(legal);
  await share(id, { departmentId: made.body.id, role: "edit" });
  const socket = await settle(mover, id);
  await admin.call("PATCH", `/people/${person.id}`, { departmentIds: [] });
  expect((await socket.closed).code).toBe(closeCodes.accessRemoved);
});

test("a socket that opens a document is remembered as its person's last visit", async () => {
  const id = await scene.addDocument(legal);
  await share(id, { personId: rd.id, role: "view" });
  expect((await rd.call("GET", `/documents/${id}`)).body.openedAt).toBeNull();
  const socket = await settle(rd, id);
  const { body } = await rd.call("GET", `/documents/${id}`);
  expect(body.openedAt).toBe(new Date(scene.clock.nowMs()).toISOString());
  socket.close();
});
