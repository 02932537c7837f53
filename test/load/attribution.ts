/**
 * `npm run parley -- bench attribution`: what it costs to know who wrote, deleted and moved every character, without a server around it.
 *
 * Three histories: two people's real trace, one person's real trace, and a contract of a hundred pages with 100,000 edits by five
 * people who type, delete, split, join and move paragraphs. CPU time is that of taking an update (decoded, guarded, applied, claimed,
 * traced) beside that of Yjs alone applying the same bytes.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { must, seededRandom } from "@parley/base";
import { seedUpdate } from "@parley/document";
import { DocumentReplica, HistoryIndex } from "@parley/history";
import * as Y from "yjs";
import { documentTextLength } from "./long-history.ts";

interface History {
  readonly name: string;
  readonly updates: readonly Uint8Array[];
}

/** What one history cost. */
export interface AttributionFigures {
  readonly history: string;
  readonly updates: number;
  readonly characters: number;
  readonly takeUs: number;
  readonly applyUs: number;
  readonly indexBytes: number;
  readonly copies: number;
  readonly encodeMs: number;
  readonly decodeMs: number;
}

interface Trace {
  readonly startContent?: string;
  readonly txns: readonly { readonly agent?: number; readonly patches: readonly [number, number, string][] }[];
}

function traceHistory(name: string, limit: number): History {
  const file = fileURLToPath(new URL(`../fixtures/traces/${name}.json.gz`, import.meta.url));
  const trace = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Trace;
  const ydoc = new Y.Doc();
  const updates: Uint8Array[] = [
    seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: trace.startContent || "." }] }] }, 7),
  ];
  Y.applyUpdate(ydoc, must(updates[0], "the seed"));
  const text = (ydoc.getXmlFragment("default").get(0) as Y.XmlElement).get(0) as Y.XmlText;
  ydoc.on("update", (update: Uint8Array) => updates.push(update));
  for (const txn of trace.txns.slice(0, limit)) {
    ydoc.clientID = 100 + (txn.agent ?? 0);
    ydoc.transact(() => {
      for (const [at, deleted, inserted] of txn.patches) {
        // Concurrent positions are taken as they come: what is measured is the work, not the words.
        const from = Math.min(at, text.length);
        if (deleted > 0) text.delete(from, Math.min(deleted, text.length - from));
        if (inserted !== "") text.insert(from, inserted);
      }
    });
  }
  return { name, updates };
}

/** A contract of 2,000 paragraphs that five people work on. */
export function contractHistory(edits: number): History {
  const random = seededRandom(5);
  const ydoc = new Y.Doc();
  const sentence = "The Supplier shall deliver the Services within thirty days of the Order, unless agreed otherwise. ";
  const updates: Uint8Array[] = [
    seedUpdate(
      {
        blocks: Array.from({ length: 2_000 }, (_, i) => ({ type: "paragraph", runs: [{ text: `${i} ${sentence}` }] })),
      },
      7,
    ),
  ];
  Y.applyUpdate(ydoc, must(updates[0], "the seed"));
  ydoc.on("update", (update: Uint8Array) => updates.push(update));
  const fragment = ydoc.getXmlFragment("default");
  const paragraphs = fragment.toArray() as Y.XmlElement[];
  const textOf = (index: number): Y.XmlText => must(paragraphs[index], "a paragraph").get(0) as Y.XmlText;
  const words = (text: Y.XmlText, from: number): string => text.toString().slice(from);
  const insert = (index: number, text: string): void => {
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(text)]);
    fragment.insert(index, [element]);
    paragraphs.splice(index, 0, element);
  };
  let [index, at] = [0, 0];
  for (let edit = 0; edit < edits; edit++) {
    if (edit % 40 === 0) {
      ydoc.clientID = 100 + random.int(5) + 10 * Math.floor(edit / 5_000);
      index = random.int(paragraphs.length);
      at = random.int(textOf(index).length + 1);
    }
    const text = textOf(index);
    at = Math.min(at, text.length);
    const roll = random.int(1_000);
    ydoc.transact(() => {
      if (roll < 780) text.insert(at++, "abcdefgh ijklmnop".charAt(random.int(17)));
      else if (roll < 960 && at > 0) text.delete(--at, 1);
      else if (roll < 970) text.insert(at, "a pasted phrase of words ");
      else if (roll < 985 && text.length > 20) {
        const tail = words(text, at);
        text.delete(at, text.length - at);
        insert(index + 1, tail);
      } else if (index > 0 && index < paragraphs.length - 1) {
        const next = words(textOf(index + 1), 0);
        fragment.delete(index + 1, 1);
        paragraphs.splice(index + 1, 1);
        text.insert(text.length, next);
      }
    });
  }
  return { name: "contract of 100 pages", updates };
}

function cpuUs(task: () => void): number {
  const before = process.cpuUsage();
  task();
  const used = process.cpuUsage(before);
  return used.user + used.system;
}

function measure({ name, updates }: History): AttributionFigures {
  const plain = new Y.Doc({ gc: false });
  const applyUs = cpuUs(() => updates.forEach((update) => Y.applyUpdate(plain, update)));
  const replica = DocumentReplica.open(null, []);
  const takeUs = cpuUs(() => {
    for (const update of updates) {
      const taken = replica.take(update, () => true, {
        kind: "typed",
        baseSeq: replica.seq,
        proposes: false,
        statement: null,
      });
      if (taken && "code" in taken) throw new Error(`refused: ${taken.reason}`);
    }
  });
  let { index } = replica.save();
  const encodeUs = cpuUs(() => ({ index } = replica.save()));
  const decodeUs = cpuUs(() => HistoryIndex.decode(index, replica.ydoc));
  return {
    history: name,
    updates: updates.length,
    characters: documentTextLength(replica.ydoc),
    takeUs: takeUs / updates.length,
    applyUs: applyUs / updates.length,
    indexBytes: index.length,
    copies: replica.lineage.size,
    encodeMs: encodeUs / 1_000,
    decodeMs: decodeUs / 1_000,
  };
}

/** Measures the three histories, smaller with `smoke`; returns a Markdown table and the figures. */
export function benchAttribution(smoke: boolean): { table: string; figures: readonly AttributionFigures[] } {
  const histories = [
    traceHistory("friendsforever", smoke ? 500 : Infinity),
    traceHistory("seph-blog1", smoke ? 500 : Infinity),
    contractHistory(smoke ? 500 : 100_000),
  ];
  const figures = histories.map(measure);
  const rows = figures.map(
    (each) =>
      `| ${each.history} | ${each.updates} | ${each.takeUs.toFixed(1)} | ${each.applyUs.toFixed(1)} | ${each.indexBytes} | ${each.copies} | ${each.encodeMs.toFixed(0)} / ${each.decodeMs.toFixed(0)} |`,
  );
  const table = [
    "| history | updates | us CPU per update, taken | Yjs alone | bytes of the index | lineage entries | encode / decode ms |",
    "|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
  return { table, figures };
}
