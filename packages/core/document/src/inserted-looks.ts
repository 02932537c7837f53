/** What is proposed to come that its words do not say: where a link leads, who signs, that there is a picture. */
import * as Y from "yjs";
import type { RecordRange } from "./proposal-record.ts";
import { markName } from "./yjs-content.ts";

/** A proposal as far as it brings content. */
export interface BroughtContent {
  readonly inserted: readonly RecordRange[];
  readonly blocks: readonly (readonly [client: number, clock: number])[];
  /** Characters in its blocks that are others'. */
  readonly others: readonly RecordRange[];
}

/** In the form in which what is formatted and set is told; what is new was nothing before. */
export type InsertedLook =
  | {
      readonly do: "format";
      readonly mark: "link";
      readonly to: Readonly<Record<string, unknown>>;
      readonly words: string;
    }
  | { readonly do: "set"; readonly name: string; readonly from: undefined; readonly to: string };

const MAX_LOOKS = 20;
const LONGEST_WORDS = 200;
const TOLD: Readonly<Record<string, readonly string[]>> = {
  image: ["imageId", "alt"],
  signatureBlock: ["label", "organisation"],
};

/** Characters of one item that are a link. */
interface LinkedRun {
  readonly id: Y.ID;
  readonly words: string;
  readonly link: Readonly<Record<string, unknown>>;
  /** Whether the run before it ends where it begins, as the text reads. */
  readonly follows: boolean;
}

/**
 * Returns a function for one state of a document that tells the looks of what a proposal brings, at most 20, in the order in which it names
 * its parts. However many are asked for, each text is read once.
 */
export function createInsertedLooks(ydoc: Y.Doc): (content: BroughtContent) => InsertedLook[] {
  const known = new Map<Y.XmlText, readonly LinkedRun[]>();
  const runsOf = (text: Y.XmlText): readonly LinkedRun[] => {
    const runs = known.get(text) ?? linkedRuns(text);
    known.set(text, runs);
    return runs;
  };
  return ({ inserted, blocks, others }) => {
    const [isOwn, isOthers] = [membership(inserted), membership(others)];
    const looks: InsertedLook[] = [];
    const texts = new Set<Y.XmlText>();
    const add = (text: Y.XmlText, wants: (id: Y.ID) => boolean): void => {
      if (texts.has(text)) return;
      texts.add(text);
      looks.push(...linksIn(runsOf(text), wants));
    };
    const visit = (element: Y.XmlElement): void => {
      for (const name of TOLD[element.nodeName] ?? []) {
        const to: unknown = element.getAttribute(name);
        if (typeof to === "string" && to !== "") looks.push({ do: "set", name, from: undefined, to });
      }
      for (const child of element.toArray()) {
        if (child instanceof Y.XmlElement) visit(child);
        else if (child instanceof Y.XmlText) add(child, (id) => !isOthers(id));
      }
    };
    for (const [client, clock] of blocks)
      for (const { content } of itemsIn(ydoc, client, clock, 1))
        if (content instanceof Y.ContentType && content.type instanceof Y.XmlElement) visit(content.type);
    for (const [client, clock, length] of inserted)
      for (const item of itemsIn(ydoc, client, clock, length))
        if (item.parent instanceof Y.XmlText) add(item.parent, isOwn);
    return looks.slice(0, MAX_LOOKS);
  };
}

function linkedRuns(text: Y.XmlText): LinkedRun[] {
  const runs: LinkedRun[] = [];
  let link: Readonly<Record<string, unknown>> | null = null;
  let follows = false;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentFormat && markName(item.content.key) === "link")
      link = item.content.value as Readonly<Record<string, unknown>> | null;
    else if (item.content instanceof Y.ContentString) {
      if (link !== null) runs.push({ id: item.id, words: item.content.str, link, follows });
      follows = link !== null;
    }
  }
  return runs;
}

/** The links of a text's wanted characters, neighbours that lead to the same place as one. */
function linksIn(runs: readonly LinkedRun[], wants: (id: Y.ID) => boolean): InsertedLook[] {
  const looks: { do: "format"; mark: "link"; to: Readonly<Record<string, unknown>>; words: string }[] = [];
  let open = false;
  for (const { id, words, link, follows } of runs) {
    open &&= follows && looks.at(-1)?.to["href"] === link["href"];
    for (let at = 0; at < words.length; at++) {
      const last = looks.at(-1);
      if (!wants({ client: id.client, clock: id.clock + at })) open = false;
      else if (open && last) {
        if (last.words.length < LONGEST_WORDS) last.words += words.charAt(at);
      } else {
        if (looks.length === MAX_LOOKS) return looks;
        looks.push({ do: "format", mark: "link", to: link, words: words.charAt(at) });
        open = true;
      }
    }
  }
  return looks;
}

/** The items that stand under ids, as far as this document has them. */
function* itemsIn(ydoc: Y.Doc, client: number, from: number, length: number): Generator<Y.Item> {
  const end = Math.min(from + length, Y.getState(ydoc.store, client));
  for (let clock = from; clock < end;) {
    const struct = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    if (struct instanceof Y.Item && !struct.deleted) yield struct;
    clock = struct.id.clock + struct.length;
  }
}

/** Whether an id is in one of these ranges, which do not overlap; found by halving. */
function membership(ranges: readonly RecordRange[]): (id: Y.ID) => boolean {
  const byClient = Map.groupBy(ranges, ([client]) => client);
  for (const own of byClient.values()) own.sort(([, a], [, b]) => a - b);
  return ({ client, clock }) => {
    const own = byClient.get(client) ?? [];
    let [low, high] = [0, own.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((own[middle]?.[1] ?? 0) <= clock) low = middle + 1;
      else high = middle;
    }
    const [, from, length] = own[low - 1] ?? [client, 0, 0];
    return clock >= from && clock < from + length;
  };
}
