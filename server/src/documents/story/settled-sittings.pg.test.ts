import { must } from "@parley/base";
import { FRAGMENT_NAME, PROPOSALS_NAME, type ProposalRecord } from "@parley/document";
import type { SettledProposal, Sitting, SittingDecision } from "@parley/documents";
import { updateFlags } from "@parley/sync";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract } from "../../../../test/scenarios/documents/word-stories.ts";

/** Legal owns; finance edits; rd proposes. */
const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

const minuteMs = 60_000;
const newContract = (...lines: string[]): Promise<string> =>
  newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);

interface Waiting {
  readonly id: string;
  readonly digest: string;
  readonly insertedText: string;
  readonly deletedText: string;
}

async function decide(who: Actor, id: string, verdict: string, isMeant: (each: Waiting) => boolean): Promise<number> {
  const all: Waiting[] = (await who.call("GET", `/documents/${id}/proposals`)).body;
  const proposals = all.filter(isMeant).map(({ id: proposal, digest }) => ({ id: proposal, digest }));
  const answer = await who.call("POST", `/documents/${id}/decisions`, { verdict, proposals });
  expect(answer.status).toBe(201);
  return answer.body.seq;
}

async function takeBack(who: Actor, id: string, seq: number): Promise<void> {
  const answer = await who.call("POST", `/documents/${id}/decisions/${seq}/take-back`, {});
  expect(answer.status).toBe(201);
}

const sittingsOf = async (id: string, way: string): Promise<Sitting[]> =>
  (await legal.call("GET", `/documents/${id}/timeline?way=${way}`)).body.sittings;

async function opened(
  id: string,
  { first, last }: Pick<Sitting, "first" | "last">,
): Promise<{ decisions: SittingDecision[]; settled: SettledProposal[] }> {
  return (await legal.call("GET", `/documents/${id}/timeline/${first}?last=${last}`)).body;
}

/** Rd proposes to write 60 and finance 90 in the place of "30". */
async function proposeAlternatives(id: string): Promise<void> {
  const [client, clock] = await idOf(legal, id, "30");
  for (const [who, words] of [
    [rd, "60"],
    [finance, "90"],
  ] as const)
    await change(
      who,
      id,
      (ydoc) => {
        const record: ProposalRecord = { do: "delete", ids: [[client, clock, 2]] };
        ydoc.getMap(PROPOSALS_NAME).set(`${who.id}:1`, record);
        textAt(ydoc, 0).insert(textAt(ydoc, 0).toString().indexOf("30") + 2, words);
      },
      { flags: updateFlags.propose },
    );
}

test("who takes a decision back takes back what that had rejected, too, and the opened sitting lists both", async () => {
  const id = await newContract("Pay in 30 days.");
  await proposeAlternatives(id);
  const decided = await decide(legal, id, "accept", ({ insertedText }) => insertedText === "60");
  scene.clock.advance(11 * minuteMs);
  await takeBack(legal, id, decided);
  const [back, made] = await sittingsOf(id, "decision");
  expect(made).toMatchObject({ accepted: 1, rejected: 1, takenBack: 0 });
  expect(back).toMatchObject({ accepted: 0, rejected: 0, takenBack: 2 });
  const listed = async (sitting: Sitting | undefined): Promise<unknown> =>
    (await opened(id, sitting ?? { first: 0, last: 0 })).decisions.map((each) => [
      each.verdict,
      each.takenBack,
      each.proposals.map(({ insertedText }) => insertedText),
      each.notChosen.map(({ insertedText }) => insertedText),
    ]);
  expect(await listed(back)).toEqual([["takeBack", false, ["60"], ["90"]]]);
  expect(await listed(made)).toEqual([["accept", true, ["60"], ["90"]]]);
});

test("a decision and its taking back in one sitting count as nothing, and what else it decided counts", async () => {
  const id = await newContract("Pay in 30 days.");
  await proposeAlternatives(id);
  await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "To be: "));
  const decided = await decide(legal, id, "accept", ({ insertedText }) => insertedText === "60");
  await takeBack(legal, id, decided);
  const nothing = { accepted: 0, rejected: 0, takenBack: 0, insertedCharacters: 0, deletedCharacters: 0 };
  expect(await sittingsOf(id, "decision")).toMatchObject([nothing]);
  await decide(legal, id, "accept", ({ insertedText }) => insertedText === "To be: ");
  const [only, ...others] = await sittingsOf(id, "decision");
  expect([only, others]).toMatchObject([{ ...nothing, accepted: 1, insertedCharacters: 7 }, []]);
  const { decisions } = await opened(id, only ?? { first: 0, last: 0 });
  expect(decisions.map(({ verdict, takenBack }) => [verdict, takenBack])).toEqual([
    ["accept", true],
    ["takeBack", false],
    ["accept", false],
  ]);
});

test("a sitting of decisions counts the pictures that came into the agreed text and went from it, and no rejected one", async () => {
  const id = await newContract("The plan.", "The table.", "The end.");
  for (const [place, name] of ["one", "two", "three"].entries())
    await change(rd, id, (ydoc) => {
      const picture = new Y.XmlElement("image");
      picture.setAttribute("alt", name);
      ydoc.getXmlFragment(FRAGMENT_NAME).insert(1 + 2 * place, [picture]);
    });
  const waiting = async (): Promise<string[]> =>
    (await legal.call("GET", `/documents/${id}/proposals`)).body.map((each: Waiting) => each.id);
  const blocks = async (): Promise<number[]> => (await sittingsOf(id, "decision")).map((each) => each.blocks);
  const [first, second, third] = await waiting();
  await decide(legal, id, "reject", (each) => each.id === third);
  expect(await blocks()).toEqual([0]);
  await decide(legal, id, "accept", (each) => each.id === first);
  const decided = await decide(legal, id, "accept", (each) => each.id === second);
  expect(await blocks()).toEqual([2]);
  // Its removal is proposed, and goes with the decision.
  scene.clock.advance(11 * minuteMs);
  await change(rd, id, (ydoc) => {
    const { client, clock } = must(ydoc.getXmlFragment(FRAGMENT_NAME).get(1)._item, "it stands").id;
    ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "remove", block: [client, clock], ids: [] });
  });
  await decide(legal, id, "accept", () => true);
  expect(await blocks()).toEqual([1, 2]);
  scene.clock.advance(11 * minuteMs);
  await takeBack(legal, id, decided);
  expect(await blocks()).toEqual([1, 1, 2]);
});

test("the sitting of a decision that made something void counts and lists that apart from what it rejected", async () => {
  const id = await newContract("Pay in 30 days.");
  await proposeAlternatives(id);
  const [client, clock] = await idOf(legal, id, "30");
  await change(
    finance,
    id,
    (ydoc) =>
      ydoc
        .getMap(PROPOSALS_NAME)
        .set(`${finance.id}:9`, { do: "format", ids: [[client, clock, 2]], mark: "bold", value: {} }),
    { flags: updateFlags.propose },
  );
  await decide(legal, id, "accept", ({ insertedText }) => insertedText === "60");
  const [sitting] = await sittingsOf(id, "decision");
  expect(sitting).toMatchObject({ accepted: 1, rejected: 1, voided: 1 });
  const { decisions } = await opened(id, sitting ?? { first: 0, last: 0 });
  expect(
    decisions.map((each) => [each.notChosen.length, each.voided.map(({ kind, author }) => [kind, author?.name])]),
  ).toEqual([[1, [["format", finance.name]]]]);
  expect(decisions[0]?.voided[0]?.settings).toMatchObject([{ do: "format", mark: "bold", words: "30" }]);
});

test("an opened sitting tells of all that was proposed in it and waits no more what became of it, and where it is", async () => {
  const id = await newContract("Pay in 30 days, in full, at once.");
  const ask = (key: number, word: string): Promise<void> =>
    idOf(legal, id, word).then((at) =>
      change(rd, id, (ydoc) =>
        ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:${key}`, { do: "delete", ids: [[...at, word.length]] }),
      ),
    );
  await ask(1, "30");
  await ask(2, "full");
  await ask(3, "once");
  await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "To be: "));
  const is = (word: string) => (each: Waiting) => each.deletedText === word || each.insertedText === word;
  await decide(legal, id, "accept", is("30"));
  const rejected = await decide(finance, id, "reject", is("full"));
  await decide(legal, id, "reject", is("To be: "));
  const [sitting] = await sittingsOf(id, "written");
  const settledIn = async (): Promise<unknown> =>
    (await opened(id, sitting ?? { first: 0, last: 0 })).settled.map((each) => [
      each.how,
      each.by.name,
      each.deletedText + each.insertedText,
      each.ids.length > 0,
      each.place !== null,
    ]);
  expect(await settledIn()).toEqual([
    ["accepted", legal.name, "30", false, true],
    ["rejected", finance.name, "full", true, false],
    ["rejected", legal.name, "To be: ", false, true],
  ]);
  // What waits again is in the list of what waits.
  await takeBack(finance, id, rejected);
  expect(await settledIn()).toEqual([
    ["accepted", legal.name, "30", false, true],
    ["rejected", legal.name, "To be: ", false, true],
  ]);
  // In the sitting of somebody who only writes there is none of that.
  await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(0, "x"));
  const [written] = await sittingsOf(id, "written");
  expect((await opened(id, written ?? { first: 0, last: 0 })).settled).toEqual([]);
});
