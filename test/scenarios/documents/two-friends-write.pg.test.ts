import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type PersonId, must } from "@parley/base";
import { encodeParleyUpdateFrame } from "@parley/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as Y from "yjs";
import { type Colleague, type Company, openCompany } from "../../support/company.ts";
import type { RawSocket } from "../../support/raw-socket.ts";

/**
 * A real trace of two people typing at once (see the README beside it), replayed keystroke by keystroke through real sockets.
 * Who wrote each character that is left is worked out without Yjs, from the trace alone: a list of characters with their typists,
 * in which each edit is placed where its author saw it.
 */
interface Trace {
  readonly endContent: string;
  readonly txns: readonly {
    readonly parents: readonly number[];
    readonly agent: number;
    readonly patches: readonly [number, number, string][];
  }[];
}
const trace = JSON.parse(
  gunzipSync(
    readFileSync(fileURLToPath(new URL("../../fixtures/traces/friendsforever.json.gz", import.meta.url))),
  ).toString(),
) as Trace;

let company: Company;
let friends: Colleague[];

beforeAll(async () => {
  company = await openCompany({
    env: { PARLEY_SYNC_MAX_UPDATES_PER_SECOND: "100000", PARLEY_SYNC_UPDATE_BURST: "100000" },
  });
  friends = [await company.colleague("Lin"), await company.colleague("Mara")];
});
afterAll(() => company.stop());

/** One character ever typed: by whom, in which transaction, and which transactions deleted it. */
interface Typed {
  readonly character: string;
  readonly agent: number;
  readonly txn: number;
  readonly deletions: { readonly agent: number; readonly txn: number }[];
}

/** Everything ever typed in document order, and what each friend sees of it. */
class Oracle {
  readonly all: Typed[] = [];
  /** What each agent sees: the characters of the transactions it knows. */
  readonly views: Typed[][] = [[], []];

  apply(agent: number, txn: number, patches: Trace["txns"][number]["patches"]): void {
    const view = must(this.views[agent], "two agents");
    for (const [at, deletedCount, inserted] of patches) {
      for (const gone of view.splice(at, deletedCount)) gone.deletions.push({ agent, txn });
      const typed = Array.from(inserted, (character): Typed => ({ character, agent, txn, deletions: [] }));
      const before = at > 0 ? must(view[at - 1], "a character before") : null;
      this.all.splice(before ? this.indexOf(before, at) + 1 : 0, 0, ...typed);
      view.splice(at, 0, ...typed);
    }
  }

  /** Where a character is that stands behind `at` visible ones, which it cannot stand before. */
  private indexOf(typed: Typed, at: number): number {
    return this.all.indexOf(typed, at - 1);
  }

  /** The agent has received what the other did up to and including a transaction. */
  merge(agent: number, upTo: number): void {
    const knows = (act: { agent: number; txn: number }): boolean => act.agent === agent || act.txn <= upTo;
    this.views[agent] = this.all.filter(
      (typed) => knows(typed) && (typed.deletions.length === 0 || !typed.deletions.some(knows)),
    );
  }
}

/** One friend's page: writes with an own Y.Doc, receives the other's changes when the trace says so. */
class Friend {
  readonly ydoc = new Y.Doc();
  sent = 0;
  /** The last row of the other's that this page has. */
  seenSeq = 0;
  readonly socket: RawSocket;
  private constructor(socket: RawSocket) {
    this.socket = socket;
  }

  static async open(colleague: Colleague, documentId: string): Promise<Friend> {
    const friend = new Friend(await colleague.socket(documentId));
    Y.applyUpdate(friend.ydoc, Y.encodeStateAsUpdate(await friend.socket.readDocument()));
    friend.ydoc.clientID = (await friend.socket.next("hello")).clientId;
    return friend;
  }

  get text(): Y.XmlText {
    return (this.ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  }

  /** Applies one transaction of the trace, whose positions count code points of what the friend sees, and sends it. */
  write(patches: Trace["txns"][number]["patches"], view: readonly Typed[]): Uint8Array {
    const updates: Uint8Array[] = [];
    const keep = (update: Uint8Array): number => updates.push(update);
    // What stands there is copied only for a second patch, which has to see what the first has done.
    let seen: readonly Pick<Typed, "character">[] = view;
    this.ydoc.on("update", keep);
    this.ydoc.transact(() => {
      for (const [index, [at, deletedCount, inserted]] of patches.entries()) {
        const offset = unitsIn(seen, 0, at);
        if (deletedCount > 0) this.text.delete(offset, unitsIn(seen, at, at + deletedCount));
        if (inserted !== "") this.text.insert(offset, inserted);
        if (index < patches.length - 1)
          seen = seen.toSpliced(at, deletedCount, ...Array.from(inserted, (character) => ({ character })));
      }
    });
    this.ydoc.off("update", keep);
    const update = Y.mergeUpdates(updates);
    this.socket.send(encodeParleyUpdateFrame(this.seenSeq, 0, update));
    this.sent++;
    return update;
  }

  /** Resolves with the last row of the log when everything sent is durable. */
  async settled(): Promise<number> {
    return (await this.socket.next("saved", (message) => message.count >= this.sent)).seq;
  }
}

/** How many UTF-16 units some characters take. */
function unitsIn(characters: readonly Pick<Typed, "character">[], from: number, to: number): number {
  let units = 0;
  for (let at = from; at < to; at++) units += must(characters[at], "a character that is seen").character.length;
  return units;
}

test(
  "[AT1] [AT3] two friends' real keystrokes end in the trace's text, each character credited to who typed it",
  { timeout: 240_000 },
  async () => {
    const [lin, mara] = friends as [Colleague, Colleague];
    const { id } = (await lin.call("POST", "/documents", { kind: "note", title: "Friends forever" })).body as {
      id: string;
    };
    await lin.call("POST", `/documents/${id}/shares`, { personId: mara.id, role: "edit" });
    const opened = [
      { who: lin, page: await Friend.open(lin, id) },
      { who: mara, page: await Friend.open(mara, id) },
    ];
    // In one place of the trace both type at the same spot; Yjs settles that by the lower client id, the trace by the first friend.
    opened.sort((a, b) => a.page.ydoc.clientID - b.page.ydoc.clientID);
    const pages = opened.map(({ page }) => page);
    const people = opened.map(({ who }) => who.id);
    const first = must(pages[0], "lin's page");
    const before = Y.encodeStateVector(first.ydoc);
    (first.ydoc.getXmlFragment("default").get(0) as Y.XmlElement).insert(0, [new Y.XmlText()]);
    first.socket.send(encodeParleyUpdateFrame(0, 0, Y.encodeStateAsUpdate(first.ydoc, before)));
    first.sent++;
    await first.settled();
    Y.applyUpdate(must(pages[1], "mara's page").ydoc, Y.encodeStateAsUpdate(first.ydoc));

    const oracle = new Oracle();
    const updates: { readonly txn: number; readonly update: Uint8Array }[][] = [[], []];
    const received = [0, 0];
    const known = [-1, -1];
    for (const [index, txn] of trace.txns.entries()) {
      const { agent } = txn;
      const page = must(pages[agent], "a page");
      const other = 1 - agent;
      const upTo = Math.max(-1, ...txn.parents.filter((parent) => trace.txns[parent]?.agent === other));
      if (upTo > (known[agent] ?? -1)) {
        // The server must have the other's change before anybody builds on it, as it would in life.
        page.seenSeq = await must(pages[other], "the other page").settled();
        const news = (updates[other] ?? []).slice(received[agent]).filter((each) => each.txn <= upTo);
        page.ydoc.transact(() => {
          for (const { update } of news) Y.applyUpdate(page.ydoc, update);
        });
        received[agent] = (received[agent] ?? 0) + news.length;
        known[agent] = upTo;
        oracle.merge(agent, upTo);
      }
      const view = must(oracle.views[agent], "a view");
      updates[agent]?.push({ txn: index, update: page.write(txn.patches, view) });
      oracle.apply(agent, index, txn.patches);
    }
    for (const page of pages) await page.settled();

    const left = oracle.all.filter((typed) => typed.deletions.length === 0);
    expect(left.map((typed) => typed.character).join("")).toBe(trace.endContent);
    const reader = await (await mara.socket(id, { parley: "0" })).readDocument();
    const shown = ((reader.getXmlFragment("default").get(0) as Y.XmlElement).toArray() as Y.XmlText[])
      .map((text) => text.toString())
      .join("");
    expect(shown).toBe(trace.endContent);

    const { spans } = (await lin.call("GET", `/documents/${id}/attribution`)).body as {
      spans: { text: string; author: { id: string } }[];
    };
    const credited = spans.flatMap((span) =>
      Array.from(span.text, (character) => [character, people.indexOf(span.author.id as PersonId)]),
    );
    expect(credited).toEqual(left.map((typed) => [typed.character, typed.agent]));
    for (const page of pages) page.socket.close();
  },
);
