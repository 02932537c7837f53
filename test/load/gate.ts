/**
 * `npm run parley -- bench gate`: what it costs to look at everything that somebody sends who may only propose, and what gets past.
 *
 * A contract of a hundred pages with 100,000 edits behind it; one person proposes in it, a key, a deletion or a paragraph at a time. Every
 * update is taken by two servers' replicas, one that looks and one that does not, so the difference is the look's price. Beside it,
 * hostile updates of all kinds meet a small contract: what passes is compared with what it may not have changed.
 */
import { must, newId, seededRandom } from "@parley/base";
import { PROPOSALS_NAME } from "@parley/document";
import { DocumentReplica, type RowContext } from "@parley/history";
import { type NegotiatedDocument, proposalGate } from "@parley/proposals";
import * as Y from "yjs";
import { negotiate } from "../simulation/proposals/negotiation.ts";
import { contractHistory } from "./attribution.ts";

const PROPOSER_CLIENT = 900;

/** Milliseconds of one update. */
export interface GateFigures {
  readonly updates: number;
  readonly withGate: Times;
  readonly without: Times;
  readonly attacks: number;
  /** Attacks that changed what they may not change. */
  readonly passed: number;
}

interface Times {
  readonly p50: number;
  readonly p95: number;
}

const directly: RowContext = { kind: "typed", baseSeq: null, proposes: false, statement: null };

function replicaOf(updates: readonly Uint8Array[]): DocumentReplica {
  const replica = DocumentReplica.open(null, []);
  for (const update of updates) replica.take(update, () => true, directly);
  return replica;
}

/** What somebody sends who proposes at human speed: keys one by one, struck words, new paragraphs. */
function proposedUpdates(base: DocumentReplica, count: number, personId: string): Uint8Array[] {
  const random = seededRandom(11);
  const page = new Y.Doc();
  Y.applyUpdate(page, Y.encodeStateAsUpdate(base.ydoc));
  page.clientID = PROPOSER_CLIENT;
  const updates: Uint8Array[] = [];
  page.on("update", (update: Uint8Array) => updates.push(update));
  const fragment = page.getXmlFragment("default");
  const paragraphs = fragment.toArray() as Y.XmlElement[];
  const records = page.getMap(PROPOSALS_NAME);
  let [text, at] = [must(paragraphs[0], "a paragraph").get(0) as Y.XmlText, 0];
  while (updates.length < count) {
    if (updates.length % 30 === 0) {
      text = random.pick(paragraphs).get(0) as Y.XmlText;
      at = random.int(text.length + 1);
    }
    const roll = random.int(100);
    page.transact(() => {
      if (roll < 80) text.insert(at++, "abcdefgh ijklmnop".charAt(random.int(17)));
      else if (roll < 96 && text._start) {
        const { client, clock } = text._start.id;
        records.set(`${personId}:${updates.length}`, { do: "delete", ids: [[client, clock, 1]] });
      } else {
        const element = new Y.XmlElement("paragraph");
        element.insert(0, [new Y.XmlText("A new clause.")]);
        fragment.insert(random.int(fragment.length), [element]);
      }
    });
  }
  return updates;
}

function timesOf(samples: readonly number[]): Times {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number => must(sorted[Math.floor(sorted.length * share)], "a sample");
  return { p50: at(0.5), p95: at(0.95) };
}

/** Measures, less with `smoke`; returns a Markdown table and the figures. */
export function benchGate(smoke: boolean): { table: string; figures: GateFigures } {
  const personId = newId<"person">(seededRandom(12));
  const { updates: history } = contractHistory(smoke ? 500 : 100_000);
  const [looking, blind] = [replicaOf(history), replicaOf(history)];
  const ownerOf: NegotiatedDocument["ownerOf"] = (client) => (client === PROPOSER_CLIENT ? personId : undefined);
  const { ydoc, attribution, lineage, pending } = looking;
  const gate = proposalGate({ ydoc, attribution, lineage, pending, ownerOf }, personId);
  const context: RowContext = { ...directly, proposes: true };
  const [withGate, without]: [number[], number[]] = [[], []];
  const take = (replica: DocumentReplica, update: Uint8Array, check: typeof gate | undefined): number => {
    const before = performance.now();
    const taken = replica.take(update, () => true, context, check);
    const took = performance.now() - before;
    if (taken && "code" in taken) throw new Error(`an honest proposal was refused: ${taken.reason}`);
    return took;
  };
  proposedUpdates(looking, smoke ? 100 : 5_000, personId).forEach((update, index) => {
    // In turn first and second, so that neither has the warmer caches.
    if (index % 2 === 0) withGate.push(take(looking, update, gate));
    without.push(take(blind, update, undefined));
    if (index % 2 === 1) withGate.push(take(looking, update, gate));
  });
  let [attacks, passed] = [0, 0];
  for (let seed = 1; attacks < (smoke ? 50 : 10_000); seed++) {
    const outcome = negotiate(seed, { steps: 100, lag: 0.3, hostile: true });
    attacks += outcome.attacks;
    passed += outcome.problems.length;
  }
  const figures = { updates: withGate.length, withGate: timesOf(withGate), without: timesOf(without), attacks, passed };
  const ms = (value: number): string => value.toFixed(3);
  const table = [
    "| an update of a proposal | updates | p50 ms | p95 ms |",
    "|---|---|---|---|",
    `| looked at by the gate | ${figures.updates} | ${ms(figures.withGate.p50)} | ${ms(figures.withGate.p95)} |`,
    `| taken without a look | ${figures.updates} | ${ms(figures.without.p50)} | ${ms(figures.without.p95)} |`,
    "",
    `Hostile updates: ${attacks}; changed what they may not: ${passed}.`,
  ].join("\n");
  return { table, figures };
}
