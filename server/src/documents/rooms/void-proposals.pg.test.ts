import { PROPOSALS_NAME } from "@parley/document";
import type { ComparedBlockAnswer, DocumentProposal, Film, KeptProposalDecision } from "@parley/documents";
import { updateFlags } from "@parley/sync";
import { describe, expect, test } from "vitest";
import type * as Y from "yjs";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract, storyOf, toldParts } from "../../../../test/scenarios/documents/word-stories.ts";

/** Legal owns; finance edits; rd proposes; the chief executive only reads. */
const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

const waiting = async (who: Actor, id: string): Promise<DocumentProposal[]> =>
  (await who.call("GET", `/documents/${id}/proposals`)).body;
const decided = async (who: Actor, id: string): Promise<KeptProposalDecision[]> =>
  (await who.call("GET", `/documents/${id}/decisions`)).body;

/** A contract in which rd proposes sixty, or other words, for ninety. */
async function replaced(words = "sixty"): Promise<string> {
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, [
    "First.",
    "within ninety days",
  ]);
  const [client, clock] = await idOf(rd, id, "ninety");
  await change(rd, id, (ydoc) => {
    ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[client, clock, 6]] });
    textAt(ydoc, 1).insert(13, words);
  });
  await expect.poll(async () => (await waiting(legal, id)).map(({ kind }) => kind)).toEqual(["replace"]);
  return id;
}

async function cut(who: Actor, id: string, words: string): Promise<void> {
  await change(who, id, (ydoc) => {
    const text = textAt(ydoc, 1);
    text.delete(text.toString().indexOf(words), words.length);
  });
}

/** Legal proposes eighty for the sixty that rd proposes; answers what the list says of what was lost. */
async function replacedTwice(): Promise<{ id: string; lost: () => Promise<unknown[]> }> {
  const id = await replaced();
  const [client, clock] = await idOf(legal, id, "sixty");
  await change(
    legal,
    id,
    (ydoc) => {
      ydoc.getMap(PROPOSALS_NAME).set(`${legal.id}:1`, { do: "delete", ids: [[client, clock, 5]] });
      textAt(ydoc, 1).insert(18, "eighty");
    },
    { flags: updateFlags.propose },
  );
  await expect.poll(async () => (await waiting(legal, id)).length).toBe(2);
  return { id, lost: async () => (await waiting(rd, id)).map(({ insertedText, lost }) => [insertedText, lost]) };
}

describe("[VD5] [PR7] words for words that somebody else had proposed", () => {
  const lostTo = (by: Actor, how: string): unknown => ({
    of: "about",
    how,
    by: { id: by.id, name: by.name },
    whose: { id: rd.id, name: rd.name },
  });

  test("say who deleted those", async () => {
    const { id, lost } = await replacedTwice();
    await cut(finance, id, "sixty");
    await expect.poll(lost).toEqual([["eighty", [lostTo(finance, "deleted")]]]);
  });

  test("say who decided on those, or withdrew them", async () => {
    for (const [who, verdict] of [[finance, "reject"] as const, [rd, "withdraw"] as const]) {
      const { id, lost } = await replacedTwice();
      expect(await lost()).toEqual([
        ["sixty", undefined],
        ["eighty", undefined],
      ]);
      const [first] = await waiting(who, id);
      const decision = { verdict, proposals: [{ id: first?.id, digest: first?.digest }] };
      expect((await who.call("POST", `/documents/${id}/decisions`, decision)).status).toBe(201);
      expect(await lost()).toEqual([["eighty", [lostTo(who, "decided")]]]);
    }
  });
});

test("[VD6] what arrives when its words are gone is void with who had deleted them; a guest who came after that reads no words of it", async () => {
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, [
    "First.",
    "within ninety days",
  ]);
  const [client, clock] = await idOf(rd, id, "ninety");
  await cut(finance, id, "ninety ");
  scene.clock.advance(60_000);
  const invited = await legal.call("POST", `/documents/${id}/shares`, {
    link: "guests",
    role: "view",
    party: "counterparty",
  });
  const guest = await scene.guest(invited.body.url, "late@elsewhere.example", "Mei");
  scene.clock.advance(60_000);
  await change(rd, id, (ydoc) => {
    ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[client, clock, 6]] });
  });
  expect(await waiting(legal, id)).toEqual([]);
  const told = async (who: Actor): Promise<unknown> =>
    (await decided(who, id)).map(({ verdict, decidedBy, proposals }) => [
      verdict,
      decidedBy.name,
      proposals.map(({ deletedText, clause, late }) => [deletedText, clause?.words, late?.by?.name]),
    ]);
  expect(await told(rd)).toEqual([["void", rd.name, [["ninety", "within ninety days", finance.name]]]]);
  expect(await told(guest)).toEqual([["void", rd.name, [["", undefined, finance.name]]]]);
  expect(JSON.stringify(await decided(guest, id))).not.toContain("ninety");
});

test("[VD1] what somebody proposes about words that their proposer takes back is void, and the decisions say who did", async () => {
  const id = await replaced();
  const [client, clock] = await idOf(legal, id, "xty");
  const record = { do: "delete", ids: [[client, clock, 3]] };
  const strike = (ydoc: Y.Doc): void => void ydoc.getMap(PROPOSALS_NAME).set(`${legal.id}:1`, record);
  await change(legal, id, strike, { flags: updateFlags.propose });
  await expect.poll(async () => (await waiting(legal, id)).length).toBe(2);
  await cut(rd, id, "xty");
  await expect.poll(async () => (await waiting(legal, id)).map(({ insertedText }) => insertedText)).toEqual(["si"]);
  const told = (await decided(legal, id)).map(({ verdict, decidedBy, proposals }) => [
    verdict,
    decidedBy.name,
    proposals.map(({ author, deletedText }) => [author?.id, deletedText]),
  ]);
  expect(told).toEqual([["void", rd.name, [[legal.id, "xty"]]]]);
});

test("[VD5] a replacement says who deleted a part of either side, and nothing of what its author took back", async () => {
  const id = await replaced();
  await cut(rd, id, "xty");
  await cut(finance, id, "s");
  await cut(finance, id, "nin");
  const by = { id: finance.id, name: finance.name };
  await expect
    .poll(async () => (await waiting(rd, id)).map((each) => each.lost))
    .toEqual([
      [
        { of: "about", how: "deleted", by, whose: null },
        { of: "own", how: "deleted", by, whose: null },
      ],
    ]);
});

describe("words that somebody proposed to put in and an editor deletes", () => {
  test("[VD1] [VD2] void the proposal, and the decisions say who deleted them, with words and place", async () => {
    const id = await replaced();
    await cut(finance, id, "sixty");
    await expect.poll(() => waiting(legal, id)).toEqual([]);
    const all = await decided(rd, id);
    expect(all).toMatchObject([
      {
        verdict: "void",
        decidedBy: { name: finance.name },
        proposals: [{ author: { name: rd.name }, kind: "replace", deletedText: "ninety", insertedText: "sixty" }],
        stays: null,
      },
    ]);
    expect(all[0]?.proposals[0]?.clause).toMatchObject({ words: "within ninety days" });
  });

  test("[VD2] with those that it would replace void it, and the decisions say that these went, too", async () => {
    const id = await replaced();
    await cut(finance, id, "ninetysixty");
    await expect.poll(() => waiting(legal, id)).toEqual([]);
    expect(await decided(rd, id)).toMatchObject([{ verdict: "void", proposals: [{ groundGone: "all" }] }]);
  });

  test("[VD2] letter by letter void it as it was", async () => {
    const id = await replaced();
    for (const rest of ["sixty", "sixt", "six", "si", "s"])
      await change(finance, id, (ydoc) => {
        const text = textAt(ydoc, 1);
        text.delete(text.toString().indexOf(rest) + rest.length - 1, 1);
      });
    await expect.poll(() => waiting(legal, id)).toEqual([]);
    expect(await decided(rd, id)).toMatchObject([{ verdict: "void", proposals: [{ insertedText: "sixty" }] }]);
  });

  test("[VD1] its proposer reads it in Review, and whoever deleted them does not", async () => {
    const id = await replaced();
    for (const who of [rd, finance]) {
      const { seq, at } = (await who.call("GET", `/documents/${id}/review`)).body;
      expect((await who.call("PUT", `/documents/${id}/seen`, { seq, at })).status).toBe(200);
    }
    await cut(finance, id, "sixty");
    await expect.poll(async () => (await decided(rd, id)).length).toBe(1);
    const readBy = async (who: Actor): Promise<unknown> => (await who.call("GET", `/documents/${id}/review`)).body;
    expect(await readBy(rd)).toMatchObject({ decisions: [{ verdict: "void", decidedBy: { name: finance.name } }] });
    expect(await readBy(finance)).toMatchObject({ decisions: [] });
  });

  test.each(["at once", "letter by letter"])(
    "put back make one that only puts words in wait again, and the decisions say who did (%s)",
    async (how) => {
      const roles = { edit: finance, suggest: rd, view: ceo };
      const id = await newSharedContract(scene, legal, roles, ["The rent is 400."]);
      await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(16, " Monthly."));
      const pieces = how === "at once" ? [[16, 9]] : Array.from({ length: 9 }, (_, at) => [24 - at, 1]);
      for (const [at = 0, length = 0] of pieces)
        await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(at, length));
      await expect.poll(() => waiting(legal, id)).toEqual([]);
      expect(await decided(rd, id)).toMatchObject([{ verdict: "void", undone: null }]);
      await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(16, " Monthly."), { flags: updateFlags.undo });
      await expect.poll(async () => (await waiting(legal, id)).length).toBe(1);
      const [voided, back, ...others] = await decided(rd, id);
      expect(voided).toMatchObject({ verdict: "void", takenBackBy: back?.seq });
      expect(back).toMatchObject({ verdict: "revive", decidedBy: { name: finance.name } });
      expect(others).toEqual([]);

      // Who accepts it accepts what its proposer proposed, whoever put that back.
      const proposals = (await waiting(legal, id)).map(({ id: proposal, digest }) => ({ id: proposal, digest }));
      const { seq } = (await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals })).body;
      for (const mode of ["net", "exact"]) {
        const told = (await legal.call("GET", `/documents/${id}/versions/1/compare/${seq}?mode=${mode}`)).body;
        const { blocks, rows } = told as {
          blocks: ComparedBlockAnswer[];
          rows: { seq: number; author: { name: string } }[];
        };
        const pieces = blocks.flatMap((block) => block.pieces).filter(({ fate }) => fate === "inserted");
        const nameOf = (row: number | null): string | undefined => rows.find((each) => each.seq === row)?.author.name;
        expect(
          pieces.map((piece) => [piece.text, nameOf(piece.placedSeq ?? piece.writtenSeq), nameOf(piece.decidedSeq)]),
        ).toEqual([[" Monthly.", rd.name, legal.name]]);
      }
    },
  );

  test("are one frame of the film with what became of the proposal, when they go and when they are put back", async () => {
    const id = await replaced();
    await cut(finance, id, "sixty");
    await expect.poll(() => waiting(legal, id)).toEqual([]);
    await change(finance, id, (ydoc) => textAt(ydoc, 1).insert(13, "sixty"), { flags: updateFlags.undo });
    await expect.poll(async () => (await waiting(legal, id)).length).toBe(1);
    const { frames, blocks } = (await legal.call("GET", `/documents/${id}/film`)).body as Film;
    expect(frames.slice(-3).map(({ did }) => did)).toEqual([
      { proposed: 1 },
      { written: 1, voided: 1 },
      { undone: 1, revived: 1 },
    ]);
    // In no frame the proposed words are agreed.
    const sixty = blocks.flatMap(({ spans }) => spans).filter(({ text }) => text.includes("sixty"));
    expect(sixty.flatMap(({ phases }) => phases.map(({ from, waits }) => [from - frames.length, waits]))).toEqual([
      [-3, true],
      [-1, true],
    ]);
  });

  test("[RV2] have their letter in the film while they are one of two alternatives, and so have those beside them", async () => {
    const roles = { edit: finance, suggest: rd, view: ceo };
    const id = await newSharedContract(scene, legal, roles, ["The rent is 400."]);
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(16, " Monthly."));
    const [first] = await waiting(rd, id);
    await change(legal, id, (ydoc) => textAt(ydoc, 0).insert(25, " Yearly."), { flags: updateFlags.propose });
    const [client, clock] = await idOf(legal, id, " Yearly.");
    const to = first?.id.split("-").map(Number);
    const answer = { do: "counter", to, ids: [[client, clock, 8]], group: "1" };
    const flags = { flags: updateFlags.propose };
    await change(legal, id, (ydoc) => void ydoc.getMap(PROPOSALS_NAME).set(`${legal.id}:1`, answer), flags);
    await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(16, 9));
    await expect.poll(async () => (await waiting(legal, id)).length).toBe(1);
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(16, " Monthly."), { flags: updateFlags.undo });
    await expect.poll(async () => (await waiting(legal, id)).length).toBe(2);
    const { frames, blocks } = (await legal.call("GET", `/documents/${id}/film`)).body as Film;
    const letteredIn = (frame: number): string[] =>
      blocks.flatMap(({ spans }) =>
        spans.flatMap(({ text, phases }) => {
          const look = phases.find(({ from, until }) => from <= frame && (until === null || frame < until));
          return look?.alternatives ? [`${look.alternatives.join("")}${text}`] : [];
        }),
      );
    // The answer is complete; what it answers is void; both wait again.
    expect([3, 2, 1].map((back) => letteredIn(frames.length - back))).toEqual([
      ["A Monthly.", "B Yearly."],
      [],
      ["A Monthly.", "B Yearly."],
    ]);
  });

  test("[VD3] put back make it wait again, and the decisions say so", async () => {
    const id = await replaced();
    const before = await waiting(legal, id);
    await cut(finance, id, "sixty");
    await expect.poll(() => waiting(legal, id)).toEqual([]);
    await change(finance, id, (ydoc) => textAt(ydoc, 1).insert(13, "sixty"), { flags: updateFlags.undo });
    await expect.poll(async () => (await waiting(legal, id)).length).toBe(1);
    expect(await waiting(legal, id)).toMatchObject([{ firstSeq: before[0]?.firstSeq, author: { name: rd.name } }]);
    const [voided, back] = await decided(rd, id);
    expect(voided).toMatchObject({ verdict: "void", takenBackBy: back?.seq });
    expect(back).toMatchObject({ verdict: "revive", decidedBy: { name: finance.name } });
    // Nobody had decided, so nobody took a decision back.
    const { sittings } = (await legal.call("GET", `/documents/${id}/timeline?way=decision`)).body;
    expect(sittings).toMatchObject([{ voided: 1, revived: 1, takenBack: 0, person: { name: finance.name } }]);
    const struck = await storyOf(legal, id, await idOf(legal, id, "ninety"));
    expect(toldParts(struck)).toContainEqual([
      "ninety",
      ["wrote", legal.name],
      ["proposedDeletion", rd.name],
      ["voided", finance.name],
      ["revived", finance.name],
    ]);
    const path = `/documents/${id}/versions/1/compare/${back?.seq}?mode=exact&view=proposed`;
    const { blocks, rows } = (await legal.call("GET", path)).body as {
      blocks: ComparedBlockAnswer[];
      rows: { seq: number; author: { name: string } }[];
    };
    const piece = blocks.flatMap(({ pieces }) => pieces).find(({ text }) => text === "sixty");
    const row = rows.find(({ seq }) => seq === (piece?.placedSeq ?? piece?.writtenSeq));
    expect([piece?.waits, row?.author.name]).toEqual([true, rd.name]);
  });

  test("[VD3] put back in part make only theirs wait again, and the row is not taken back before all of them do", async () => {
    const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, [
      "First.",
      "within ninety days of ten weeks",
    ]);
    const [ninety, ten] = [await idOf(rd, id, "ninety"), await idOf(rd, id, "ten")];
    await change(rd, id, (ydoc) => {
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[...ninety, 6]] });
      textAt(ydoc, 1).insert(13, "sixty");
    });
    await change(rd, id, (ydoc) => {
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:2`, { do: "delete", ids: [[...ten, 3]] });
      textAt(ydoc, 1).insert(30, "four");
    });
    await expect.poll(async () => (await waiting(legal, id)).map(({ kind }) => kind)).toEqual(["replace", "replace"]);
    await change(finance, id, (ydoc) => {
      textAt(ydoc, 1).delete(30, 4);
      textAt(ydoc, 1).delete(13, 5);
    });
    await expect.poll(() => waiting(legal, id)).toEqual([]);
    const state = async (): Promise<unknown> => {
      const [voided] = await decided(rd, id);
      return [
        voided?.takenBackBy,
        voided?.undone,
        voided?.proposals.map(({ insertedText, waitsAgain }) => [insertedText, waitsAgain]),
      ];
    };
    expect(await state()).toEqual([
      null,
      null,
      [
        ["sixty", false],
        ["four", false],
      ],
    ]);
    await change(finance, id, (ydoc) => textAt(ydoc, 1).insert(13, "sixty"), { flags: updateFlags.undo });
    await expect.poll(async () => (await waiting(legal, id)).length).toBe(1);
    expect(await state()).toEqual([
      null,
      null,
      [
        ["sixty", true],
        ["four", false],
      ],
    ]);
    await change(finance, id, (ydoc) => textAt(ydoc, 1).insert(30, "four"), { flags: updateFlags.undo });
    await expect.poll(async () => (await waiting(legal, id)).length).toBe(2);
    const last = (await decided(rd, id)).at(-1)?.seq;
    expect(await state()).toEqual([
      last,
      null,
      [
        ["sixty", true],
        ["four", true],
      ],
    ]);
  });

  test("[VD3] after a decision about what was left bring nothing back, and nobody is told to have taken it back", async () => {
    const id = await replaced("sixtynine");
    await cut(finance, id, "sixty");
    await change(rd, id, (ydoc) => textAt(ydoc, 1).delete(13, 4));
    await expect.poll(async () => (await waiting(legal, id)).map(({ kind }) => kind)).toEqual(["delete"]);
    const proposals = (await waiting(legal, id)).map(({ id: proposal, digest }) => ({ id: proposal, digest }));
    const made = await legal.call("POST", `/documents/${id}/decisions`, { verdict: "reject", proposals });
    expect(made.status).toBe(201);
    await change(finance, id, (ydoc) => textAt(ydoc, 1).insert(13, "sixty"), { flags: updateFlags.undo });
    await expect.poll(async () => (await waiting(legal, id)).map(({ kind }) => kind)).toEqual(["insert"]);
    expect(await decided(legal, id)).toMatchObject([{ verdict: "reject", takenBackBy: null }]);
  });
});
