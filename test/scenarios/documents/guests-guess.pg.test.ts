/** [LI9] A guest who writes what may have stood somewhere before they came learns by no message whether it did. */
import { must } from "@parley/base";
import { PROPOSALS_NAME, type ProposalRecord } from "@parley/document";
import { encodeParleyUpdateFrame, encodeUpdateFrame, updateFlags } from "@parley/sync";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { alsoDeleting } from "../../../packages/core/history/src/lineage/also-deleting.ts";
import { type Actor, stageDocumentsScene } from "./documents-scene.ts";

const { scene, legal } = await stageDocumentsScene(["legal"]);

const textOf = (ydoc: Y.Doc): Y.XmlText =>
  must(ydoc.getXmlFragment("default").get(0) as Y.XmlElement, "a paragraph").get(0) as Y.XmlText;
const words = async (id: string): Promise<string> => (await legal.call("GET", `/documents/${id}/text`)).body;

/** Sends one update over a line of its own, made of the document as it is, and tells what was answered. */
async function sendOnce(
  actor: Actor,
  id: string,
  make: (ydoc: Y.Doc) => Uint8Array,
  how: {
    readonly base?: number;
    readonly flags?: number;
    readonly isStock?: boolean;
    readonly isAnswer?: boolean;
  } = {},
): Promise<string> {
  const line = await actor.socket(id);
  const { clientId, seq } = await line.next("hello");
  const ydoc = await line.readDocument();
  ydoc.clientID = clientId;
  const { base = seq, flags = 0, isStock = false, isAnswer = false } = how;
  const update = make(ydoc);
  line.send(isStock ? encodeUpdateFrame(update, isAnswer) : encodeParleyUpdateFrame(base, flags, update));
  const answers = ({ type }: { readonly type: string }): boolean => type === "saved" || type === "refused";
  await expect.poll(() => line.received.some(answers)).toBe(true);
  const answer = must(line.received.find(answers), "an answer");
  line.close();
  return answer.type === "refused" ? answer.code : answer.type;
}

const edit =
  (task: (ydoc: Y.Doc) => void) =>
  (ydoc: Y.Doc): Uint8Array => {
    const before = Y.encodeStateVector(ydoc);
    ydoc.transact(() => task(ydoc));
    return Y.encodeStateAsUpdate(ydoc, before);
  };
const write = (guess: string) => edit((ydoc) => textOf(ydoc).insert(13, guess));

/** "4711 " is cut out of a document, some time before a guest comes who may edit it, and bears these ids. */
async function cutBefore(
  email: string,
  beforeMs = 60_000,
): Promise<{ id: string; guest: Actor; gone: { client: number; clock: number } }> {
  const id = await scene.addDocument(legal, { lines: ["The price is 4711 euros."] });
  const { body } = await legal.call("POST", `/documents/${id}/shares`, { link: "guests", role: "edit" });
  let gone = { client: 0, clock: 0 };
  const guest = await scene.guest(body.url, email, "Mei", async () => {
    const cut = edit((ydoc) => {
      const { client, clock } = must(textOf(ydoc)._start, "the words").id;
      gone = { client, clock: clock + 13 };
      textOf(ydoc).delete(13, 5);
    });
    expect(await sendOnce(legal, id, cut)).toBe("saved");
    scene.clock.advance(beforeMs);
  });
  return { id, guest, gone };
}

test("naming what is gone as deleted, as of before they came, takes nothing of their guess away", async () => {
  const { id, guest, gone } = await cutBefore("deletes@elsewhere.example");
  const clocks = [0, 1, 2, 3, 4].map((at) => gone.clock + at);
  const naming = (): Uint8Array => alsoDeleting(Y.encodeStateAsUpdate(new Y.Doc()), gone.client, clocks);
  const left: string[] = [];
  for (const guess of ["4712 ", "4711 "]) {
    await sendOnce(guest, id, write(guess));
    // Known already, and known with words beside it.
    await sendOnce(guest, id, naming, { base: 1 });
    const beside = (ydoc: Y.Doc): Uint8Array => alsoDeleting(write("~")(ydoc), gone.client, clocks);
    await sendOnce(guest, id, beside, { base: 0 });
    left.push(await words(id));
    await sendOnce(
      guest,
      id,
      edit((ydoc) => textOf(ydoc).delete(13, 6)),
    );
  }
  expect(left).toEqual(["The price is ~4712 euros.", "The price is ~4711 euros."]);
  const { body } = await legal.call("GET", `/documents/${id}/log`);
  const rows = body.rows as { by: { id: string }; kind: string; baseSeq: number | null }[];
  expect(rows.filter(({ kind }) => kind === "forward")).toEqual([]);
  // What is kept is what was gone by, so that reading the log again gives the same.
  expect(rows.slice(2).map(({ baseSeq }) => baseSeq)).toEqual([2, 2, 4, 5, 2, 7]);
});

/** What a stock editor sends: nothing says what it had seen. */
const stock = { isStock: true, isAnswer: false };

test.each([
  ["typed", false],
  ["an answer to the state vector", true],
])("nor does it where a stock editor does so a moment after they had gone (%s)", async (how, isAnswer) => {
  const { id, guest, gone } = await cutBefore(`stock-${how.length}@elsewhere.example`, 500);
  const clocks = [0, 1, 2, 3, 4].map((at) => gone.clock + at);
  const naming = (): Uint8Array => alsoDeleting(Y.encodeStateAsUpdate(new Y.Doc()), gone.client, clocks);
  const left: string[] = [];
  for (const guess of ["4712 ", "4711 "]) {
    await sendOnce(guest, id, write(guess), { ...stock, isAnswer });
    await sendOnce(guest, id, naming, { ...stock, isAnswer });
    const beside = (ydoc: Y.Doc): Uint8Array => alsoDeleting(write("~")(ydoc), gone.client, clocks);
    await sendOnce(guest, id, beside, { ...stock, isAnswer });
    left.push(await words(id));
    const undo = edit((ydoc) => textOf(ydoc).delete(13, 6));
    await sendOnce(guest, id, undo, stock);
  }
  expect(left).toEqual(["The price is ~4712 euros.", "The price is ~4711 euros."]);
  const { body } = await legal.call("GET", `/documents/${id}/log`);
  const rows = (body.rows as { kind: string; baseSeq: number | null }[]).slice(2);
  // Nothing is carried for what answers the state vector, so nothing is assumed.
  expect(rows.filter(({ kind, baseSeq }) => baseSeq !== (kind === "typed" ? 2 : null))).toEqual([]);
});

/** Writes a record of somebody's own about five characters. */
const propose = (actor: Actor, name: string, { client, clock }: { client: number; clock: number }) =>
  edit((ydoc) => {
    const record: ProposalRecord = { do: "delete", ids: [[client, clock, 5]] };
    ydoc.getMap(PROPOSALS_NAME).set(`${actor.id}:${name}`, record);
  });
const deletedTexts = async (actor: Actor, id: string): Promise<string[]> =>
  (await actor.call("GET", `/documents/${id}/proposals`)).body.map(
    ({ deletedText }: { deletedText: string }) => deletedText,
  );

test.each([
  ["edit", 0],
  ["proposes though they may edit", updateFlags.propose],
])(
  "[GA6] a guest's record (%s) about what was gone before they came does not tell what that had been",
  async (how, flags) => {
    const { id, guest, gone } = await cutBefore(`${how.replaceAll(" ", "-")}@elsewhere.example`);
    const said: unknown[] = [];
    for (const guess of ["4712 ", "4711 "]) {
      await sendOnce(guest, id, write(guess));
      said.push([
        await sendOnce(guest, id, propose(guest, guess.trim(), gone), { flags }),
        await deletedTexts(guest, id),
      ]);
      await sendOnce(
        guest,
        id,
        edit((ydoc) => textOf(ydoc).delete(13, 5)),
      );
    }
    expect(said).toEqual(Array.from({ length: 2 }, () => ["gone-before", []]));
  },
);

test("[GA6] a record about what was gone is taken from a colleague, and from a guest who was there when it went", async () => {
  const { id, guest, gone } = await cutBefore("allowed@elsewhere.example");
  await sendOnce(guest, id, write("4711 "));
  expect(await sendOnce(legal, id, propose(legal, "strikes", gone))).toBe("saved");
  expect(await deletedTexts(legal, id)).toEqual(["4711 "]);
  let first = { client: 0, clock: 0 };
  const cut = edit((ydoc) => {
    first = must(textOf(ydoc)._start, "the words").id;
    textOf(ydoc).delete(0, 5);
  });
  expect(await sendOnce(legal, id, cut)).toBe("saved");
  expect(await sendOnce(guest, id, propose(guest, "strikes", first))).toBe("saved");
});
