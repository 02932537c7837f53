import type { DocumentId } from "@parley/base";
import type { AttributionSpan, ImportReport, WordOrigin, WordStoryAnswer } from "@parley/documents";
import { PROPOSALS_NAME } from "@parley/document";
import { decodeStatement, findBrokenLink } from "@parley/history";
import { updateFlags } from "@parley/sync";
import JSZip from "jszip";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { change, idOf, textAt } from "../../../../test/scenarios/documents/change-text.ts";
import { type Actor, stageDocumentsScene } from "../../../../test/scenarios/documents/documents-scene.ts";

/** Legal drafts, finance writes into the draft, rd and the chief executive copy it. */
const { scene, legal, finance, rd, ceo } = await stageDocumentsScene(["legal", "finance", "rd", "ceo"]);

const minuteMs = 60_000;
let guests = 0;

async function share(owner: Actor, id: string, person: Actor, role: string): Promise<string> {
  return (await owner.call("POST", `/documents/${id}/shares`, { personId: person.id, role })).body.share.id;
}

async function guestOf(owner: Actor, id: string, email = `guest${guests++}@out.example`): Promise<Actor> {
  const invited = await owner.call("POST", `/documents/${id}/shares`, { link: "guests", role: "view" });
  return scene.guest(invited.body.url, email, "Zhou");
}

async function copy(person: Actor, id: string, title: string): Promise<string> {
  scene.clock.advance(minuteMs);
  const answer = await person.call("POST", `/documents/${id}/duplicate`, { title });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

/** A draft of legal's in which finance wrote “ninety ”, shared with rd. */
async function newDraft(): Promise<string> {
  const id = await scene.addDocument(legal, { title: "Draft", lines: ["Payment within days.", "Law of China."] });
  await share(legal, id, finance, "edit");
  await share(legal, id, rd, "view");
  scene.clock.advance(2 * minuteMs);
  await change(finance, id, (ydoc) => textAt(ydoc, 0).insert(15, "ninety "));
  return id;
}

async function storyOf(person: Actor, id: string, words: string): Promise<WordStoryAnswer> {
  const [client, clock] = await idOf(person, id, words);
  const answer = await person.call("GET", `/documents/${id}/words/${client}/${clock}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

const face = (origin: WordOrigin): string =>
  origin.open
    ? [
        ...[origin.via, origin.person.name, "in", origin.document.title],
        ...(origin.waited ? ["waiting"] : []),
        ...(origin.accepted ? ["accepted by", origin.accepted.person.name] : []),
      ].join(" ")
    : "closed";

/** Where the words of a word came from, part by part, and who is named for them here. */
async function told(person: Actor, id: string, words: string): Promise<string[][]> {
  const { parts } = await storyOf(person, id, words);
  return parts.map(({ text, origins, steps }) => [
    text,
    ...origins.map(face),
    ...steps.map(({ did, via, person: { name } }) => `${did} ${via} ${name}`),
  ]);
}

describe("the story of a copied word", () => {
  test("says who wrote it, when and in which document to who may open that, and only who copied it to who may not", async () => {
    const draft = await newDraft();
    const copied = await copy(rd, draft, "Counter draft");
    await share(rd, copied, ceo, "view");
    const written = (await storyOf(rd, copied, "ninety")).parts[0]?.origins[0];
    const { spans } = (await legal.call("GET", `/documents/${draft}/attribution`)).body;
    const original = spans.find(({ text }: AttributionSpan) => text === "ninety ");
    expect(written).toEqual({
      open: true,
      document: { id: draft, title: "Draft" },
      person: { id: finance.id, name: finance.name },
      party: "ours",
      at: original.insertedAt,
      seq: original.seq,
      via: "typed",
      proposed: false,
      waited: false,
      accepted: null,
    });
    expect(await told(rd, copied, "Payment")).toEqual([
      ["Payment", `api ${legal.name} in Draft`, `wrote copy ${rd.name}`],
    ]);
    expect(await told(ceo, copied, "ninety")).toEqual([["ninety", "closed", `wrote copy ${rd.name}`]]);
    const answer = JSON.stringify(await storyOf(ceo, copied, "ninety"));
    for (const secret of [finance.name, finance.id, draft, "Draft"]) expect(answer).not.toContain(secret);
  });

  test("asks for the source's access anew each time: a share, its end and the trash count at once", async () => {
    const draft = await newDraft();
    const copied = await copy(rd, draft, "Copy");
    await share(rd, copied, ceo, "view");
    const [open, closed] = [`typed ${finance.name} in Draft`, "closed"];
    const originOf = async (person: Actor): Promise<string | undefined> =>
      (await told(person, copied, "ninety"))[0]?.[1];
    expect(await originOf(ceo)).toBe(closed);
    const shareId = await share(legal, draft, ceo, "view");
    expect(await originOf(ceo)).toBe(open);
    await legal.call("DELETE", `/documents/${draft}/shares/${shareId}`);
    expect(await originOf(ceo)).toBe(closed);
    expect(await originOf(rd)).toBe(open);
    await legal.call("DELETE", `/documents/${draft}`);
    expect(await originOf(rd)).toBe(closed);
    await legal.call("POST", `/documents/${draft}/restore`);
    expect(await originOf(rd)).toBe(open);
  });

  test("follows words that were split, moved and typed between, and says of words of the copy itself nothing else", async () => {
    const draft = await newDraft();
    await change(legal, draft, (ydoc) => textAt(ydoc, 1).insert(0, "Strictly "));
    const copied = await copy(rd, draft, "Copy");
    // In the copy somebody splits the paragraph, which writes its second half anew, and types into the first one.
    await change(rd, copied, (ydoc) => {
      const fragment = ydoc.getXmlFragment("default");
      const tail = "ninety days.";
      const first = textAt(ydoc, 0);
      first.delete(first.length - tail.length, tail.length);
      const half = fragment.get(0).clone() as never;
      fragment.insert(1, [half]);
      textAt(ydoc, 1).delete(0, textAt(ydoc, 1).length);
      textAt(ydoc, 1).insert(0, tail);
      first.insert(0, "Own ");
    });
    expect((await told(rd, copied, "ninety"))[0]?.slice(1)).toEqual([
      `typed ${finance.name} in Draft`,
      `wrote copy ${rd.name}`,
      `split typed ${rd.name}`,
    ]);
    expect(await told(rd, copied, "Own")).toEqual([["Own", `wrote typed ${rd.name}`]]);
    expect((await told(rd, copied, "Strictly"))[0]?.[1]).toBe(`typed ${legal.name} in Draft`);
  });

  test("passes a closed document between two open ones without a word of it, and counts no closed doors", async () => {
    const draft = await newDraft();
    const inner = await copy(legal, draft, "Inner");
    await change(legal, inner, (ydoc) => textAt(ydoc, 1).insert(0, "Secretly "));
    const second = await copy(legal, inner, "Second");
    const shown = await copy(legal, second, "Shown");
    await share(legal, shown, rd, "edit");
    expect(await told(legal, shown, "ninety")).toEqual([
      [
        "ninety",
        `typed ${finance.name} in Draft`,
        `copy ${legal.name} in Inner`,
        `copy ${legal.name} in Second`,
        `wrote copy ${legal.name}`,
      ],
    ]);
    expect(await told(rd, shown, "ninety")).toEqual([
      ["ninety", `typed ${finance.name} in Draft`, "closed", `wrote copy ${legal.name}`],
    ]);
    expect(await told(rd, shown, "Secretly")).toEqual([["Secretly", "closed", `wrote copy ${legal.name}`]]);
    const answers = JSON.stringify([await storyOf(rd, shown, "ninety"), await storyOf(rd, shown, "Secretly")]);
    for (const secret of ["Inner", "Second", inner, second]) expect(answers).not.toContain(secret);
  });

  test("tells a guest of the source only what the source shows them: words that stand in it, not those that are gone", async () => {
    const draft = await newDraft();
    const copied = await copy(legal, draft, "Outside");
    const email = "both@out.example";
    const stranger = await guestOf(legal, copied);
    const both = await guestOf(legal, copied, email);
    expect(await told(stranger, copied, "ninety")).toEqual([["ninety", "closed", `wrote copy ${legal.name}`]]);
    expect(await told(both, copied, "ninety")).toEqual([["ninety", "closed", `wrote copy ${legal.name}`]]);
    await guestOf(legal, draft, email);
    expect((await told(both, copied, "ninety"))[0]?.[1]).toBe(`typed ${finance.name} in Draft`);
    await change(legal, draft, (ydoc) => textAt(ydoc, 0).delete(15, 7));
    expect((await told(both, copied, "ninety"))[0]?.[1]).toBe("closed");
    expect((await told(both, copied, "Payment"))[0]?.[1]).toBe(`api ${legal.name} in Draft`);
    expect((await told(rd, draft, "Payment"))[0]).toEqual(["Payment", `wrote api ${legal.name}`]);
    expect((await told(legal, copied, "ninety"))[0]?.[1]).toBe(`typed ${finance.name} in Draft`);
    expect(JSON.stringify(await storyOf(stranger, copied, "ninety"))).not.toContain(finance.name);
  });

  test("knows nothing of what waits: a copy holds the agreed text, words that are proposed to go included", async () => {
    const draft = await newDraft();
    await share(legal, draft, ceo, "suggest");
    await change(ceo, draft, (ydoc) => {
      const text = textAt(ydoc, 0);
      const { client, clock } = text._start?.id ?? { client: 0, clock: 0 };
      text.insert(8, "Perhaps ");
      ydoc.getMap(PROPOSALS_NAME).set(`${ceo.id}:s`, { do: "delete", ids: [[client, clock, 8]] });
    });
    const copied = await copy(legal, draft, "Copy");
    for (const view of ["agreed", "proposed"])
      expect((await legal.call("GET", `/documents/${copied}/text?view=${view}`)).body).toBe(
        "Payment within ninety days.\nLaw of China.",
      );
    expect((await legal.call("GET", `/documents/${copied}/proposals`)).body).toEqual([]);
    expect((await told(legal, copied, "Payment"))[0]?.[1]).toBe(`api ${legal.name} in Draft`);
    expect((await told(legal, copied, "ninety"))[0]?.[1]).toBe(`typed ${finance.name} in Draft`);
  });

  test("[PV4] names who brought letters together between which words waited that the copy leaves out, also in a copy of that", async () => {
    const draft = await scene.addDocument(legal, { title: "Draft", lines: [...Array.from("yapon"), "Second."] });
    await share(legal, draft, finance, "edit");
    await share(legal, draft, rd, "view");
    const proposes = { flags: updateFlags.propose };
    await change(finance, draft, (ydoc) => textAt(ydoc, 5).insert(0, "wwwww".repeat(4)), proposes);
    for (const [at, letter] of Array.from("nopay").entries())
      await change(finance, draft, (ydoc) => {
        ydoc.getXmlFragment("default").delete(4 - at, 1);
        textAt(ydoc, 4 - at).insert(at * 6, letter);
      });
    const authorsOf = async (id: string): Promise<unknown> =>
      (await legal.call("GET", `/documents/${id}/attribution`)).body.spans.map(({ text, from }: AttributionSpan) => [
        text,
        from?.author.name ?? null,
      ]);
    const copied = await copy(legal, draft, "Copy");
    expect((await legal.call("GET", `/documents/${copied}/text`)).body).toBe("nopaySecond.");
    expect((await told(legal, copied, "nopay"))[0]?.[1]).toBe(`typed ${finance.name} in Draft`);
    const credited = [
      ["nopay", finance.name],
      ["Second.", legal.name],
    ];
    expect(await authorsOf(copied)).toEqual(credited);
    expect(await authorsOf(await copy(legal, copied, "Second"))).toEqual(credited);
  });

  test("says who had accepted proposed words when they were copied, to who may open the source, and nothing that came later", async () => {
    const draft = await newDraft();
    await share(legal, draft, ceo, "suggest");
    const accept = async (): Promise<void> => {
      scene.clock.advance(minuteMs);
      const proposals = (await finance.call("GET", `/documents/${draft}/proposals`)).body.map(
        ({ id: proposal, digest }: { id: string; digest: string }) => ({ id: proposal, digest }),
      );
      const decided = await finance.call("POST", `/documents/${draft}/decisions`, { verdict: "accept", proposals });
      expect(decided.status).toBe(201);
    };
    await change(ceo, draft, (ydoc) => textAt(ydoc, 0).insert(8, "calmly "));
    const early = await copy(legal, draft, "Early");
    await accept();
    await change(legal, draft, (ydoc) => textAt(ydoc, 0).insert(8, "very "));
    const late = await copy(legal, draft, "Late");
    const name = `typed ${ceo.name} in Draft accepted by ${finance.name}`;
    expect(await told(legal, late, "calmly")).toEqual([["calmly", name, `wrote copy ${legal.name}`]]);
    expect((await told(legal, late, "very"))[0]?.[1]).toBe(`typed ${legal.name} in Draft`);
    const [origin] = (await storyOf(legal, late, "calmly")).parts[0]?.origins ?? [];
    expect(origin?.open && origin.accepted?.person.id).toBe(finance.id);
    expect((await legal.call("GET", `/documents/${early}/text`)).body).not.toContain("calmly");
    const stranger = await guestOf(legal, late);
    expect(await told(stranger, late, "calmly")).toEqual([["calmly", "closed", `wrote copy ${legal.name}`]]);
    expect(JSON.stringify(await storyOf(stranger, late, "calmly"))).not.toContain(finance.name);
  });

  test("reads everything from the log: also after a restart of the room, and from the row that states it", async () => {
    const draft = await newDraft();
    const copied = await copy(rd, draft, "Copy");
    const before = await storyOf(rd, copied, "ninety");
    for (const open of scene.app.documents.rooms.openRooms()) open.document.dropReplica();
    await scene.database.sql`delete from documents.snapshot`;
    expect(await storyOf(rd, copied, "ninety")).toEqual(before);
    const [row] = (await rd.call("GET", `/documents/${copied}/log`)).body.rows;
    const { provenance = [] } = decodeStatement(Buffer.from(row.statement, "base64"));
    expect(provenance.map(({ documentId, seq }) => [documentId, seq])).toEqual([[draft, 2]]);
    const { rows } = await scene.app.documents.live.readLog(copied as DocumentId, 0, 10);
    const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
    expect(findBrokenLink(rows, sha256)).toBeNull();
    const forged = rows.map((each) => ({ ...each, statement: each.statement && Uint8Array.from(each.statement) }));
    const [first] = forged;
    first?.statement?.set([(first.statement.at(-1) ?? 0) ^ 1], first.statement.length - 1);
    expect(findBrokenLink(forged, sha256)).toEqual({ seq: 1, reason: "hash" });
    expect((await ceo.call("GET", `/documents/${copied}/log`)).status).toBe(404);
  });
});

describe("a Word file that comes back", () => {
  const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const exported = async (person: Actor, id: string, view = "agreed"): Promise<Uint8Array> =>
    (await person.call("GET", `/documents/${id}/export?format=docx&view=${view}`)).bytes;
  const bringBack = async (
    person: Actor,
    bytes: Uint8Array,
  ): Promise<{ id: string; report: Pick<ImportReport, "leftOut"> }> => {
    const file = new File([Uint8Array.from(bytes)], "Back.docx", { type: word });
    const answer = await person.upload("/documents/import", file, { kind: "note", title: "Back" });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const importAs = async (person: Actor, bytes: Uint8Array): Promise<string> => (await bringBack(person, bytes)).id;

  test("says of words that only waited for a decision when the file was taken that they did", async () => {
    const draft = await newDraft();
    await share(legal, draft, ceo, "suggest");
    await change(ceo, draft, (ydoc) => textAt(ydoc, 1).insert(0, "Perhaps the "));
    const back = await importAs(legal, await exported(legal, draft, "proposed"));
    const waiting = [["Perhaps", `typed ${ceo.name} in Draft waiting`, `wrote import ${legal.name}`]];
    expect(await told(legal, back, "Perhaps")).toEqual(waiting);
    expect((await legal.call("GET", `/documents/${back}/text`)).body).toContain("Perhaps the Law");
    const agreed = await importAs(legal, await exported(legal, draft));
    expect((await legal.call("GET", `/documents/${agreed}/text`)).body).not.toContain("Perhaps");
    // What is decided afterwards is no part of how the words came here.
    const proposals = (await finance.call("GET", `/documents/${draft}/proposals`)).body.map(
      ({ id: proposal, digest }: { id: string; digest: string }) => ({ id: proposal, digest }),
    );
    await finance.call("POST", `/documents/${draft}/decisions`, { verdict: "accept", proposals });
    expect(await told(legal, back, "Perhaps")).toEqual(waiting);
  });
  /** The file with a part changed, as a word processor would save it. */
  const edited = async (bytes: Uint8Array, part: string, change: (xml: string) => string): Promise<Uint8Array> => {
    const archive = await JSZip.loadAsync(bytes);
    const before = (await archive.file(part)?.async("string")) ?? "";
    const after = change(before);
    expect(after).not.toBe(before);
    archive.file(part, after);
    return archive.generateAsync({ type: "uint8array" });
  };
  const statementOf = async (person: Actor, id: string): Promise<string | null> =>
    (await person.call("GET", `/documents/${id}/log`)).body.rows[0].statement;

  test("credits words that come back unchanged to who wrote them, and changed ones to who brings the file in", async () => {
    const draft = await newDraft();
    const file = await exported(rd, draft);
    const same = await importAs(rd, file);
    expect(await told(rd, same, "ninety")).toEqual([
      ["ninety", `typed ${finance.name} in Draft`, `wrote import ${rd.name}`],
    ]);
    const changed = await edited(file, "word/document.xml", (xml) => xml.replace("days", "business days"));
    // What happens to the draft after the export changes nothing: the file says which version it is.
    await change(legal, draft, (ydoc) => textAt(ydoc, 0).delete(15, 7));
    const back = await importAs(rd, changed);
    expect(await told(rd, back, "business")).toEqual([["business", `wrote import ${rd.name}`]]);
    expect((await told(rd, back, "ninety"))[0]?.[1]).toBe(`typed ${finance.name} in Draft`);
    expect((await told(rd, back, "Law"))[0]?.[1]).toBe(`api ${legal.name} in Draft`);
    await share(rd, back, ceo, "view");
    expect(await told(ceo, back, "ninety")).toEqual([["ninety", "closed", `wrote import ${rd.name}`]]);
  });

  test("is told at import what it leaves out of the document from which it was taken, not what only waited there", async () => {
    const draft = await newDraft();
    await share(legal, draft, ceo, "suggest");
    await change(ceo, draft, (ydoc) => textAt(ydoc, 1).insert(0, "Perhaps the "));
    const file = await exported(rd, draft);
    const leftOut = async (from: string, to: string): Promise<ImportReport["leftOut"]> => {
      const back = await edited(file, "word/document.xml", (xml) => xml.replace(from, to));
      return (await bringBack(rd, back)).report.leftOut;
    };
    expect(await leftOut("ninety ", "")).toEqual({ title: "Draft", characters: 6, passages: ["ninety"] });
    expect(await leftOut("Law of China.", "")).toEqual({ title: "Draft", characters: 13, passages: ["Law of China."] });
    expect(await leftOut("Payment", "Prompt payment")).toMatchObject({ passages: ["Payment"] });
    expect((await bringBack(rd, file)).report.leftOut).toBeUndefined();
    // Who may not open the draft is told nothing of it.
    const other = await exported(legal, await newDraft());
    const shorter = await edited(other, "word/document.xml", (xml) => xml.replace("ninety ", ""));
    expect((await bringBack(ceo, shorter)).report.leftOut).toBeUndefined();
  });

  test("says nothing where its importer may not open the document, and looks for no words in it", async () => {
    const draft = await newDraft();
    const file = await exported(legal, draft);
    const back = await importAs(ceo, file);
    expect(await told(ceo, back, "ninety")).toEqual([["ninety", `wrote import ${ceo.name}`]]);
    expect(await statementOf(ceo, back)).toBeNull();
    const shareId = await share(legal, draft, ceo, "view");
    expect(await told(ceo, back, "ninety")).toEqual([["ninety", `wrote import ${ceo.name}`]]);
    await legal.call("DELETE", `/documents/${draft}/shares/${shareId}`);
  });

  test("believes no reference that was forged, and none to words that the document does not have", async () => {
    const draft = await newDraft();
    const own = await scene.addDocument(rd, { title: "Own", lines: ["Nothing of the other one stands here."] });
    const [file, ours] = [await exported(rd, draft), await exported(rd, own)];
    const properties = "docProps/custom.xml";
    const sealIn = async (bytes: Uint8Array): Promise<string> =>
      /ParleyOrigin.*?>([\w-]{60,})</s.exec(
        (await (await JSZip.loadAsync(bytes)).file(properties)?.async("string")) ?? "",
      )?.[1] ?? "";
    const [seal, other] = [await sealIn(file), await sealIn(ours)];
    const forged = seal.slice(0, 30) + (seal[30] === "A" ? "B" : "A") + seal.slice(31);
    const back = await importAs(rd, await edited(file, properties, (xml) => xml.replace(seal, forged)));
    expect(await statementOf(rd, back)).toBeNull();
    // The other way round: somebody claims that their own words were finance's.
    const claimed = await importAs(rd, await edited(ours, properties, (xml) => xml.replace(other, seal)));
    expect(await statementOf(rd, claimed)).toBeNull();
    expect(Buffer.from(file).includes(draft)).toBe(false);
  });
});
