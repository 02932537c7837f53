import { PROPOSALS_NAME } from "@parley/document";
import { updateFlags } from "@parley/sync";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { change, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { LetterStore, type StoredLetter } from "../../platform/mail/letter-store.ts";

const { scene, legal, rd, finance } = await stageDocumentsScene(["legal", "rd", "finance"]);

/** Letters about mentions in the text of this document, oldest first. */
const lettersOf = async (id: string): Promise<StoredLetter[]> =>
  (await new LetterStore(scene.database.sql).listUndelivered(1_000))
    .filter(({ text }) => text.includes(`/documents/${id}\n`) && /mentioned you in|中提到了您/.test(text))
    .toReversed();
const recipients = async (id: string): Promise<string[]> => (await lettersOf(id)).map(({ recipient }) => recipient);

const share = async (id: string, body: object): Promise<string> =>
  (await legal.call("POST", `/documents/${id}/shares`, body)).body.url;

const mention = (by: Actor, id: string, whom: readonly Pick<Actor, "id">[], at = 0): Promise<unknown> =>
  change(by, id, (ydoc) => {
    for (const { id: personId } of whom)
      textAt(ydoc, at).insert(textAt(ydoc, at).length, "@you", { mention: { personId } });
    textAt(ydoc, at).insert(textAt(ydoc, at).length, " please", { mention: null });
  });
/** Typing pauses, and the page's words have been noted. */
async function pause(id: string, words: string): Promise<void> {
  scene.clock.advance(3_000);
  const found = async (): Promise<boolean> =>
    (await legal.call("GET", `/documents?view=all&search=${encodeURIComponent(words)}`)).body.documents.some(
      (each: { id: string }) => each.id === id,
    );
  await expect.poll(found).toBe(true);
}

test("whoever is mentioned in a text is told by letter once typing pauses: who may open it, in their language, and not of their own", async () => {
  const id = await scene.addDocument(legal, { title: "Supply", lines: ["Price: "] });
  await share(id, { personId: rd.id, role: "comment" });
  await mention(legal, id, [rd, finance, legal]);
  expect(await recipients(id)).toEqual([]);
  await pause(id, "@you@you@you");
  await expect.poll(() => recipients(id)).toEqual([rd.email]);
  const [letter] = await lettersOf(id);
  expect(letter).toMatchObject({ subject: "林岚在“Supply”中提到了您", language: "zh" });
  expect(letter?.text).toContain("    Price: @you@you@you please");
});

test("who is mentioned again within ten minutes receives no second letter, and a mention that is gone by then none", async () => {
  const id = await scene.addDocument(legal, { title: "Terms", lines: ["First: ", "Second: "] });
  await share(id, { personId: rd.id, role: "edit" });
  const url = await share(id, { email: "mei@partner.example", role: "edit" });
  const guest = await scene.guest(url, "mei@partner.example", "Mei");
  await change(legal, id, (ydoc) => textAt(ydoc, 0).insert(7, "@Mei", { mention: { personId: guest.id } }));
  await change(legal, id, (ydoc) => textAt(ydoc, 0).delete(0, textAt(ydoc, 0).length));
  await mention(legal, id, [rd], 1);
  await pause(id, "Second: @you please");
  await expect.poll(() => recipients(id)).toEqual([rd.email]);
  await mention(guest, id, [rd], 1);
  await pause(id, "please@you please");
  scene.clock.advance(10 * 60_000);
  await mention(guest, id, [rd], 1);
  await pause(id, "please@you please@you please");
  await expect.poll(() => recipients(id)).toEqual([rd.email, rd.email]);
  expect((await lettersOf(id))[1]?.subject).toBe("Mei在“Terms”中提到了您");
});

describe("a mention that is only proposed", () => {
  let names = 0;
  /** As the editor proposes it in agreed text: words that wait, and a record that they are to mention somebody. */
  const proposeMention = (by: Actor, id: string, whom: Actor): Promise<void> =>
    change(
      by,
      id,
      (ydoc) => {
        const words = textAt(ydoc, 0);
        const clock = Y.getState(ydoc.store, ydoc.clientID);
        words.insert(words.length, "@you please");
        const value = { personId: whom.id };
        const ids = [[ydoc.clientID, clock, 4]];
        ydoc.getMap(PROPOSALS_NAME).set(`${by.id}:${++names}`, { do: "format", ids, mark: "mention", value });
      },
      { flags: updateFlags.propose },
    );
  const accept = async (id: string): Promise<void> => {
    const { body } = await legal.call("GET", `/documents/${id}/proposals`);
    const proposals = (body as { id: string; digest: string }[]).map(({ id: each, digest }) => ({ id: each, digest }));
    expect((await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals })).status).toBe(201);
  };
  const newDocument = async (title: string): Promise<string> => {
    const id = await scene.addDocument(legal, { title, lines: ["Price: "] });
    await share(id, { personId: rd.id, role: "view" });
    await share(id, { personId: finance.id, role: "suggest" });
    return id;
  };

  test("is told once, as proposed, and not again when it is accepted", async () => {
    const id = await newDocument("Proposed");
    await proposeMention(finance, id, rd);
    await pause(id, "@you please");
    await expect.poll(() => recipients(id)).toEqual([rd.email]);
    expect((await lettersOf(id))[0]?.text).toMatch(/proposed change|修改建议/);
    scene.clock.advance(20 * 60_000);
    await accept(id);
    await change(legal, id, (ydoc) => textAt(ydoc, 0).insert(0, "Last "));
    await pause(id, "Last Price");
    expect(await recipients(id)).toEqual([rd.email]);
  });

  test("is told as one in the text where it is accepted at once, and by no letter where it is taken back at once", async () => {
    const accepted = await newDocument("Accepted");
    await proposeMention(finance, accepted, rd);
    await accept(accepted);
    await pause(accepted, "@you please");
    await expect.poll(() => recipients(accepted)).toEqual([rd.email]);
    expect((await lettersOf(accepted))[0]?.text).toMatch(/in the text|正文/);

    const withdrawn = await newDocument("Withdrawn");
    await proposeMention(finance, withdrawn, rd);
    await change(finance, withdrawn, (ydoc) => {
      for (const key of ydoc.getMap(PROPOSALS_NAME).keys()) ydoc.getMap(PROPOSALS_NAME).delete(key);
    });
    await pause(withdrawn, "@you please");
    expect(await recipients(withdrawn)).toEqual([]);
  });
});
