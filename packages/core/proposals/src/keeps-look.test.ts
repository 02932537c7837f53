import { newId, seededRandom } from "@parley/base";
import { type DecodedStructs, documentFragment, seedUpdate, standingWith } from "@parley/document";
import { DocumentReplica, IdSet } from "@parley/history";
import * as encoding from "lib0/encoding";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { proposalGate } from "./index.ts";
import { keepsLookBeside } from "./keeps-look.ts";

type Neighbours = readonly [Y.ID | null, Y.ID | null];
const SEED = 7;
const id = (client: number, clock: number): Y.ID => Y.createID(client, clock);
const bold = (value: object | null): Y.ContentFormat => new Y.ContentFormat("bold", value as never);

function struct(at: Y.ID, [origin, right]: Neighbours, content: Y.Item["content"], parent = id(SEED, 1)): Y.Item {
  return new Y.Item(at, null, origin, null, right, parent as never, null, content);
}

/** An update of structs as a program writes them, and of deletions. */
function updateOf(structs: readonly Y.Item[], deleted: readonly Y.ID[] = []): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const write = (value: number): void => encoding.writeVarUint(encoder.restEncoder, value);
  const byClient = [...Map.groupBy(structs, (each) => each.id.client)];
  write(byClient.length);
  for (const [client, own] of byClient) {
    write(own.length);
    encoder.writeClient(client);
    write(own[0]?.id.clock ?? 0);
    for (const item of own) item.write(encoder, 0);
  }
  write(deleted.length);
  for (const each of deleted) for (const value of [each.client, 1, each.clock, 1]) write(value);
  return encoder.toUint8Array();
}

const textOf = (ydoc: Y.Doc): Y.XmlText => (documentFragment(ydoc).get(0) as Y.XmlElement).get(0) as Y.XmlText;

/** Each unit of a text, with what it looks like. */
function unitsOf(ydoc: Y.Doc): { readonly id: string; readonly look: string }[] {
  const units: { id: string; look: string }[] = [];
  const values = new Map<string, string>();
  for (let item = textOf(ydoc)._start; item !== null; item = item.right) {
    const { content } = item;
    if (content instanceof Y.ContentFormat && !item.deleted) values.set(content.key, JSON.stringify(content.value));
    const look = values.get("bold") ?? "null";
    for (let at = 0; at < item.length; at++)
      units.push({ id: `${item.id.client} ${item.id.clock + at}`, look: item.countable && !item.deleted ? look : "" });
  }
  return units;
}

test("[GA4] what is new is looked at where Yjs puts it, whatever others wrote at the same spot", () => {
  const kept = [0, 0];
  for (let seed = 1; seed <= 400; seed++) {
    const random = seededRandom(seed);
    const ydoc = new Y.Doc({ gc: false });
    Y.applyUpdate(ydoc, seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "abcd" }] }] }, SEED));
    const clients = [3, 40, 60, 900];
    const known = unitsOf(ydoc).map((unit) => unit.id.split(" ").map(Number) as [number, number]);
    /** Structs between neighbours that stood beside each other before anything else was written, or among these structs themselves. */
    const written = (own: readonly number[], count: number): Y.Item[] => {
      const order = known.map(([client, clock]) => id(client, clock));
      const next = new Map(own.map((client) => [client, Y.getState(ydoc.store, client)]));
      return Array.from({ length: count }, () => {
        const client = random.pick(own);
        const at = id(client, next.get(client) ?? 0);
        next.set(client, at.clock + 1);
        const place = random.int(order.length + 1);
        const content = random.chance(0.3) ? new Y.ContentString("x") : bold(random.chance(0.5) ? {} : null);
        const made = struct(at, [order[place - 1] ?? null, order[place] ?? null], content);
        if (random.chance(0.6)) order.splice(place, 0, at);
        return made;
      });
    };
    for (const client of [20, 50]) Y.applyUpdate(ydoc, updateOf(written([client], 1 + random.int(3))));
    const marks: Y.ID[] = [];
    for (let item = textOf(ydoc)._start; item; item = item.right)
      if (item.content instanceof Y.ContentFormat && random.chance(0.3)) marks.push(item.id);
    const update = updateOf(written(clients, 1 + random.int(4)), marks.slice(0, 1));
    const { structs } = Y.decodeUpdate(update);
    const fresh = new Set<unknown>(structs);

    const standing = standingWith(ydoc, structs as DecodedStructs);
    const pieces = [...(standing?.(textOf(ydoc) as unknown as Y.AbstractType<unknown>) ?? [])];
    const after = new Y.Doc({ gc: false });
    Y.applyUpdate(after, Y.encodeStateAsUpdate(ydoc));
    // Its own clean-up of marks is not looked at.
    after.transact((transaction) => {
      Y.applyUpdate(after, update);
      transaction.local = true;
    });
    const placed = unitsOf(after);
    const placedIds = pieces.flatMap(({ item, offset, length }) =>
      Array.from({ length }, (_, at) => `${item.id.client} ${item.id.clock + offset + at}`),
    );
    expect(placedIds).toEqual(placed.map((unit) => unit.id));
    const before = new Map(unitsOf(ydoc).map((unit) => [unit.id, unit.look]));
    const isKept = placed.every((unit) => (before.get(unit.id) ?? unit.look) === unit.look);
    const gone = IdSet.of(marks.slice(0, 1).map(({ client, clock }) => ({ client, clock, length: 1 })));
    expect([
      seed,
      keepsLookBeside(
        pieces,
        (item) => fresh.has(item),
        gone,
        () => true,
      ),
    ]).toEqual([seed, isKept]);
    kept[Number(isKept)] = (kept[Number(isKept)] ?? 0) + 1;
  }
  expect(Math.min(...kept)).toBeGreaterThan(50);
});

test("[GA4] a mark that begins and one that ends at one spot under two client ids may not have others' words between them", () => {
  const random = seededRandom(1);
  const [lin, mara, osei] = [newId<"person">(random), newId<"person">(random), newId<"person">(random)];
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "abcdef" }] }] }, SEED), () => true);
  const owners = new Map([
    [SEED, lin],
    [11, mara],
    [100, mara],
    [50, osei],
  ]);
  const send = (person: typeof lin, structs: readonly Y.Item[]): unknown => {
    const { ydoc, attribution, lineage, pending } = replica;
    const check = proposalGate(
      { ydoc, attribution, lineage, pending, ownerOf: (client) => owners.get(client) },
      person,
    );
    const context = { kind: "typed", baseSeq: null, proposes: true, statement: null } as const;
    return replica.take(updateOf(structs), (client) => owners.get(client) === person, context, check);
  };
  const paragraph = new Y.Item(
    id(11, 0),
    null,
    id(SEED, 0),
    null,
    null,
    "default" as never,
    null,
    new Y.ContentType(new Y.XmlElement("paragraph")),
  );
  const text = struct(id(11, 1), [null, null], new Y.ContentType(new Y.XmlText()), id(11, 0));
  const words = struct(id(11, 2), [null, null], new Y.ContentString("ab"), id(11, 1));
  const between: Neighbours = [id(11, 2), id(11, 3)];
  expect(send(mara, [paragraph, text, words])).toMatchObject({ seq: 2 });
  expect(send(osei, [struct(id(50, 0), between, new Y.ContentString("THEIRS"), id(11, 1))])).toMatchObject({ seq: 3 });
  const marks = (from: number, to: number): Y.Item[] => [
    struct(id(from, from === 11 ? 4 : 0), between, bold({}), id(11, 1)),
    struct(id(to, to === 11 ? 4 : 0), between, bold(null), id(11, 1)),
  ];
  expect(send(mara, marks(11, 100))).toMatchObject({ code: "agreed-text" });
  expect(documentFragment(replica.ydoc).toJSON()).toContain("aTHEIRSb");
});
