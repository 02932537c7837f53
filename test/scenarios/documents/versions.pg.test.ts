import { PROPOSALS_NAME, SCHEMA_VERSION } from "@parley/document";
import type { Film } from "@parley/documents";
import { PARAGRAPH_BREAK } from "@parley/proposals";
import { encodeParleyUpdateFrame } from "@parley/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type Colleague, type Company, openCompany } from "../../support/company.ts";
import type { RawSocket } from "../../support/raw-socket.ts";

let company: Company;
let lin: Colleague;
let mara: Colleague;
let osei: Colleague;

beforeAll(async () => {
  company = await openCompany();
  lin = await company.colleague("Lin");
  mara = await company.colleague("Mara");
  osei = await company.colleague("Osei");
});
afterAll(() => company.stop());

interface Version {
  readonly seq: number;
  readonly name: string | null;
  readonly imported: boolean;
  readonly authors: readonly { readonly name: string }[];
  readonly insertedCharacters: number;
  readonly deletedCharacters: number;
  readonly restored: number | null;
}
interface Compared {
  readonly waiting: boolean;
  readonly blocks: readonly { readonly fate: string; readonly pieces: readonly Piece[] }[];
  readonly rows: readonly { readonly seq: number; readonly author: { readonly name: string } }[];
}
interface Piece {
  readonly fate: string;
  readonly text: string;
  readonly waits: boolean;
  readonly writtenSeq: number;
  readonly deletedSeq: number | null;
}

/** A note of Lin's that Mara may edit and Osei only read. */
async function newNote(): Promise<string> {
  const { id } = (await lin.call("POST", "/documents", { kind: "note", title: "Terms" })).body as { id: string };
  await lin.call("POST", `/documents/${id}/shares`, { personId: mara.id, role: "edit" });
  await lin.call("POST", `/documents/${id}/shares`, { personId: osei.id, role: "view" });
  return id;
}

/** Somebody changes the document as a program would; resolves when that is durable. */
async function change(person: Colleague, id: string, task: (fragment: Y.XmlFragment) => void): Promise<void> {
  const socket: RawSocket = await person.socket(id, { schema: String(SCHEMA_VERSION) });
  const { clientId } = await socket.next("hello");
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(await socket.readDocument()));
  ydoc.clientID = clientId;
  const before = Y.encodeStateVector(ydoc);
  ydoc.transact(() => task(ydoc.getXmlFragment("default")));
  socket.send(encodeParleyUpdateFrame(0, 0, Y.encodeStateAsUpdate(ydoc, before)));
  await socket.next("saved", ({ count }) => count >= 1);
  socket.close();
}

const textAt = (fragment: Y.XmlFragment, index: number): Y.XmlText =>
  (fragment.get(index) as Y.XmlElement).get(0) as Y.XmlText;

function write(...lines: string[]): (fragment: Y.XmlFragment) => void {
  return (fragment) => {
    for (const line of lines) {
      const element = new Y.XmlElement("paragraph");
      fragment.push([element]);
      element.insert(0, [new Y.XmlText(line)]);
    }
  };
}

const listOf = async (id: string): Promise<{ lastSeq: number; versions: Version[] }> =>
  (await lin.call("GET", `/documents/${id}/versions`)).body;
const textOf = async (id: string): Promise<string> => (await lin.call("GET", `/documents/${id}/text`)).body;

describe("versions of a document", () => {
  test("[VE1] [VE3] are named, listed with who changed how much, read, and compared by author", async () => {
    const id = await newNote();
    await change(lin, id, write("乙方应在30个工作日内付款。", "End."));
    const named = await lin.call("POST", `/documents/${id}/versions`, { name: "First draft" });
    expect(named.status).toBe(201);
    const { seq } = named.body as { seq: number };
    await change(mara, id, (fragment) => {
      const text = textAt(fragment, fragment.length - 2);
      text.delete(4, 2);
      text.insert(4, "45");
    });
    const { lastSeq, versions } = await listOf(id);
    expect(versions.map(({ name, authors }) => ({ name, authors: authors.map((each) => each.name) }))).toEqual([
      { name: null, authors: ["Mara"] },
      { name: "First draft", authors: ["Lin"] },
    ]);
    expect(versions[0]).toMatchObject({ seq: lastSeq, insertedCharacters: 2, deletedCharacters: 2 });
    const past = (await osei.call("GET", `/documents/${id}/versions/${seq}`)).body as { text: string };
    expect(past.text).toContain("30个工作日");
    // The older version comes first, whichever is named first.
    for (const path of [`${seq}/compare/${lastSeq}`, `${lastSeq}/compare/${seq}`]) {
      const { blocks, rows } = (await osei.call("GET", `/documents/${id}/versions/${path}`)).body as Compared;
      const pieces = blocks.flatMap((block) => block.pieces);
      const nameOf = (of: number | null): string | undefined => rows.find((row) => row.seq === of)?.author.name;
      const gone = pieces.find(({ fate }) => fate === "deleted");
      const came = pieces.find(({ fate }) => fate === "inserted");
      expect([gone?.text, nameOf(gone?.writtenSeq ?? 0), nameOf(gone?.deletedSeq ?? 0)]).toEqual(["30", "Lin", "Mara"]);
      expect([came?.text, nameOf(came?.writtenSeq ?? 0)]).toEqual(["45", "Mara"]);
    }
    const html = (await osei.call("GET", `/documents/${id}/versions/${seq}/compare/${lastSeq}/html`)).body as string;
    expect(html).toMatch(/<title>Terms: First draft \([^<]*\) – [^<]+<\/title>/u);
    expect(html).toMatch(/<span class="said">\[Deleted: Mara, [^<]*\] <\/span>30<\/del>/u);
    expect(html).toMatch(/<span class="said">\[Inserted: Mara, [^<]*\] <\/span>45<\/ins>/u);
  });

  test("[VE6] a net comparison leaves out what was deleted and typed again", async () => {
    const id = await newNote();
    await change(lin, id, write("Payable in thirty days."));
    const { lastSeq } = await listOf(id);
    await change(mara, id, (fragment) => {
      const text = textAt(fragment, fragment.length - 1);
      text.delete(0, text.length);
    });
    await change(lin, id, (fragment) => textAt(fragment, fragment.length - 1).insert(0, "Payable in sixty days."));
    const path = `/documents/${id}/versions/${lastSeq}/compare/${lastSeq + 2}?mode=net`;
    const { blocks } = (await lin.call("GET", path)).body as Compared;
    const changed = blocks.flatMap(({ pieces }) => pieces).filter(({ fate }) => fate !== "kept");
    expect(changed.map(({ fate, text }) => [fate, text])).toEqual([
      ["deleted", "thirty"],
      ["inserted", "sixty"],
    ]);
  });

  test("[VE7] restoring is one more row: the words and their authors are back, and history goes on", async () => {
    const id = await newNote();
    await change(lin, id, write("Lin's words stay.", "Second."));
    const { lastSeq } = await listOf(id);
    const before = await textOf(id);
    await change(mara, id, (fragment) => fragment.delete(fragment.length - 2, 1));
    await change(mara, id, write("Something else by Mara"));
    const restored = await mara.call("POST", `/documents/${id}/versions/${lastSeq}/restore`, {});
    expect(restored).toMatchObject({ status: 200, body: { seq: lastSeq + 3 } });
    expect(await textOf(id)).toBe(before);
    const { spans } = (await lin.call("GET", `/documents/${id}/attribution`)).body as {
      spans: { text: string; author: { name: string }; movedBy: { name: string } | null }[];
    };
    expect(spans.find(({ text }) => text.includes("Lin's"))).toMatchObject({
      author: { name: "Lin" },
      movedBy: { name: "Mara" },
    });
    expect((await listOf(id)).versions[0]).toMatchObject({ seq: lastSeq + 3, restored: lastSeq });
    // Nothing differs any more.
    const again = await mara.call("POST", `/documents/${id}/versions/${lastSeq}/restore`, {});
    expect(again.body).toEqual({ seq: lastSeq + 3, did: null, waiting: { voided: 0, parted: 0 } });
    const earlier = (await lin.call("GET", `/documents/${id}/versions/${lastSeq + 2}`)).body as { text: string };
    expect(earlier.text).toContain("Something else by Mara");
    await company.restart();
    expect(await textOf(id)).toBe(before);
    // It stays in the list when work goes on without a pause.
    await change(mara, id, write("More by Mara"));
    const { versions } = await listOf(id);
    expect(versions.map(({ restored }) => restored).slice(0, 2)).toEqual([null, lastSeq]);
    expect(versions[1]?.seq).toBe(lastSeq + 3);
  });

  test("[VE7] what stood right before a restore stays a version, with its authors and sizes, however fresh it was", async () => {
    const id = await newNote();
    await change(lin, id, write("First draft."));
    const { seq: draft } = (await lin.call("POST", `/documents/${id}/versions`, { name: "v1" })).body as {
      seq: number;
    };
    await change(lin, id, write("Lin added."));
    await change(mara, id, write("So did Mara."));
    const listed = async (): Promise<Version[]> => (await listOf(id)).versions;
    const [before] = await listed();
    expect(before).toMatchObject({ seq: draft + 2, name: null, insertedCharacters: 22, deletedCharacters: 0 });
    expect(before?.authors.map(({ name }) => name)).toEqual(["Lin", "Mara"]);
    await mara.call("POST", `/documents/${id}/versions/${draft}/restore`, {});
    const [restored, ...earlier] = await listed();
    expect(restored).toMatchObject({ seq: draft + 3, restored: draft, deletedCharacters: 22 });
    expect(earlier).toEqual([before, expect.objectContaining({ seq: draft, name: "v1" })]);
    // One goes back from the list, and what that restored from stays as well, once.
    await mara.call("POST", `/documents/${id}/versions/${draft + 2}/restore`, {});
    expect(await textOf(id)).toContain("So did Mara.");
    expect((await listed()).map(({ seq }) => seq)).toEqual([draft + 4, draft + 3, draft + 2, draft]);
  });

  test("a restoration is taken back as long as it is the last change, and never with what somebody wrote since", async () => {
    const id = await newNote();
    await change(lin, id, write("First draft."));
    const { lastSeq: draft } = await listOf(id);
    await change(lin, id, write("Lin added."));
    const restore = (seq: number, ifLast?: number): ReturnType<Colleague["call"]> =>
      mara.call("POST", `/documents/${id}/versions/${seq}/restore`, ifLast === undefined ? {} : { ifLast });
    const { seq: restored } = (await restore(draft)).body as { seq: number };
    expect(await textOf(id)).not.toContain("Lin added.");
    expect(await restore(restored - 1, restored)).toMatchObject({ status: 200, body: { seq: restored + 1 } });
    expect(await textOf(id)).toContain("Lin added.");
    await restore(draft);
    await change(lin, id, write("Written since."));
    expect(await restore(restored + 1, restored + 2)).toMatchObject({
      status: 409,
      body: { code: "documents/version-changed-since" },
    });
    expect(await textOf(id)).toContain("Written since.");
  });

  test("what came in as a file is a version by itself, by the file's name, and stays one when words are changed", async () => {
    const form = new FormData();
    form.set("kind", "note");
    form.set("file", new File(["Payable in 30 days.\n"], "Offer v3 (counsel).md", { type: "text/markdown" }));
    const answer = await fetch(`${company.server.url}/api/documents/import`, {
      method: "POST",
      headers: { authorization: `Bearer ${lin.token}` },
      body: form,
    });
    const { id } = (await answer.json()) as { id: string };
    await lin.call("POST", `/documents/${id}/versions`, { name: "Before talks" });
    await change(lin, id, (fragment) => textAt(fragment, 0).insert(0, "Net "));
    const { versions } = await listOf(id);
    expect(versions).toMatchObject([
      { seq: 2, name: null, imported: false },
      // Naming it changed nothing.
      { seq: 1, name: "Before talks", imported: false, insertedCharacters: 0, deletedCharacters: 0, restored: null },
      { seq: 1, name: "Offer v3 (counsel).md", imported: true, insertedCharacters: 19 },
    ]);
    const sent = (await lin.call("GET", `/documents/${id}/versions/1`)).body as { text: string };
    expect(sent.text).toBe("Payable in 30 days.");
  });

  test("are restored and named by editors only, and a row that is not there is no version", async () => {
    const id = await newNote();
    await change(lin, id, write("Words."));
    const { lastSeq } = await listOf(id);
    for (const [path, body] of [
      [`/documents/${id}/versions`, { name: "Mine" }],
      [`/documents/${id}/versions/${lastSeq}/restore`, {}],
    ] as const)
      expect(await osei.call("POST", path, body)).toMatchObject({
        status: 403,
        body: { code: "documents/role-too-weak" },
      });
    for (const path of [`${lastSeq + 1}`, `0/compare/${lastSeq + 1}`])
      expect(await lin.call("GET", `/documents/${id}/versions/${path}`)).toMatchObject({
        status: 404,
        body: { code: "documents/version-not-found" },
      });
  });

  test("[VE8] [VE9] what waits is shown apart, and stays where it is when a version is restored", async () => {
    const id = await newNote();
    await change(lin, id, write("Payable in 30 days.", "End."));
    const { lastSeq } = await listOf(id);
    const sam = await company.colleague("Sam");
    await lin.call("POST", `/documents/${id}/shares`, { personId: sam.id, role: "suggest" });
    await change(sam, id, (fragment) => textAt(fragment, fragment.length - 2).insert(0, "Gladly "));
    await change(mara, id, (fragment) => textAt(fragment, fragment.length - 1).insert(0, "The "));
    const path = `/documents/${id}/versions/${lastSeq}/compare/${lastSeq + 2}`;
    const shownIn = async (view: string): Promise<[boolean, unknown[]]> => {
      const { blocks, waiting } = (await osei.call("GET", `${path}?view=${view}`)).body as Compared;
      const changed = blocks.flatMap(({ pieces }) => pieces).filter(({ fate }) => fate !== "kept");
      return [waiting, changed.map(({ text, waits }) => [text, waits])];
    };
    expect(await shownIn("agreed")).toEqual([true, [["The ", false]]]);
    expect(await shownIn("proposed")).toEqual([
      true,
      [
        ["Gladly ", true],
        ["The ", false],
      ],
    ]);
    const read = async (view: string): Promise<string> =>
      ((await osei.call("GET", `/documents/${id}/versions/${lastSeq + 2}?view=${view}`)).body as { text: string }).text;
    expect(await read("agreed")).toContain("Payable in 30 days.\nThe End.");
    expect(await read("proposed")).toContain("Gladly Payable in 30 days.\nThe End.");
    expect((await lin.call("POST", `/documents/${id}/versions/${lastSeq}/restore`, {})).status).toBe(200);
    expect(await textOf(id)).toContain("Gladly Payable in 30 days.\nEnd.");
    const proposals = (await lin.call("GET", `/documents/${id}/proposals`)).body as { insertedText: string }[];
    expect(JSON.stringify(proposals)).toContain("Gladly ");
  });

  test("[VE4] accepted breaks, joins and removed rows are told as such, with who proposed and who accepted them", async () => {
    const id = await newNote();
    await change(lin, id, (fragment) => {
      write("One. Two.", "Three.", "Four.")(fragment);
      const grid = new Y.XmlElement("table");
      fragment.push([grid]);
      for (const words of ["Kept", "Gone"]) {
        const row = new Y.XmlElement("tableRow");
        grid.push([row]);
        const cell = new Y.XmlElement("tableCell");
        row.push([cell]);
        const paragraph = new Y.XmlElement("paragraph");
        cell.push([paragraph]);
        paragraph.insert(0, [new Y.XmlText(words)]);
      }
      // The empty paragraph with which a document begins.
      fragment.delete(0, fragment.length - 4);
    });
    const { lastSeq } = await listOf(id);
    const kai = await company.colleague("Kai");
    await lin.call("POST", `/documents/${id}/shares`, { personId: kai.id, role: "suggest" });
    const named = (element: unknown): [number, number] => {
      const { id: at } = (element as Y.XmlElement)._item as Y.Item;
      return [at.client, at.clock];
    };
    await change(kai, id, (fragment) => {
      textAt(fragment, 0).insert(4, PARAGRAPH_BREAK);
      const records = fragment.doc?.getMap(PROPOSALS_NAME);
      records?.set(`${kai.id}:1`, { do: "join", block: named(fragment.get(2)), to: named(fragment.get(1)) });
      const row = (fragment.get(3) as Y.XmlElement).get(1) as Y.XmlElement;
      const text = ((row.get(0) as Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlText;
      const [client, clock] = named(text);
      records?.set(`${kai.id}:2`, { do: "remove", block: named(row), ids: [[client, clock + 1, text.length]] });
    });
    const waiting = (await lin.call("GET", `/documents/${id}/proposals`)).body as { id: string; digest: string }[];
    expect(waiting).toHaveLength(3);
    const proposals = waiting.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
    const decided = await lin.call("POST", `/documents/${id}/decisions`, { verdict: "accept", proposals });
    const { seq } = decided.body as { seq: number };
    const path = `/documents/${id}/versions/${lastSeq}/compare/${seq}`;
    const { blocks } = (await osei.call("GET", path)).body as {
      blocks: {
        name: string;
        fate: string;
        broken?: string;
        addedSeq: number | null;
        removedSeq: number | null;
        decidedSeq?: number;
        pieces: { text: string; broken?: object; deletedSeq: number | null; decidedSeq: number | null }[];
      }[];
    };
    const by = lastSeq + 1;
    expect(
      blocks
        .filter(({ fate }) => fate !== "kept")
        .map(({ name, broken, addedSeq, removedSeq, decidedSeq }) => [name, broken, addedSeq, removedSeq, decidedSeq]),
    ).toEqual([
      ["paragraph", "split", by, null, seq],
      ["paragraph", "joined", null, by, seq],
      ["tableRow", undefined, null, by, seq],
      ["tableCell", undefined, null, by, seq],
      ["paragraph", undefined, null, by, seq],
    ]);
    const pieces = blocks.flatMap((block) => block.pieces);
    expect(pieces.flatMap(({ text, broken }) => (broken ? [[text, broken]] : []))).toEqual([
      [" Two.", { do: "split", seq: by, decidedSeq: seq }],
      ["Four.", { do: "join", seq: by, decidedSeq: seq }],
    ]);
    expect(pieces.find(({ text }) => text === "Gone")).toMatchObject({ deletedSeq: by, decidedSeq: seq });
    const html = (await osei.call("GET", `${path}/html`)).body as string;
    const items = [...html.matchAll(/<li id="c\d+"[^>]*>(.*?)<\/li>/gu)].map(([, item = ""]) =>
      item.replaceAll(/<[^>]*>/gu, "").replaceAll(/, \d[^;]*(?=;|$)/gu, ""),
    );
    const told = "proposed by Kai; accepted: Lin";
    expect(items).toEqual([
      `¶ Split here: ${told}`,
      `¶ Joined here with the paragraph before: ${told}`,
      `Gone Removed: ${told}`,
    ]);
  });

  test("[VE10] the film of a document has a frame for each pause, with who wrote what", async () => {
    const id = await newNote();
    await change(lin, id, write("Lin's words."));
    await change(mara, id, write("Mara's words."));
    const film = (await osei.call("GET", `/documents/${id}/film`)).body as Film;
    const { frames, authors, blocks } = film;
    const textIn = (frame: number): string[] =>
      blocks.flatMap(({ spans }) =>
        spans
          .filter(({ phases }) => phases.some(({ from, until }) => from <= frame && (until === null || frame < until)))
          .map(({ text, by }) => `${authors[by]?.name}: ${text}`),
      );
    expect(frames.at(-1)).toMatchObject({ pause: true });
    expect(textIn(frames.length - 2)).toEqual(["Lin: Lin's words."]);
    expect(textIn(frames.length - 1)).toEqual(["Lin: Lin's words.", "Mara: Mara's words."]);
  });

  test("[VE10] the film says what happened at each frame, to how many proposals", async () => {
    const id = await newNote();
    await change(lin, id, write("Payable in 30 days.", "End."));
    const { seq: draft } = (await lin.call("POST", `/documents/${id}/versions`, { name: "v1" })).body as {
      seq: number;
    };
    const ada = await company.colleague("Ada");
    await lin.call("POST", `/documents/${id}/shares`, { personId: ada.id, role: "suggest" });
    for (const back of [2, 1])
      await change(ada, id, (fragment) => textAt(fragment, fragment.length - back).insert(0, "Gladly "));
    const decideAll = async (verdict: "accept" | "reject"): Promise<number> => {
      const waiting = (await lin.call("GET", `/documents/${id}/proposals`)).body as { id: string; digest: string }[];
      const proposals = waiting.map(({ id: proposal, digest }) => ({ id: proposal, digest }));
      const answer = await lin.call("POST", `/documents/${id}/decisions`, { verdict, proposals });
      return (answer.body as { seq: number }).seq;
    };
    const accepted = await decideAll("accept");
    await lin.call("POST", `/documents/${id}/decisions/${accepted}/take-back`, {});
    await decideAll("reject");
    await mara.call("POST", `/documents/${id}/versions/${accepted}/restore`, {});
    const { frames } = (await osei.call("GET", `/documents/${id}/film`)).body as Film;
    expect(frames.filter(({ seq }) => seq >= draft).map(({ did }) => did)).toEqual([
      { written: 1 },
      { proposed: 1 },
      { proposed: 1 },
      { accepted: 2 },
      { takenBack: 2 },
      { rejected: 2 },
      { restored: 1 },
    ]);
  });

  test("a day ends a version where the company's days end", async () => {
    const id = await newNote();
    await change(lin, id, write("Before midnight."));
    await change(lin, id, write("After midnight."));
    const { sql } = company.server.database;
    const { lastSeq } = await listOf(id);
    // 23:59 and 00:01 in Shanghai.
    for (const [seq, at] of [
      [lastSeq - 1, "2026-03-01T15:59:00Z"],
      [lastSeq, "2026-03-01T16:01:00Z"],
    ] as const)
      await sql`update documents.update_row set received_at = ${new Date(at)} where document_id = ${id} and seq = ${seq}`;
    await sql`insert into people.company (name, set_up_at) values ('Acme', now()) on conflict do nothing`;
    expect((await listOf(id)).versions.map(({ seq }) => seq).slice(0, 2)).toEqual([lastSeq, lastSeq - 1]);
    await sql`update people.company set time_zone = 'Europe/Berlin'`;
    expect((await listOf(id)).versions.map(({ seq }) => seq)).not.toContain(lastSeq - 1);
  });
});
