import type { DocumentId } from "@parley/base";
import { PROPOSALS_NAME, type ProposalRecord } from "@parley/document";
import type { ComparedBlockAnswer, Sitting, SittingChange } from "@parley/documents";
import { updateFlags } from "@parley/sync";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";
import { newSharedContract, storyOf, toldParts } from "../../../../test/scenarios/documents/word-stories.ts";
import { type SittingRows, createStoryStore } from "./story-store.ts";

/** Legal owns; finance edits; rd proposes; the chief executive only reads; a counterparty's guest edits. */
const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

const minuteMs = 60_000;
let guests = 0;

/** A contract shared with everybody in their role. */
async function newContract(...lines: string[]): Promise<{ id: string; guest: Actor }> {
  const id = await newSharedContract(scene, legal, { edit: finance, suggest: rd, view: ceo }, lines);
  const invited = await legal.call("POST", `/documents/${id}/shares`, { link: "guests", role: "edit" });
  const guest = await scene.guest(invited.body.url, `guest${guests++}@out.example`, "Zhou");
  return { id, guest };
}

const formatByFinance = (id: string): Promise<void> =>
  change(finance, id, (ydoc) => {
    textAt(ydoc, 0).format(4, 3, { bold: {} });
    (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).setAttribute("align", "center");
  });

const sittingsOf = async (id: string, query = ""): Promise<Sitting[]> =>
  (await legal.call("GET", `/documents/${id}/timeline${query}`)).body.sittings;
const changesOf = async (id: string, { first, last }: Sitting): Promise<SittingChange[]> =>
  (await legal.call("GET", `/documents/${id}/timeline/${first}?last=${last}`)).body.changes;

type Sized = Pick<Sitting, "insertedCharacters" | "deletedCharacters">;
const sizeOf = ({ insertedCharacters, deletedCharacters }: Sized): number[] => [insertedCharacters, deletedCharacters];

describe("the timeline", () => {
  test("rows of one person, way and day without a long pause are one sitting, with its size, newest first", async () => {
    const { id, guest } = await newContract("The price is 100.");
    scene.clock.advance(20 * minuteMs);
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(13, "now "));
    scene.clock.advance(minuteMs);
    await change(guest, id, (ydoc) => textAt(ydoc, 0).insert(0, "NB. "));
    scene.clock.advance(minuteMs);
    await change(finance, id, (ydoc) => textAt(ydoc, 0).delete(4, 4));
    scene.clock.advance(15 * minuteMs);
    await change(finance, id, (ydoc) => textAt(ydoc, 0).format(0, 3, { bold: {} }));
    const sittings = await sittingsOf(id);
    expect(sittings).toMatchObject([
      {
        first: 5,
        last: 5,
        rows: 1,
        person: { name: finance.name },
        way: "written",
        formatted: 1,
        insertedCharacters: 0,
      },
      { first: 2, last: 4, rows: 2, person: { name: finance.name }, insertedCharacters: 4, deletedCharacters: 4 },
      { first: 3, last: 3, rows: 1, person: { name: "Zhou" }, party: "counterparty", insertedCharacters: 4 },
      { first: 1, last: 1, rows: 1, person: { name: legal.name }, party: "ours", way: "api", insertedCharacters: 17 },
    ]);
    const { people, ways } = (await legal.call("GET", `/documents/${id}/timeline`)).body;
    expect(people.map(({ person }: { person: { name: string } }) => person.name)).toEqual([
      legal.name,
      finance.name,
      "Zhou",
    ]);
    expect(new Set(ways)).toEqual(new Set(["api", "written"]));
    expect((await sittingsOf(id, `?person=${guest.id}`)).map(({ first }) => first)).toEqual([3]);
    expect((await sittingsOf(id, "?way=api")).map(({ first }) => first)).toEqual([1]);
    expect(await sittingsOf(id, `?way=api&person=${guest.id}`)).toEqual([]);
    // Page by page it is the same.
    const pages: number[] = [];
    let next: number | null = 1_000;
    while (next !== null) {
      const { body } = await legal.call("GET", `/documents/${id}/timeline?limit=1&before=${next}`);
      pages.push(...body.sittings.map(({ first }: Sitting) => first));
      next = body.nextBefore as number | null;
    }
    expect(pages).toEqual([5, 2, 3, 1]);
  });

  test("a day ends at midnight in the company's time zone, which is Shanghai's unless set otherwise", async () => {
    const { id } = await newContract("One.");
    const beforeMidnightMs = new Date(scene.clock.nowMs()).setUTCHours(15, 57, 0, 0) + 24 * 60 * minuteMs;
    scene.clock.advance(beforeMidnightMs - scene.clock.nowMs());
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(0, "a"));
    scene.clock.advance(6 * minuteMs);
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(0, "b"));
    const [second, first] = await sittingsOf(id);
    const utcDay = new Date(beforeMidnightMs).toISOString().slice(0, 10);
    expect(first?.day).toBe(utcDay);
    expect(second?.day).toBe(new Date(beforeMidnightMs + 24 * 60 * minuteMs).toISOString().slice(0, 10));
    expect((await legal.call("GET", `/documents/${id}/timeline`)).body.timeZone).toBe("Asia/Shanghai");
  });

  test("however few rows are read at once, the pages are the same", async () => {
    const { id, guest } = await newContract("One.");
    for (let round = 0; round < 24; round++) {
      scene.clock.advance(scene.random.pick([1, 4, 9, 12]) * minuteMs);
      await change(scene.random.pick([legal, finance, guest]), id, (ydoc) => textAt(ydoc, 0).insert(0, "x"));
    }
    const wanted = { personId: null, way: null, pauseMs: 10 * minuteMs, timeZone: "UTC" };
    const documentId = id as DocumentId;
    const readAll = async (scannedRows: number, limit: number): Promise<SittingRows[]> => {
      const store = createStoryStore(scene.database.sql, { scannedRows });
      const all: SittingRows[] = [];
      for (let before: number | null = null; ;) {
        const page: SittingRows[] = await store.readSittings(documentId, { ...wanted, before, limit });
        all.push(...page);
        if (page.length < limit) return all;
        before = page.at(-1)?.last ?? null;
      }
    };
    const whole = await readAll(1_000, 1_000);
    expect(whole.flatMap(({ seqs }) => seqs).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
    for (const [scannedRows, limit] of [
      [1, 1],
      [2, 3],
      [5, 2],
    ] as const)
      expect(await readAll(scannedRows, limit)).toEqual(whole);
  });

  test("a sitting tells what it formatted and set with what that was before; of what it took back itself it claims nothing", async () => {
    const { id } = await newContract("The price is 100.", "The term is 30 days.");
    const block = (ydoc: Y.Doc): Y.XmlElement => ydoc.getXmlFragment("default").get(0) as Y.XmlElement;
    const link = (href: string): object => ({ link: { href } });
    await change(legal, id, (ydoc) => textAt(ydoc, 1).format(4, 4, link("https://old.example/")));
    await change(finance, id, (ydoc) => {
      block(ydoc).setAttribute("style", "heading");
      block(ydoc).setAttribute("level", 2 as unknown as string);
      textAt(ydoc, 1).format(4, 4, link("https://new.example/"));
    });
    const [sitting] = await sittingsOf(id, `?person=${finance.id}`);
    expect(sitting).toMatchObject({ formatted: 1, set: 1 });
    const told = (await changesOf(id, sitting as Sitting)).map(({ did, text, settings }) => [did, text, settings]);
    expect(told).toEqual([
      [
        "set",
        "The price is 100.",
        [
          { do: "set", name: "style", from: null, to: "heading" },
          { do: "set", name: "level", from: null, to: 2 },
        ],
      ],
      [
        "formatted",
        "term",
        [
          {
            do: "format",
            mark: "link",
            from: { href: "https://old.example/" },
            to: { href: "https://new.example/" },
            words: "term",
          },
        ],
      ],
    ]);
    await change(finance, id, (ydoc) => {
      block(ydoc).removeAttribute("style");
      block(ydoc).removeAttribute("level");
      textAt(ydoc, 1).format(4, 4, link("https://old.example/"));
    });
    const [whole] = await sittingsOf(id, `?person=${finance.id}`);
    expect(whole).toMatchObject({ rows: 2, formatted: 0, set: 0, movedCharacters: 0, breaks: 0, blocks: 0 });
    expect(await changesOf(id, whole as Sitting)).toEqual([]);
  });

  test("a sitting's changes lead to where the words stand, and quote what is gone with the place where it was", async () => {
    const { id, guest } = await newContract("The price is 100.", "The term is 30 days.");
    scene.clock.advance(20 * minuteMs);
    await change(finance, id, (ydoc) => {
      textAt(ydoc, 0).insert(13, "now ");
      textAt(ydoc, 1).delete(4, 5);
    });
    scene.clock.advance(20 * minuteMs);
    const [sitting] = await sittingsOf(id);
    const before = await changesOf(id, sitting as Sitting);
    expect(before.map(({ did, text }) => [did, text])).toEqual([
      ["inserted", "now "],
      ["deleted", "term "],
    ]);
    expect(before[0]?.at).toEqual(before[0]?.ids);
    expect(before[1]).toMatchObject({ at: [], place: expect.any(Array) });
    await change(guest, id, (ydoc) => textAt(ydoc, 0).delete(13, 4));
    expect((await changesOf(id, sitting as Sitting))[0]).toMatchObject({
      text: "now ",
      at: [],
      place: expect.any(Array),
    });
    const missing = await legal.call("GET", `/documents/${id}/timeline/99?last=100`);
    expect([missing.status, missing.body.code]).toEqual([404, "documents/sitting-not-found"]);
  });

  test("who restored words and who split them afterwards are told apart, here, in their story and in a comparison", async () => {
    const { id } = await newContract("Keep.", "Pay at once. Pay in full.");
    await change(finance, id, (ydoc) => ydoc.getXmlFragment("default").delete(1, 1));
    await legal.call("POST", `/documents/${id}/versions/1/restore`);
    await change(finance, id, (ydoc) => {
      textAt(ydoc, 1).delete(12, 13);
      const added = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").push([added]);
      added.insert(0, [new Y.XmlText(" Pay in full.")]);
    });
    const sittings = await sittingsOf(id);
    const restored = sittings.find(({ way }) => way === "restore") as Sitting;
    expect((await changesOf(id, restored)).map(({ did, text }) => [did, text])).toEqual([
      ["broughtBack", "Pay at once."],
      ["broughtBack", " Pay in full."],
    ]);
    expect(restored).toMatchObject({ broughtBackCharacters: 0, movedCharacters: 0 });
    const { versions } = (await legal.call("GET", `/documents/${id}/versions`)).body;
    const version = versions.find(({ restored: of }: { restored: number | null }) => of === 1);
    expect(sizeOf(restored)).toEqual([25, 0]);
    expect(sizeOf(version)).toEqual([25, 0]);
    const byFinance = sittings.filter(({ way, person }) => way === "written" && person.id === finance.id);
    const toldOfFinance = await Promise.all(byFinance.map((each) => changesOf(id, each)));
    expect(toldOfFinance.map((changes) => changes.map(({ did, text }) => [did, text]))).toEqual([
      [["split", " Pay in full."]],
      [["deleted", "Pay at once. Pay in full."]],
    ]);
    expect(toldParts(await storyOf(legal, id, await idOf(legal, id, "full")))).toEqual([
      ["full", ["wrote", legal.name], ["restored", legal.name], ["split", finance.name]],
    ]);
    const compared = (await legal.call("GET", `/documents/${id}/versions/2/compare/4`)).body;
    const nameOf = (seq: number): string => compared.rows.find((row: { seq: number }) => row.seq === seq).author.name;
    const pieces = (compared.blocks as ComparedBlockAnswer[]).flatMap((block) => block.pieces);
    expect(
      pieces
        .filter(({ fate }) => fate === "inserted")
        .map(({ text, placedSeq, writtenSeq }) => [text, placedSeq, nameOf(placedSeq ?? 0), writtenSeq]),
    ).toEqual([
      ["Pay at once.", 3, legal.name, 1],
      [" Pay in full.", 3, legal.name, 1],
    ]);
  });

  test("a comparison names who proposed a look of words or of a paragraph, and who accepted it", async () => {
    const { id } = await newContract("The fee is due.");
    const at = await idOf(legal, id, "fee");
    await change(rd, id, (ydoc) => {
      const block = (ydoc.getXmlFragment("default").get(0) as Y.XmlElement)._item?.id;
      const records: ProposalRecord[] = [
        { do: "set", block: [block?.client ?? 0, block?.clock ?? 0], name: "align", value: "center" },
        { do: "format", ids: [[at[0], at[1], 3]], mark: "bold", value: {} },
      ];
      records.forEach((record, index) => ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:${index}`, record));
    });
    const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body;
    const proposals = waiting.map((each: { id: string; digest: string }) => ({ id: each.id, digest: each.digest }));
    await finance.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals });
    for (const mode of ["exact", "net"]) {
      const { blocks, rows } = (await legal.call("GET", `/documents/${id}/versions/1/compare/3?mode=${mode}`)).body;
      const nameOf = (seq: number): string => rows.find((row: { seq: number }) => row.seq === seq)?.author.name;
      const [paragraph] = blocks as ComparedBlockAnswer[];
      const changes = [...(paragraph?.changes ?? []), ...(paragraph?.pieces ?? []).flatMap((each) => each.formatting)];
      expect(changes.map(({ name, seq, decidedSeq }) => [name, nameOf(seq), nameOf(decidedSeq ?? 0)])).toEqual([
        ["align", rd.name, finance.name],
        ["bold", rd.name, finance.name],
      ]);
    }
  });

  test("decisions and restored versions are sittings of their own, which say what they decided", async () => {
    const { id } = await newContract("fee");
    await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, "annual "));
    const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body;
    const proposals = waiting.map(({ id: proposal, digest }: { id: string; digest: string }) => ({
      id: proposal,
      digest,
    }));
    await finance.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals, reason: "as discussed" });
    await legal.call("POST", `/documents/${id}/versions/1/restore`);
    const [restored, decided, proposed] = await sittingsOf(id);
    expect(restored).toMatchObject({ way: "restore", restored: 1, person: { name: legal.name } });
    expect(decided).toMatchObject({ way: "decision", accepted: 1, rejected: 0, person: { name: finance.name } });
    expect(proposed).toMatchObject({ way: "written", proposed: true, insertedCharacters: 7 });
    const answer = (await legal.call("GET", `/documents/${id}/timeline/${decided?.first}?last=${decided?.last}`)).body;
    expect(answer.decisions).toMatchObject([
      {
        verdict: "accept",
        reason: "as discussed",
        proposals: [{ author: { name: rd.name }, insertedText: "annual " }],
        ids: [],
      },
    ]);
  });
});

describe("a restored version", () => {
  test("parts what everybody did before from what they did after it, and two of them are two", async () => {
    const { id } = await newContract("One.", "Two.");
    const decide = async (words: string): Promise<void> => {
      await change(rd, id, (ydoc) => textAt(ydoc, 0).insert(0, words));
      const waiting = (await legal.call("GET", `/documents/${id}/proposals`)).body;
      const proposals = waiting.map((each: { id: string; digest: string }) => ({ id: each.id, digest: each.digest }));
      await finance.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals });
    };
    await decide("a ");
    await change(legal, id, (ydoc) => textAt(ydoc, 1).insert(0, "x "));
    await legal.call("POST", `/documents/${id}/versions/1/restore`);
    await decide("b ");
    await decide("c ");
    await legal.call("POST", `/documents/${id}/versions/1/restore`);
    await legal.call("POST", `/documents/${id}/versions/3/restore`);
    const told = ({ first, last, way, accepted, restored, person }: Sitting): unknown[] => [
      [first, last],
      person.name,
      way,
      way === "restore" ? restored : accepted,
    ];
    const expected = [
      [[11, 11], legal.name, "restore", 3],
      [[10, 10], legal.name, "restore", 1],
      [[7, 9], finance.name, "decision", 2],
      [[6, 8], rd.name, "written", 0],
      [[5, 5], legal.name, "restore", 1],
      [[4, 4], legal.name, "written", 0],
      [[3, 3], finance.name, "decision", 1],
      [[2, 2], rd.name, "written", 0],
      [[1, 1], legal.name, "api", 0],
    ];
    expect((await sittingsOf(id)).map(told)).toEqual(expected);
    expect((await sittingsOf(id, `?person=${finance.id}`)).map(told)).toEqual([expected[2], expected[6]]);
    // So it is page by page, and where few rows are read at once.
    expect((await sittingsOf(id, "?limit=1&before=9")).map(told)).toEqual([expected[3]]);
    const wanted = { personId: null, way: null, before: null, limit: 9, pauseMs: 10 * minuteMs, timeZone: "UTC" };
    const few = await createStoryStore(scene.database.sql, { scannedRows: 1 }).readSittings(id as DocumentId, wanted);
    expect(few.map(({ first, last }) => [first, last])).toEqual(expected.map(([rows]) => rows));
  });
});

describe("the story of a word", () => {
  test("it names who wrote, moved, proposed, decided and deleted each part, with the reason", async () => {
    const { id } = await newContract("Payment within thirteen days.");
    scene.clock.advance(5 * minuteMs);
    await change(finance, id, (ydoc) => {
      textAt(ydoc, 0).delete(19, 4);
      textAt(ydoc, 0).insert(19, "ty");
    });
    scene.clock.advance(5 * minuteMs);
    const at = await idOf(legal, id, "thirty");
    await change(rd, id, (ydoc) => {
      const record: ProposalRecord = { do: "delete", ids: [[at[0], at[1], 4]] };
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, record);
      textAt(ydoc, 0).insert(15, "for");
    });
    const waiting = await storyOf(legal, id, at);
    expect(waiting.word).toBe("forthirty");
    expect(toldParts(waiting)).toEqual([
      ["for", ["wrote", rd.name]],
      ["thir", ["wrote", legal.name], ["proposedDeletion", rd.name]],
      ["-teen", ["wrote", legal.name], ["deleted", finance.name]],
      ["ty", ["wrote", finance.name]],
    ]);
    expect(waiting.parts.map(({ steps }) => steps.some(({ waits }) => waits))).toEqual([true, true, false, false]);
    const proposals = (await legal.call("GET", `/documents/${id}/proposals`)).body.map(
      ({ id: proposal, digest }: { id: string; digest: string }) => ({ id: proposal, digest }),
    );
    scene.clock.advance(5 * minuteMs);
    await legal.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals, reason: "forty it is" });
    scene.clock.advance(5 * minuteMs);
    await change(finance, id, (ydoc) => {
      textAt(ydoc, 0).delete(8, 18);
      const element = new Y.XmlElement("paragraph");
      ydoc.getXmlFragment("default").insert(1, [element]);
      element.insert(0, [new Y.XmlText("within forty days.")]);
    });
    const decided = await storyOf(legal, id, await idOf(legal, id, "forty"));
    expect(toldParts(decided)).toEqual([
      ["for", ["wrote", rd.name], ["accepted", legal.name, "forty it is"], ["split", finance.name]],
      ["ty", ["wrote", finance.name], ["split", finance.name]],
    ]);
    const struck = await storyOf(ceo, id, at);
    expect([struck.gone, ...toldParts(struck)]).toEqual([
      true,
      ["-thir", ["wrote", legal.name], ["proposedDeletion", rd.name], ["accepted", legal.name, "forty it is"]],
      ["-teen", ["wrote", legal.name], ["deleted", finance.name]],
    ]);
  });

  test("what was turned down is in it, and so are formatting, and since when its author was offline", async () => {
    const { id } = await newContract("The fee is due.");
    const startedMs = scene.clock.nowMs();
    const at = await idOf(legal, id, "fee");
    await change(rd, id, (ydoc) =>
      ydoc.getMap(PROPOSALS_NAME).set(`${rd.id}:1`, { do: "delete", ids: [[at[0], at[1], 3]] }),
    );
    const proposals = (await legal.call("GET", `/documents/${id}/proposals`)).body.map(
      ({ id: proposal, digest }: { id: string; digest: string }) => ({ id: proposal, digest }),
    );
    await finance.call("POST", `/documents/${id}/decisions`, { verdict: "reject", proposals, reason: "we need it" });
    await change(finance, id, (ydoc) => textAt(ydoc, 0).format(4, 3, { bold: {} }));
    scene.clock.advance(90 * minuteMs);
    await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(7, "s"), { flags: updateFlags.offline, base: 1 });
    const story = await storyOf(ceo, id, at);
    expect(toldParts(story)).toEqual([
      [
        "fee",
        ["wrote", legal.name],
        ["proposedDeletion", rd.name],
        ["rejected", finance.name, "we need it"],
        ["formatted", finance.name],
      ],
      ["s", ["wrote", finance.name]],
    ]);
    expect(story.parts[1]?.steps[0]).toMatchObject({ via: "offline" });
    expect(Math.abs(Date.parse(story.parts[1]?.steps[0]?.offlineSince ?? "") - startedMs)).toBeLessThan(5 * minuteMs);
  });

  test("a guest is told of words that stand, and names nobody whom the page does not name to them", async () => {
    const { id, guest } = await newContract("The fee is due in thirty days.");
    await change(finance, id, (ydoc) => {
      textAt(ydoc, 0).format(4, 3, { bold: {} });
      textAt(ydoc, 0).delete(18, 6);
    });
    const gone = { id: await idOf(legal, id, "days") };
    await change(guest, id, (ydoc) => textAt(ydoc, 0).insert(0, "Note: "));
    const forGuest = await storyOf(guest, id, await idOf(legal, id, "fee"));
    expect(toldParts(forGuest)).toEqual([["fee", ["wrote", legal.name]]]);
    expect(JSON.stringify(forGuest)).not.toContain(finance.name);
    // Whoever guesses ids learns nothing of what was deleted: it answers as an id that never was.
    const thirty: [number, number] = [gone.id[0], gone.id[1] - 7];
    expect(toldParts(await storyOf(legal, id, thirty))).toEqual([
      ["-thirty", ["wrote", legal.name], ["deleted", finance.name]],
    ]);
    const struck = await guest.call("GET", `/documents/${id}/words/${thirty.join("/")}`);
    const never = await guest.call("GET", `/documents/${id}/words/${thirty[0]}/999999`);
    expect([struck.status, struck.body]).toEqual([404, never.body]);
    expect(struck.body.code).toBe("documents/words-not-found");
  });

  test.each([
    ["owner", () => legal],
    ["edit", () => finance],
    ["suggest", () => rd],
    ["view", () => ceo],
  ] as const)("a colleague may see the timeline and who formatted (%s)", async (_role, who) => {
    const { id } = await newContract("The fee.");
    await formatByFinance(id);
    expect((await who().call("GET", `/documents/${id}/timeline`)).status).toBe(200);
    expect((await who().call("GET", `/documents/${id}/timeline/2`)).status).toBe(200);
    const by = { id: finance.id, name: finance.name };
    expect((await who().call("GET", `/documents/${id}/attribution?formatting=1`)).body).toMatchObject({
      formatting: [{ block: 0, from: 4, to: 7, name: "bold", value: {}, by, party: "ours", seq: 2, via: "typed" }],
      attributes: [{ block: 0, element: "paragraph", name: "align", value: "center", by, seq: 2 }],
    });
    expect((await storyOf(who(), id, await idOf(legal, id, "fee"))).word).toBe("fee");
  });

  test("a guest may see neither, whatever their role", async () => {
    const { id, guest } = await newContract("The fee.");
    await formatByFinance(id);
    for (const address of ["timeline", "timeline/2"]) {
      const answer = await guest.call("GET", `/documents/${id}/${address}`);
      expect([answer.status, answer.body.code]).toEqual([403, "people/not-permitted"]);
    }
    const { spans, formatting, attributes } = (await guest.call("GET", `/documents/${id}/attribution?formatting=1`))
      .body;
    expect([spans.length, formatting, attributes]).toEqual([1, undefined, undefined]);
  });
});
