import { PROPOSALS_NAME, type ProposalRecord } from "@parley/document";
import type {
  AttributionSpan,
  DocumentProposal,
  Sitting,
  SittingChange,
  SittingDecision,
  SittingProposal,
  WordStoryAnswer,
} from "@parley/documents";
import { PARAGRAPH_BREAK } from "@parley/proposals";
import { updateFlags } from "@parley/sync";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract, storyOf, toldParts } from "../../../../test/scenarios/documents/word-stories.ts";

/** Legal owns; finance edits; rd proposes; the chief executive only reads. */
const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

const minuteMs = 60_000;
let guests = 0;

/** A contract shared with everybody in their role. */
async function newContract(...lines: string[]): Promise<{ id: string; guest: Actor }> {
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);
  return { id, guest: await newGuest(id) };
}

/** Decides on everything that waits; answers the row. */
async function decideAll(who: Actor, id: string, verdict: string, reason: string): Promise<number> {
  scene.clock.advance(2 * minuteMs);
  const proposals = (await who.call("GET", `/documents/${id}/proposals`)).body.map(
    ({ id: proposal, digest }: { id: string; digest: string }) => ({ id: proposal, digest }),
  );
  const answer = await who.call("POST", `/documents/${id}/decisions`, { verdict, proposals, reason });
  expect(answer.status).toBe(201);
  return answer.body.seq;
}

async function takeBack(who: Actor, id: string, seq: number, reason: string): Promise<void> {
  scene.clock.advance(2 * minuteMs);
  const answer = await who.call("POST", `/documents/${id}/decisions/${seq}/take-back`, { reason });
  expect(answer.status).toBe(201);
}

/** A guest who is let in now. */
async function newGuest(id: string, email = `guest${guests++}@out.example`): Promise<Actor> {
  scene.clock.advance(2 * minuteMs);
  const invited = await legal.call("POST", `/documents/${id}/shares`, { link: "guests", role: "view" });
  const guest = await scene.guest(invited.body.url, email, "Wu");
  scene.clock.advance(2 * minuteMs);
  return guest;
}

describe("the story of a word that was decided on", () => {
  test.each(["accept", "reject"])(
    "a guest hears of no decision from before they were let in, and of no taking back (%s)",
    async (verdict) => {
      const { id, guest: early } = await newContract("fee");
      await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "annual "));
      const decided = await decideAll(finance, id, verdict, "secret of finance");
      await takeBack(legal, id, decided, "secret of legal");
      const guest = await newGuest(id);
      const story = async (who: Actor): Promise<WordStoryAnswer> => storyOf(who, id, await idOf(who, id, "annual"));
      const waiting = await story(guest);
      expect(toldParts(waiting)).toEqual([["annual", ["wrote", rd.name]]]);
      expect(waiting.parts[0]?.steps[0]).toMatchObject({ waits: true, reason: null });
      expect(toldParts(await story(early))[0]).toContainEqual(["tookBack", legal.name, "secret of legal"]);
      await decideAll(legal, id, "accept", "now we agree");
      const agreed = ["annual", ["wrote", rd.name], ["accepted", legal.name, "now we agree"]];
      expect(toldParts(await story(guest))).toEqual([agreed]);
      expect(toldParts(await story(await newGuest(id)))).toEqual([["annual", ["wrote", rd.name]]]);
      for (const answer of [await story(guest), waiting])
        for (const secret of ["secret", finance.name]) expect(JSON.stringify(answer)).not.toContain(secret);
      expect(JSON.stringify(waiting)).not.toContain(legal.name);
    },
  );

  test("a record that comes to ask for something else tells that as proposed when it did, and one that says more as before", async () => {
    const { id } = await newContract("The fee is due.");
    const [client, clock] = await idOf(legal, id, "fee");
    const write = async (record: ProposalRecord): Promise<void> => {
      scene.clock.advance(2 * minuteMs);
      await change(rd, id, (ydoc) => ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, record));
    };
    await write({ do: "format", ids: [[client, clock, 3]], mark: "bold", value: {} });
    await write({ do: "delete", ids: [[client, clock, 3]] });
    await write({ do: "delete", ids: [[client, clock, 6]] });
    const [waiting] = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
    const steps = (await storyOf(legal, id, [client, clock])).parts[0]?.steps ?? [];
    expect(steps.map(({ did, seq, waits }) => [did, seq, waits])).toEqual([
      ["wrote", 1, false],
      ["proposedFormat", 2, false],
      ["withdrew", 3, false],
      ["proposedDeletion", 3, true],
    ]);
    // The list has the record as its last row wrote it.
    expect(waiting).toMatchObject({ kind: "delete", deletedText: "fee is", firstSeq: 4 });
  });

  test.each(["written once", "gone on with"])(
    "formatting that became void with a decision is nobody's acceptance, and both say whose they were, also where its record was %s",
    async (how) => {
      const { id } = await newContract("The fee is due.");
      const [client, clock] = await idOf(legal, id, "fee");
      const link = async (who: Actor, href: string, length: number): Promise<void> => {
        scene.clock.advance(2 * minuteMs);
        const record: ProposalRecord = { do: "format", ids: [[client, clock, length]], mark: "link", value: { href } };
        const flags = updateFlags.propose;
        await change(who, id, (ydoc) => ydoc.getMap(PROPOSALS_NAME).set(`${who.id}:1`, record), { flags });
      };
      await link(rd, "https://rd.example/", 3);
      if (how === "gone on with") await link(rd, "https://rd.example/", 6);
      await link(finance, "https://finance.example/", 6);
      const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
      const theirs = waiting.filter(({ author }) => author?.id === finance.id);
      const proposals = theirs.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
      await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals });
      const steps = (await storyOf(legal, id, [client, clock])).parts[0]?.steps ?? [];
      expect(steps.map(({ did, person, value }) => [did, person.name, value])).toEqual([
        ["wrote", legal.name, null],
        ["proposedFormat", rd.name, { href: "https://rd.example/" }],
        ["proposedFormat", finance.name, { href: "https://finance.example/" }],
        ["voided", legal.name, { href: "https://rd.example/" }],
        ["accepted", legal.name, { href: "https://finance.example/" }],
      ]);
      expect(steps.slice(3).map(({ whose, because }) => [whose?.name, because])).toEqual([
        [rd.name, "decided"],
        [finance.name, null],
      ]);
    },
  );

  test("a guest is told that words are proposed to go, and not that this was decided and taken back before they came", async () => {
    const { id } = await newContract("The fee is due.");
    const at = await idOf(legal, id, "fee");
    await change(rd, id, (ydoc) =>
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[at[0], at[1], 3]] }),
    );
    for (const verdict of ["accept", "reject"])
      await takeBack(legal, id, await decideAll(finance, id, verdict, "secret"), "secret of legal");
    const story = await storyOf(await newGuest(id), id, await idOf(legal, id, "fee"));
    expect(toldParts(story)).toEqual([["fee", ["wrote", legal.name], ["proposedDeletion", rd.name]]]);
    expect(story.parts[0]?.steps.map(({ waits }) => waits)).toEqual([false, true]);
  });

  test.each(["accept", "reject"])(
    "a decision about the rest of a proposed deletion is none about letters that somebody had deleted before (%s)",
    async (verdict) => {
      const { id } = await newContract("The fee is due.");
      const [client, clock] = await idOf(legal, id, "fee");
      await change(rd, id, (ydoc) =>
        ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[client, clock, 6]] }),
      );
      await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(4, 3));
      await decideAll(legal, id, verdict, "the rest");
      expect(
        toldParts(await storyOf(ceo, id, [client, clock])).find((part) => (part as string[])[0] === "-fee"),
      ).toEqual(["-fee", ["wrote", legal.name], ["proposedDeletion", rd.name], ["deleted", finance.name]]);
    },
  );

  test("it tells every decision on words that were decided on again after each taking back, by whom and why", async () => {
    const { id } = await newContract("fee");
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "annual "));
    await takeBack(legal, id, await decideAll(finance, id, "accept", "one"), "two");
    await takeBack(finance, id, await decideAll(legal, id, "accept", "three"), "four");
    await takeBack(legal, id, await decideAll(finance, id, "reject", "five"), "six");
    const steps = [
      ["wrote", rd.name],
      ["accepted", finance.name, "one"],
      ["tookBack", legal.name, "two"],
      ["accepted", legal.name, "three"],
      ["tookBack", finance.name, "four"],
      ["rejected", finance.name, "five"],
      ["tookBack", legal.name, "six"],
    ];
    const waiting = await storyOf(legal, id, await idOf(legal, id, "annual"));
    expect(toldParts(waiting)).toEqual([["annual", ...steps]]);
    expect(waiting.parts[0]?.steps.map(({ waits }) => waits)).toEqual([...Array(6).fill(false), true]);
    await decideAll(legal, id, "accept", "seven");
    const at = await idOf(legal, id, "annual");
    expect(toldParts(await storyOf(ceo, id, at))).toEqual([["annual", ...steps, ["accepted", legal.name, "seven"]]]);
  });

  test("words that were accepted, taken back and turned down went because they were turned down", async () => {
    const { id } = await newContract("fee");
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "annual "));
    const at = await idOf(legal, id, "annual");
    await takeBack(legal, id, await decideAll(finance, id, "accept", "one"), "two");
    await decideAll(legal, id, "reject", "three");
    const story = await storyOf(legal, id, at);
    expect(story.parts.filter(({ text }) => text === "annual")[0]?.steps.at(-1)).toMatchObject({
      did: "rejected",
      about: "insertion",
      reason: "three",
    });
  });
});

describe("the story of words that were proposed to go", () => {
  const propose = { flags: updateFlags.propose };

  /** R&D proposes to move the deposit from the second paragraph to the end of the first. */
  async function moving(): Promise<{ id: string; at: [number, number] }> {
    const { id } = await newContract("The fee is due.", "The deposit is held.");
    const [client, clock] = await idOf(legal, id, "deposit ");
    await change(
      rd,
      id,
      (ydoc) => {
        const start = Y.getState(ydoc.store, ydoc.clientID);
        textAt(ydoc, 0).insert(4, "deposit ");
        const records = ydoc.getMap(PROPOSALS_NAME);
        records.set(`${rd.id}:1`, { do: "delete", ids: [[client, clock, 8]], group: "m" });
        records.set(`${rd.id}:2`, {
          do: "move",
          from: [[client, clock, 8]],
          to: [[ydoc.clientID, start, 8]],
          group: "m",
        });
      },
      propose,
    );
    return { id, at: [client, clock] };
  }

  test("a move that was accepted is a move, and neither half of it a deletion", async () => {
    const { id } = await moving();
    await decideAll(legal, id, "accept", "yes");
    const [{ proposals }] = (await legal.call("GET", `/documents/${id}/decisions`)).body;
    expect(proposals[0].moved).toMatchObject({
      from: { words: "The deposit is held." },
      to: { words: "The fee is due." },
    });
    const story = await storyOf(finance, id, await idOf(finance, id, "deposit"));
    expect(toldParts(story)).toEqual([
      ["deposit", ["wrote", legal.name], ["moved", rd.name], ["accepted", legal.name, "yes"]],
    ]);
    expect(story.parts[0]?.steps.at(-1)?.about).toBe("insertion");
  });

  test("a move that was rejected leaves the words where their deletion was rejected", async () => {
    const { id, at } = await moving();
    await decideAll(legal, id, "reject", "no");
    const { parts } = await storyOf(finance, id, at);
    expect(parts[0]?.steps.map(({ did, about }) => [did, about])).toEqual([
      ["wrote", null],
      ["proposedDeletion", null],
      ["rejected", "deletion"],
    ]);
  });

  test("a move that was accepted stays a move when a version brings the words back", async () => {
    const { id, at } = await moving();
    const before = (await legal.call("GET", `/documents/${id}/timeline`)).body.sittings.at(-1).last;
    await decideAll(finance, id, "accept", "yes");
    expect((await legal.call("POST", `/documents/${id}/versions/${before}/restore`)).status).toBe(200);
    const { parts } = await storyOf(ceo, id, at);
    expect(parts.map(({ text }) => text)).toEqual(["deposit"]);
    expect(parts[0]?.steps.map(({ did, about, person }) => [did, about, person.name])).toEqual([
      ["wrote", null, legal.name],
      ["moved", null, rd.name],
      ["accepted", "insertion", finance.name],
      ["restored", null, legal.name],
    ]);
    // They went back from where they had been moved to: nobody deleted them there.
    expect((await storyOf(ceo, id, await idOf(ceo, id, "fee"))).parts.map(({ text }) => text)).toEqual(["fee"]);
  });

  test("a deletion that was accepted stays accepted when a version brings the words back", async () => {
    const { id } = await newContract("The fee is due.");
    const [client, clock] = await idOf(legal, id, "fee");
    const before = (await legal.call("GET", `/documents/${id}/timeline`)).body.sittings[0].last;
    await change(rd, id, (ydoc) =>
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[client, clock, 3]] }),
    );
    await decideAll(finance, id, "accept", "yes");
    expect((await legal.call("POST", `/documents/${id}/versions/${before}/restore`)).status).toBe(200);
    const { parts } = await storyOf(ceo, id, await idOf(ceo, id, "fee"));
    expect(parts[0]?.steps.map(({ did, about, person }) => [did, about, person.name])).toEqual([
      ["wrote", null, legal.name],
      ["proposedDeletion", null, rd.name],
      ["accepted", "deletion", finance.name],
      ["restored", null, legal.name],
    ]);
  });
});

test("who decides and takes back has neither moved nor proposed anything", async () => {
  const { id } = await newContract("The fee is due.");
  const [client, clock] = await idOf(legal, id, "fee");
  await change(rd, id, (ydoc) => {
    textAt(ydoc, 0).insert(0, "Note: ");
    ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[client, clock, 3]] });
  });
  for (const verdict of ["accept", "reject"])
    await takeBack(finance, id, await decideAll(finance, id, verdict, "so"), "or not");
  const { sittings } = (await legal.call("GET", `/documents/${id}/timeline`)).body;
  const { accepted, rejected, takenBack, movedCharacters, records } = sittings[0];
  // All of it was taken back in the same go.
  expect([accepted, rejected, takenBack]).toEqual([0, 0, 0]);
  expect([movedCharacters, records]).toEqual([0, 0]);
  expect(sittings[1]).toMatchObject({ person: { name: rd.name }, records: 1, insertedCharacters: 6 });
});

test("a decision deletes the agreed words that go with it, and not those that were only proposed; nothing is told otherwise of who proposed", async () => {
  const { id } = await newContract("The fee is due.");
  const [client, clock] = await idOf(legal, id, "fee");
  await change(rd, id, (ydoc) => {
    textAt(ydoc, 0).insert(0, "Maybe soon ");
    ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[client, clock, 3]] });
  });
  const told = async (): Promise<unknown> => {
    const { sittings } = (await legal.call("GET", `/documents/${id}/timeline`)).body;
    const proposed = (sittings as Sitting[]).find((each) => each.proposed && each.way === "written") as Sitting;
    const path = `/documents/${id}/timeline/${proposed.first}?last=${proposed.last}`;
    const changes = (await legal.call("GET", path)).body.changes as SittingChange[];
    const { insertedCharacters, deletedCharacters } = proposed;
    return [insertedCharacters, deletedCharacters, ...changes.map(({ did, text }) => [did, text])];
  };
  const before = [11, 0, ["inserted", "Maybe soon "]];
  expect(await told()).toEqual(before);
  const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  const decide = (verdict: string, kind: string): Promise<unknown> => {
    const proposals = waiting
      .filter((each) => each.kind === kind)
      .map(({ id: proposal, digest }) => ({ id: proposal, digest }));
    return finance.call("POST", `/documents/${id}/decisions`, { verdict, proposals });
  };
  await decide("reject", "insert");
  await decide("accept", "delete");
  const { sittings } = (await legal.call("GET", `/documents/${id}/timeline`)).body;
  expect(sittings[0]).toMatchObject({ way: "decision", accepted: 1, rejected: 1, deletedCharacters: 3 });
  expect(await told()).toEqual(before);
});

test("a decision and a restoration tell what came into the agreed text and went from it, as versions do", async () => {
  const { id } = await newContract("The fee is 100 euros.");
  const [client, clock] = await idOf(legal, id, "100");
  const name = async (as: string): Promise<number> =>
    (await legal.call("POST", `/documents/${id}/versions`, { name: as })).body.seq;
  const sizes = async (seq: number): Promise<unknown> => {
    const { sittings } = (await legal.call("GET", `/documents/${id}/timeline`)).body;
    const { versions } = (await legal.call("GET", `/documents/${id}/versions`)).body;
    return [
      (sittings as Sitting[]).find(({ last }) => last === seq),
      versions.find((version: { seq: number }) => version.seq === seq),
    ].map(({ insertedCharacters, deletedCharacters }: Sitting) => [insertedCharacters, deletedCharacters]);
  };
  const replace = async (): Promise<void> => {
    await change(rd, id, (ydoc) => {
      textAt(ydoc, 0).insert(11, "fifty");
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[client, clock, 3]] });
    });
    await name("proposed");
  };
  const old = await name("old");
  await replace();
  const accepted = await decideAll(finance, id, "accept", "yes");
  await name("accepted");
  expect(await sizes(accepted)).toEqual([
    [5, 3],
    [5, 3],
  ]);
  scene.clock.advance(20 * minuteMs);
  const answer = await legal.call("POST", `/documents/${id}/versions/${old}/restore`, {});
  expect(answer.status).toBeLessThan(300);
  expect(await sizes(accepted + 1)).toEqual([
    [3, 5],
    [3, 5],
  ]);
  // What is turned down was never agreed, and what is taken back is not any more.
  scene.clock.advance(20 * minuteMs);
  await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "Maybe "));
  await name("again");
  const rejected = await decideAll(finance, id, "reject", "no");
  await name("rejected");
  expect(await sizes(rejected)).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

/** The paragraph in the only cell of the table. */
function ratesIn(ydoc: Y.Doc): Y.XmlElement {
  let at = ydoc.getXmlFragment("default").get(1) as Y.XmlElement;
  while (at.nodeName !== "paragraph") at = at.get(0) as Y.XmlElement;
  return at;
}

test("words that became void with a decision are recorded so, and not as deleted by whoever decided", async () => {
  const { id } = await newContract("The fee is due.");
  await change(legal, id, (ydoc) => {
    const [table, row, cell, paragraph] = [
      new Y.XmlElement("table"),
      new Y.XmlElement("tableRow"),
      new Y.XmlElement("tableCell"),
      new Y.XmlElement("paragraph"),
    ];
    table.insert(0, [row]);
    row.insert(0, [cell]);
    cell.insert(0, [paragraph]);
    paragraph.insert(0, [new Y.XmlText("Rates")]);
    ydoc.getXmlFragment("default").insert(1, [table]);
  });
  await change(
    finance,
    id,
    (ydoc) => {
      const paragraph = ratesIn(ydoc);
      (paragraph.get(0) as Y.XmlText).insert(5, " of today");
    },
    { flags: updateFlags.propose },
  );
  await change(rd, id, (ydoc) => {
    const { client, clock } = ((ydoc.getXmlFragment("default").get(1) as Y.XmlElement)._item as Y.Item).id;
    const ids: [number, number, number][] = [];
    for (let item = (ratesIn(ydoc).get(0) as Y.XmlText)._start; item !== null; item = item.right)
      ids.push([item.id.client, item.id.clock, item.length]);
    const record: ProposalRecord = { do: "remove", block: [client, clock], ids };
    ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, record);
  });
  const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
  const proposals = waiting
    .filter(({ author }) => author?.id === rd.id)
    .map(({ id: proposal, digest }) => ({ id: proposal, digest }));
  await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals });

  const { spans } = (await legal.call("GET", `/documents/${id}/attribution?deleted=1`)).body;
  const gone = (spans as AttributionSpan[]).flatMap(({ text, deletedBy, turnedDown }): unknown[] =>
    deletedBy ? [[text, turnedDown, deletedBy.name]] : [],
  );
  expect(gone).toEqual([
    ["Rates", undefined, rd.name],
    [" of today", "voided", legal.name],
  ]);
});

test("words that were only proposed are recorded as rejected or withdrawn, and those that stood as deleted", async () => {
  const { id } = await newContract("The fee is due.");
  const [client, clock] = await idOf(legal, id, "fee");
  const propose = (words: string): Promise<void> => change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, words));
  await propose("Maybe ");
  await decideAll(finance, id, "reject", "no");
  await propose("Perhaps ");
  await decideAll(rd, id, "withdraw", "sorry");
  await change(rd, id, (ydoc) =>
    ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[client, clock, 3]] }),
  );
  await decideAll(finance, id, "accept", "yes");
  const { spans } = (await legal.call("GET", `/documents/${id}/attribution?deleted=1`)).body;
  const told = (spans as AttributionSpan[]).flatMap(
    ({ text, deletedBy, agreedBy, turnedDown }): [string, unknown[]][] =>
      deletedBy ? [[text, [turnedDown, deletedBy.name, agreedBy?.name]]] : [],
  );
  expect(new Map(told)).toEqual(
    new Map([
      ["Maybe ", ["rejected", finance.name, undefined]],
      ["Perhaps ", ["withdrawn", rd.name, undefined]],
      ["fee", [undefined, rd.name, finance.name]],
    ]),
  );
});

describe("the story of words whose paragraph was split or joined by a decision", () => {
  /** Legal puts the words of the second paragraph at the end of the first. */
  const joinAgain = (ydoc: Y.Doc): void => {
    const words = textAt(ydoc, 1).toString();
    const fragment = ydoc.getXmlFragment("default");
    fragment.delete(1, 1);
    textAt(ydoc, 0).insert(textAt(ydoc, 0).length, words);
  };

  test("it tells who proposed the split, who accepted it and who joined again, and that nobody rejected anything", async () => {
    const { id, guest } = await newContract("The buyer pays. The seller delivers.");
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(16, PARAGRAPH_BREAK));
    // The place is named by the words on either side, as it waits and for good.
    const breaks = { how: "split", before: "The buyer pays.", after: "The seller deliv…" };
    expect((await legal.call("GET", `/documents/${id}/proposals`)).body).toMatchObject([{ kind: "insert", breaks }]);
    await decideAll(finance, id, "accept", "clearer");
    const decided = (await legal.call("GET", `/documents/${id}/decisions`)).body as unknown;
    expect(JSON.stringify(decided)).toContain(JSON.stringify(breaks));
    const split = [
      ["wrote", legal.name],
      ["proposedSplit", rd.name],
      ["accepted", finance.name, "clearer"],
    ];
    const now = async (who: Actor): Promise<unknown[]> =>
      toldParts(await storyOf(who, id, await idOf(who, id, "seller")));
    expect(await now(ceo)).toEqual([["seller", ...split]]);
    expect(await now(guest)).toEqual([["seller", ...split]]);
    const first = await storyOf(ceo, id, await idOf(ceo, id, "buyer"));
    expect(toldParts(first)).toEqual([["buyer", ["wrote", legal.name]]]);
    await change(legal, id, joinAgain);
    const joined = [...split, ["joined", legal.name]];
    expect(await now(ceo)).toEqual([["seller", ...joined]]);
    expect(await now(guest)).toEqual([["seller", ["wrote", legal.name], ["joined", legal.name]]]);
    const beside = await storyOf(ceo, id, await idOf(ceo, id, "The seller"));
    expect(JSON.stringify(beside.parts)).not.toContain("rejected");
    expect(beside.parts.map(({ gone }) => gone)).not.toContain(true);
  });

  test("it tells who proposed the join and who accepted it; a break that was turned down was rejected", async () => {
    const { id } = await newContract("The buyer pays.", "The seller delivers.");
    await change(rd, id, (ydoc) => {
      const [first, second] = [0, 1].map((at) => ydoc.getXmlFragment("default").get(at) as Y.XmlElement);
      const named = (element: Y.XmlElement | undefined): [number, number] => {
        const { client, clock } = ((element as Y.XmlElement)._item as Y.Item).id;
        return [client, clock];
      };
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "join", block: named(second), to: named(first) });
    });
    expect((await legal.call("GET", `/documents/${id}/proposals`)).body).toMatchObject([
      { kind: "join", breaks: { how: "join", before: "The buyer pays.", after: "The seller deliv…" } },
    ]);
    await decideAll(finance, id, "accept", "shorter");
    const at = await idOf(ceo, id, "seller");
    expect(toldParts(await storyOf(ceo, id, at))).toEqual([
      ["seller", ["wrote", legal.name], ["proposedJoin", rd.name], ["accepted", finance.name, "shorter"]],
    ]);
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(4, PARAGRAPH_BREAK));
    await decideAll(finance, id, "reject", "no");
    const buyer = await storyOf(ceo, id, await idOf(ceo, id, "buyer"));
    expect(buyer.parts.filter(({ gone }) => gone).flatMap(({ steps }) => steps.map(({ did }) => did))).toEqual([
      "wrote",
      "rejected",
    ]);
  });
});

describe("the story of alternatives of which one was accepted", () => {
  /** R&D proposes 90 for 100 and bold for the currency, finance answers each with something else, and legal takes what finance wants. */
  async function settled(): Promise<string> {
    const { id } = await newContract("The fee is 100 euros.");
    const [client, clock] = await idOf(legal, id, "100");
    const currency = await idOf(legal, id, "euros");
    const replace = (person: Actor, fresh: string, answered?: string) => (ydoc: Y.Doc) => {
      const records = ydoc.getMap(PROPOSALS_NAME);
      const start = Y.getState(ydoc.store, ydoc.clientID);
      textAt(ydoc, 0).insert(14, fresh);
      records.set(`${person.id}:1`, { do: "delete", ids: [[client, clock, 3]], group: "a" });
      const ids = [[ydoc.clientID, start, fresh.length]];
      const to = answered?.split("-").map(Number);
      if (to) records.set(`${person.id}:2`, { do: "counter", to, ids, group: "a" });
    };
    const underline = (person: Actor, mark: string, answered?: string) => (ydoc: Y.Doc) => {
      const ids = [[...currency, 5]];
      const records = ydoc.getMap(PROPOSALS_NAME);
      records.set(`${person.id}:3`, { do: "format", ids, mark, value: {}, group: "b" });
      const to = answered?.split("-").map(Number);
      if (to) records.set(`${person.id}:4`, { do: "counter", to, ids: [], group: "b" });
    };
    const waiting = async (): Promise<DocumentProposal[]> =>
      (await legal.call("GET", `/documents/${id}/proposals`)).body as DocumentProposal[];
    await change(rd, id, replace(rd, "90"));
    await change(rd, id, underline(rd, "bold"));
    const [words, look] = await waiting();
    await change(finance, id, replace(finance, "95", words?.id), { flags: updateFlags.propose });
    await change(finance, id, underline(finance, "italic", look?.id), { flags: updateFlags.propose });
    const answers = (await waiting()).filter(({ counters }) => counters !== null);
    expect(answers).toHaveLength(2);
    const proposals = answers.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
    const decided = await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals });
    expect(decided.status).toBe(201);
    return id;
  }

  test("words of the accepted one were never to go; those that it replaced went by it alone", async () => {
    const id = await settled();
    const story = await storyOf(legal, id, await idOf(legal, id, "95"));
    expect(toldParts(story)).toContainEqual(["95", ["wrote", finance.name], ["accepted", legal.name]]);
    expect(toldParts(story)).toContainEqual([
      "-100",
      ["wrote", legal.name],
      ["proposedDeletion", rd.name],
      ["proposedDeletion", finance.name],
      ["rejected", legal.name],
      ["accepted", legal.name],
    ]);
    expect(toldParts(story)).toContainEqual(["-90", ["wrote", rd.name], ["rejected", legal.name]]);
  });

  test("the sitting that counts them lists what was rejected with the accepted ones, each with whose it was", async () => {
    const id = await settled();
    const { sittings } = (await legal.call("GET", `/documents/${id}/timeline?way=decision`)).body;
    const [{ first, last, accepted, rejected }] = sittings as [Sitting];
    expect([accepted, rejected]).toEqual([2, 2]);
    const { decisions } = (await legal.call("GET", `/documents/${id}/timeline/${first}?last=${last}`)).body;
    const named = (list: readonly SittingProposal[]): unknown[] =>
      list.map(({ author, insertedText }) => [author?.name, insertedText]);
    expect(decisions.map((each: SittingDecision) => [named(each.proposals), named(each.notChosen)])).toEqual([
      [
        [
          [finance.name, "95"],
          [finance.name, ""],
        ],
        [
          [rd.name, "90"],
          [rd.name, ""],
        ],
      ],
    ]);
  });

  test("a look that was not chosen was rejected", async () => {
    const id = await settled();
    const [only] = (await storyOf(legal, id, await idOf(legal, id, "euros"))).parts;
    expect(only?.steps.map(({ did, name }) => [did, name]).slice(1)).toEqual([
      ["proposedFormat", "bold"],
      ["proposedFormat", "italic"],
      ["rejected", "bold"],
      ["accepted", "italic"],
    ]);
  });
});

describe("the story of a copied word", () => {
  const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

  test("says of each copy what held when it was taken: accepted, waiting again, or accepted by somebody else", async () => {
    const draft = await scene.addDocument(legal, { title: "Draft", lines: ["law of China"] });
    await legal.call("POST", `/documents/${draft}/shares`, { personId: finance.id, role: "edit" });
    await legal.call("POST", `/documents/${draft}/shares`, { personId: rd.id, role: "suggest" });
    await change(rd, draft, (ydoc) => textAt(ydoc, 0).insert(0, "Perhaps the "));
    const copy = async (title: string): Promise<string> =>
      (await legal.call("POST", `/documents/${draft}/duplicate`, { title })).body.id;
    const fileBack = async (view: string): Promise<string> => {
      const { bytes } = await legal.call("GET", `/documents/${draft}/export?format=docx&view=${view}`);
      const file = new File([Uint8Array.from(bytes)], "Back.docx", { type: word });
      return (await legal.upload("/documents/import", file, { kind: "note", title: "Back" })).body.id;
    };
    const seq = await decideAll(finance, draft, "accept", "yes");
    const first = await copy("First");
    const firstFile = await fileBack("agreed");
    await takeBack(legal, draft, seq, "no");
    const waiting = await fileBack("proposed");
    const early = await newGuest(draft, "early@out.example");
    await decideAll(legal, draft, "accept", "yes after all");
    const second = await copy("Second");
    const late = await newGuest(draft, "late@out.example");
    for (const id of [first, second])
      for (const email of ["early@out.example", "late@out.example"]) await newGuest(id, email);
    const origin = async (person: Actor, id: string): Promise<unknown> => {
      const { parts } = await storyOf(person, id, await idOf(person, id, "Perhaps"));
      const [only] = parts[0]?.origins ?? [];
      return only?.open === true && [only.person.name, only.waited, only.accepted?.person.name ?? null];
    };
    expect(await origin(legal, first)).toEqual([rd.name, false, finance.name]);
    expect(await origin(legal, firstFile)).toEqual([rd.name, false, finance.name]);
    expect(await origin(legal, waiting)).toEqual([rd.name, true, null]);
    expect(await origin(legal, second)).toEqual([rd.name, false, legal.name]);
    // A guest of the draft hears of its decisions only since they were let into it.
    for (const id of [first, second]) expect(await origin(late, id)).toEqual([rd.name, false, null]);
    expect(await origin(early, first)).toEqual([rd.name, false, null]);
    expect(await origin(early, second)).toEqual([rd.name, false, legal.name]);
  });
});

describe("the place of a decision", () => {
  const placeOf = async (who: Actor, id: string, seq: number): Promise<{ status: number; body: unknown }> =>
    who.call("GET", `/documents/${id}/decisions/${seq}/place`);

  test("it is where its words stand, and where they stood once they are gone", async () => {
    const { id, guest } = await newContract("fee");
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "annual "));
    const [client, clock] = await idOf(rd, id, "annual");
    const accepted = await decideAll(finance, id, "accept", "one");
    expect(await placeOf(guest, id, accepted)).toMatchObject({
      status: 200,
      body: { at: [[client, clock, 7]], place: null },
    });
    await change(legal, id, (ydoc) => textAt(ydoc, 0).delete(0, 7));
    const gone = (await placeOf(guest, id, accepted)).body;
    expect(gone).toEqual({ at: [], place: [expect.any(Number), expect.any(Number)] });
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(3, " due"));
    const rejected = await decideAll(finance, id, "reject", "two");
    expect((await placeOf(ceo, id, rejected)).body).toEqual(gone);
  });

  test("of a decision that was taken back, and of what was void and waits again, it is where what waits stands", async () => {
    const { id, guest } = await newContract("The fee is due.");
    const [client, clock] = await idOf(legal, id, "fee");
    await change(rd, id, (ydoc) => {
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[client, clock, 3]] });
    });
    // Typed in two rows.
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(15, " No"));
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(18, "w"));
    const decisionsOf = async (): Promise<{ seq: number; verdict: string }[]> =>
      (await legal.call("GET", `/documents/${id}/decisions`)).body;
    for (const verdict of ["accept", "reject"]) {
      const decided = await decideAll(finance, id, verdict, "one");
      await takeBack(legal, id, decided, "two");
      const seq = (await decisionsOf()).at(-1)?.seq ?? 0;
      const { at } = (await placeOf(guest, id, seq)).body as { at: [number, number, number][] };
      const [word, behind] = [await idOf(legal, id, "fee"), await idOf(legal, id, "Now")];
      const isAt = (wanted: readonly number[]): boolean =>
        at.some(
          ([own, from, length]) => own === wanted[0] && from <= (wanted[1] ?? 0) && (wanted[1] ?? 0) < from + length,
        );
      expect([verdict, isAt(word), isAt(behind)]).toEqual([verdict, true, true]);
    }
    // Deleting the proposed word makes its proposal void; an undo brings it back.
    const words = await idOf(legal, id, "Now");
    await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(15, 4));
    await expect.poll(async () => (await decisionsOf()).at(-1)?.verdict).toBe("void");
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(15, " Now"), { flags: updateFlags.undo });
    await expect.poll(async () => (await decisionsOf()).at(-1)?.verdict).toBe("revive");
    const again = await idOf(legal, id, "Now");
    expect(again).not.toEqual(words);
    const { at } = (await placeOf(ceo, id, (await decisionsOf()).at(-1)?.seq ?? 0)).body as { at: number[][] };
    expect(at).toEqual([[again[0], again[1] - 1, 4]]);
  });

  test("whoever may not know of the decision is not told", async () => {
    const { id } = await newContract("fee");
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "annual "));
    const seq = await decideAll(finance, id, "accept", "one");
    expect((await placeOf(await newGuest(id), id, seq)).status).toBe(404);
    expect((await placeOf(legal, id, seq + 1)).status).toBe(404);
  });
});
