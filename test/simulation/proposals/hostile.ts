/**
 * Somebody who may only propose and tries to do more, with whatever bytes a hand-written client can send.
 *
 * Oracle: whether the server refuses it or takes it, agreed content, everybody else's proposals and the authors of everything that
 * was there stay as they were.
 */
import type { PersonId } from "@parley/base";
import { type BlockContent, PROPOSALS_NAME, seedUpdate } from "@parley/document";
import { type DocumentReplica, type TailRow, readTextSpans } from "@parley/history";
import { type NegotiatedDocument, agreedView, listProposals, readView } from "@parley/proposals";
import * as Y from "yjs";
import { normal } from "./content-lines.ts";
import { edit } from "./edit.ts";
import { Page, type Random } from "./page.ts";

/** What an attack has to work with. */
export interface Target {
  readonly document: NegotiatedDocument;
  readonly rows: readonly TailRow[];
  /** Yjs client ids of others. */
  readonly foreignClients: readonly number[];
  readonly others: readonly PersonId[];
}

type Attack = (page: Page, target: Target, random: Random) => Uint8Array;

/** Changes a page as if it might, and sends what came of it. */
const acting =
  (act: (page: Page, target: Target, random: Random) => void): Attack =>
  (page, target, random) => {
    page.ydoc.transact(() => act(page, target, random));
    return page.outbox.length > 0 ? Y.mergeUpdates(page.outbox) : new Uint8Array();
  };

const anyRecord = (target: Target, random: Random): unknown => {
  const client = random.pick(target.foreignClients);
  return random.pick([
    { do: "delete", ids: [[client, random.int(50), 1 + random.int(1e6)]] },
    { do: "remove", block: [client, random.int(50)], ids: [] },
    { do: "set", block: [client, random.int(50)], name: random.pick(["style", "onclick"]), value: "quote" },
    { do: "agree", ids: [[client, 0, 10]] },
    { do: "delete", ids: "all" },
    null,
    "x".repeat(2_000),
  ]);
};

const attacks: readonly Attack[] = [
  // What an editor may do.
  acting((page, _target, random) => edit(page, random)),
  acting((page) => page.fragment.delete(0, page.fragment.length)),
  acting((page, _target, random) => {
    for (const paragraph of page.paragraphs()) if (random.chance(0.5)) paragraph.setAttribute("style", "quote");
  }),
  // Formatting that runs over what others wrote.
  acting((page, _target, random) => {
    const text = page.textOf(random.pick(page.paragraphs()));
    text.insert(random.int(text.length + 1), "!", { bold: {}, insertion: { by: "nobody" } });
  }),
  // Nodes and attributes that do not exist.
  acting((page) => page.fragment.insert(0, [new Y.XmlElement("script")])),
  acting((page, _target, random) => random.pick(page.paragraphs()).setAttribute("onclick", "steal()")),
  acting((page) => page.fragment.insert(0, [new Y.XmlText("loose words")])),
  // Records of others, and of nobody.
  acting((page, target, random) => {
    page.ydoc.getMap(PROPOSALS_NAME).set(`${random.pick(target.others)}:${random.int(1e6)}`, anyRecord(target, random));
  }),
  acting((page, target, random) => {
    page.ydoc.getMap(PROPOSALS_NAME).set(`${page.person}:${random.int(1e6)}`, anyRecord(target, random));
  }),
  acting((page) => page.ydoc.getMap(PROPOSALS_NAME).clear()),
  acting((page) => page.ydoc.getMap("agreed").set("all", true)),
  // Under somebody else's name.
  (page, target, random) => {
    page.ydoc.clientID = random.pick(target.foreignClients);
    const text = page.textOf(random.pick(page.paragraphs()));
    text.insert(random.int(text.length + 1), "forged");
    return page.outbox.length > 0 ? Y.mergeUpdates(page.outbox) : new Uint8Array();
  },
  // Other words under ids that exist.
  (_page, target, random) => {
    const content = { type: "paragraph", runs: [{ text: "forged words instead" }] } as const;
    return seedUpdate({ blocks: [content, content] satisfies BlockContent[] }, random.pick(target.foreignClients));
  },
  // Said before.
  (_page, { rows }, random) => random.pick(rows).update,
  // What comes later than something that never comes.
  (page, _target, random) => {
    const text = page.textOf(random.pick(page.paragraphs()));
    for (const word of ["one", "two", "three"]) text.insert(0, word);
    return page.outbox.length > 1 ? Y.mergeUpdates(page.outbox.slice(1)) : new Uint8Array();
  },
  // Deletions of anything, known or not, without an editor.
  (_page, { document }, random) => {
    const clients = [...document.ydoc.store.clients.keys()];
    const ids = new Map(
      clients
        .filter(() => random.chance(0.5))
        .map((client) => [client, [random.int(60), 1 + random.int(40)] as const] as const),
    );
    return deletionsOf(ids);
  },
  // Bytes that were something once.
  (page, target, random) => {
    page.ydoc.transact(() => edit(page, random));
    const update = page.outbox.length > 0 ? Y.mergeUpdates(page.outbox) : random.pick(target.rows).update;
    const bytes = update.slice();
    for (let count = 1 + random.int(4); count > 0; count--) bytes[random.int(bytes.length)] = random.int(256);
    return random.chance(0.2) ? bytes.slice(0, random.int(bytes.length)) : bytes;
  },
];

/** An update of one random attack. */
export function attack(person: PersonId, clientId: number, target: Target, random: Random): Uint8Array {
  const page = new Page(person, true);
  page.reopen(Y.encodeStateAsUpdate(target.document.ydoc), clientId, target.rows.length);
  if (page.paragraphs().length === 0) return new Uint8Array();
  return random.pick(attacks)(page, target, random);
}

/** The bytes of an update that only deletes, written by hand: no structs, then a delete set. */
function deletionsOf(ids: ReadonlyMap<number, readonly [clock: number, length: number]>): Uint8Array {
  const bytes: number[] = [0, ids.size].flatMap(varUint);
  for (const [client, [clock, length]] of ids) bytes.push(...[client, 1, clock, length].flatMap(varUint));
  return Uint8Array.from(bytes);
}

function varUint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}

/** What no attack may change, to be compared before and after. `isTheirs` says of a row whether it is the attacker's. */
export function untouchable(
  replica: DocumentReplica,
  document: NegotiatedDocument,
  attacker: PersonId,
  isTheirs: (seq: number) => boolean,
): string {
  const others = listProposals(document)
    .filter(({ author }) => author !== attacker)
    .map(({ author, inserted, blocks, records }) => {
      const own = records.map(({ key, record }) => ({ key, record }));
      return { author, inserted, blocks, own };
    });
  // What the attacker types beside deleted words of somebody else's, and just like them, counts as these brought back (LI4).
  const broughtByThem = (seq: number | null): boolean => seq !== null && isTheirs(seq);
  const words = readTextSpans(replica, { deleted: false })
    .filter(({ insertedSeq, movedSeq }) => !isTheirs(insertedSeq) && !broughtByThem(movedSeq))
    .flatMap(({ text, insertedSeq }) => Array.from(text, (character) => `${character} ${insertedSeq}`));
  return JSON.stringify({ agreed: normal(readView(document, agreedView)), others, words });
}
