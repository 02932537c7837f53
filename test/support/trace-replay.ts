/**
 * Real traces of people typing (see the README beside them), replayed keystroke by keystroke through real sockets.
 *
 * Duty: who wrote each character ever typed, and who deleted it, is worked out without Yjs, from the trace alone: a list of characters
 * with their typists, in which each edit is placed where its author saw it.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type PersonId, must } from "@parley/base";
import { encodeParleyUpdateFrame } from "@parley/sync";
import * as Y from "yjs";
import type { Colleague } from "./company.ts";
import type { RawSocket } from "./raw-socket.ts";

/** Positions and counts are of code points. What one person wrote names no agents. */
export interface Trace {
  readonly endContent: string;
  readonly txns: readonly {
    readonly parents?: readonly number[];
    readonly agent?: number;
    readonly patches: readonly [at: number, deletedCount: number, inserted: string][];
  }[];
}

export function readTrace(name: "friendsforever" | "seph-blog1"): Trace {
  const file = fileURLToPath(new URL(`../fixtures/traces/${name}.json.gz`, import.meta.url));
  return JSON.parse(gunzipSync(readFileSync(file)).toString()) as Trace;
}

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
  readonly views: Typed[][];

  /** Up to which transaction each agent knows those of others. */
  private readonly known: number[];

  constructor(agents: number) {
    this.views = Array.from({ length: agents }, () => []);
    this.known = this.views.map(() => -1);
  }

  apply(agent: number, txn: number, patches: Trace["txns"][number]["patches"]): void {
    const view = must(this.views[agent], "an agent");
    for (const [at, deletedCount, inserted] of patches) {
      for (const gone of view.splice(at, deletedCount)) gone.deletions.push({ agent, txn });
      const typed = Array.from(inserted, (character): Typed => ({ character, agent, txn, deletions: [] }));
      this.all.splice(
        this.placeBehind(agent, at > 0 ? must(view[at - 1], "a character before") : null, at),
        0,
        ...typed,
      );
      view.splice(at, 0, ...typed);
    }
  }

  /** Behind a character that stands behind `at` visible ones, and behind all that its author knows to be deleted there, as Yjs puts it. */
  private placeBehind(agent: number, before: Typed | null, at: number): number {
    let place = before ? this.all.indexOf(before, at - 1) + 1 : 0;
    for (let next = place; next < this.all.length; next++) {
      const typed = must(this.all[next], "in the list");
      if (!this.knows(agent, typed)) continue;
      if (!this.isGone(agent, typed)) break;
      place = next + 1;
    }
    return place;
  }

  /** The agent has received what the others did up to and including a transaction. */
  merge(agent: number, upTo: number): void {
    this.known[agent] = upTo;
    this.views[agent] = this.all.filter((typed) => this.knows(agent, typed) && !this.isGone(agent, typed));
  }

  private knows(agent: number, act: { readonly agent: number; readonly txn: number }): boolean {
    return act.agent === agent || act.txn <= (this.known[agent] ?? -1);
  }

  private isGone(agent: number, { deletions }: Typed): boolean {
    return deletions.some((deletion) => this.knows(agent, deletion));
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

/** A document in which a trace was written. */
export interface Replayed {
  readonly id: string;
  /** Everything ever typed, in document order; its agents are places in `people`. */
  readonly all: readonly Typed[];
  readonly people: readonly Colleague[];
}

/** Writes a trace into a new document, each of its agents as one colleague; ends when all of it is durable. */
export async function replayTrace(trace: Trace, colleagues: readonly Colleague[]): Promise<Replayed> {
  const owner = must(colleagues[0], "an owner");
  const made = await owner.call("POST", "/documents", { kind: "note", title: "A trace" });
  const { id } = made.body as { id: string };
  for (const { id: personId } of colleagues.slice(1))
    await owner.call("POST", `/documents/${id}/shares`, { personId, role: "edit" });
  const opened: { who: Colleague; page: Friend }[] = [];
  for (const who of colleagues) opened.push({ who, page: await Friend.open(who, id) });
  // In one place of a trace both type at the same spot; Yjs settles that by the lower client id, the trace by the first agent.
  opened.sort((a, b) => a.page.ydoc.clientID - b.page.ydoc.clientID);
  const pages = opened.map(({ page }) => page);
  const first = must(pages[0], "the first page");
  const before = Y.encodeStateVector(first.ydoc);
  (first.ydoc.getXmlFragment("default").get(0) as Y.XmlElement).insert(0, [new Y.XmlText()]);
  first.socket.send(encodeParleyUpdateFrame(0, 0, Y.encodeStateAsUpdate(first.ydoc, before)));
  first.sent++;
  await first.settled();
  for (const { ydoc } of pages.slice(1)) Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(first.ydoc));

  const oracle = new Oracle(pages.length);
  const updates: { readonly txn: number; readonly update: Uint8Array }[][] = pages.map(() => []);
  const received = pages.map(() => 0);
  const known = pages.map(() => -1);
  for (const [index, txn] of trace.txns.entries()) {
    const { agent = 0, parents = [] } = txn;
    const page = must(pages[agent], "a page");
    for (const [other, theirs] of updates.entries()) {
      if (other === agent) continue;
      const upTo = Math.max(-1, ...parents.filter((parent) => trace.txns[parent]?.agent === other));
      if (upTo <= (known[agent] ?? -1)) continue;
      // The server must have the other's change before anybody builds on it, as it would in life.
      page.seenSeq = await must(pages[other], "the other page").settled();
      const news = theirs.slice(received[agent]).filter((each) => each.txn <= upTo);
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
    if (page.sent % MOST_UNTOLD === 0) await page.settled();
  }
  for (const page of pages) await page.settled();
  for (const page of pages) page.socket.close();
  return { id, all: oracle.all, people: opened.map(({ who }) => who) };
}

/** So many keystrokes are on their way at most: a page that sends faster than the server writes is told to wait. */
const MOST_UNTOLD = 2_000;

/** What a stock client reads in the document. */
export async function readReplayed({ id, people }: Replayed): Promise<string> {
  const socket = await must(people[0], "a reader").socket(id, { parley: "0" });
  const paragraph = (await socket.readDocument()).getXmlFragment("default").get(0) as Y.XmlElement;
  socket.close();
  return (paragraph.toArray() as Y.XmlText[]).map((text) => text.toString()).join("");
}

/** What the server tells of a replayed trace, beside what the trace says. */
export interface Blame {
  /** Characters told of at a place, with an author or as deleted by somebody, that the trace does not have so. */
  readonly wrong: readonly string[];
  /** How many of the deleted ones are not told as deleted: what is pasted again lives on where it was pasted. */
  readonly untold: number;
}

/**
 * Holds what the server tells, of the living characters and of all, against the trace: every living one at its place with its author,
 * deleted ones between the same living ones with author and deleter. Who deleted first of two who did so at once is for the server to say.
 */
export async function compareBlame({ id, all, people }: Replayed): Promise<Blame> {
  const agentOf = (personId: string): number => people.findIndex((each) => each.id === (personId as PersonId));
  const read = async (query: string): Promise<Told[]> => {
    const answer = await must(people[0], "a reader").call("GET", `/documents/${id}/attribution${query}`);
    return (answer.body as { spans: Span[] }).spans.flatMap(({ text, author, deletedBy }) =>
      Array.from(text, (character) => ({
        character,
        agent: agentOf(author.id),
        deletedBy: deletedBy ? agentOf(deletedBy.id) : null,
      })),
    );
  };
  const living = gapsOf(
    (await read("")).map(({ character, agent }) => ({ key: `${character} ${agent}`, deleters: [] })),
  );
  const whole = gapsOf(
    (await read("?deleted=1")).map(({ character, agent, deletedBy }) => ({
      key: `${character} ${agent}`,
      deleters: deletedBy === null ? [] : [deletedBy],
    })),
  );
  const typed = gapsOf(
    all.map(({ character, agent, deletions }) => ({
      key: `${character} ${agent}`,
      deleters: deletions.map((deletion) => deletion.agent),
    })),
  );
  const wrong: string[] = [];
  let untold = 0;
  for (let at = 0; at < Math.max(living.length, whole.length, typed.length); at++) {
    const [one, other, wanted] = [living[at], whole[at], typed[at]];
    if (one?.before !== wanted?.before || other?.before !== wanted?.before)
      wrong.push(`living ${at}: ${one?.before} and ${other?.before} instead of ${wanted?.before}`);
    const left = [...(wanted?.gone ?? [])];
    for (const { key, deleters } of other?.gone ?? []) {
      const found = left.findIndex((each) => each.key === key && deleters.every((by) => each.deleters.includes(by)));
      if (found < 0) wrong.push(`deleted behind ${at}: ${key} by ${deleters.join()}`);
      else left.splice(found, 1);
    }
    untold += left.length;
  }
  return { wrong, untold };
}

interface Character {
  readonly key: string;
  readonly deleters: readonly number[];
}

/** Each living character, none for the beginning, with the deleted ones behind it. */
function gapsOf(characters: readonly Character[]): { readonly before: string | null; readonly gone: Character[] }[] {
  const gaps: { readonly before: string | null; readonly gone: Character[] }[] = [{ before: null, gone: [] }];
  for (const each of characters) {
    if (each.deleters.length > 0) gaps.at(-1)?.gone.push(each);
    else gaps.push({ before: each.key, gone: [] });
  }
  return gaps;
}

interface Span {
  readonly text: string;
  readonly author: { readonly id: string };
  readonly deletedBy?: { readonly id: string } | null;
}

interface Told {
  readonly character: string;
  readonly agent: number;
  readonly deletedBy: number | null;
}

/** What is left of all that was typed. */
export function textLeft({ all }: Replayed): string {
  return all.flatMap(({ character, deletions }) => (deletions.length === 0 ? character : [])).join("");
}
