import { seedUpdate } from "@parley/document";
import { seededRandom } from "@parley/base";
import * as encoding from "lib0/encoding";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { DocumentReplica } from "./replica.ts";
import { countPieces, findTooManyPieces, updateLimits } from "./update-limits.ts";

const endless = { structs: Infinity, deletes: Infinity, clients: Infinity };

function decodedPieces(update: Uint8Array): { structs: number; deletes: number; clients: number } {
  const { structs, ds } = Y.decodeUpdate(update);
  const deletes = [...ds.clients.values()].reduce((sum, runs) => sum + runs.length, 0);
  return { structs: structs.length, deletes, clients: new Set(structs.map(({ id }) => id.client)).size };
}

/** A paragraph for each letter. */
function lettersApart(count: number): Uint8Array {
  return seedUpdate(
    { blocks: Array.from({ length: count }, () => ({ type: "paragraph" as const, runs: [{ text: "y" }] })) },
    9,
  );
}

/** An update that says of every other one of some ids that it is deleted. */
function deletesApart(client: number, count: number): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const number of [0, 1, client, count]) encoding.writeVarUint(encoder, number);
  for (let at = 0; at < count; at++) {
    encoding.writeVarUint(encoder, 2 * at);
    encoding.writeVarUint(encoder, 1);
  }
  return encoding.toUint8Array(encoder);
}

test("[IN8] pieces are counted as Yjs reads them, whatever they are", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seededRandom(seed);
    const pages = [1, 2, 3].map((client) => {
      const page = new Y.Doc({ gc: client !== 2 });
      page.clientID = client * 1_000_003;
      return page;
    });
    for (let step = 0; step < 60; step++) {
      const page = random.pick(pages);
      const text = page.getText("words");
      const at = random.int(text.length + 1);
      const acts: (() => void)[] = [
        () => text.insert(at, "合同 and words"),
        () => text.delete(at, Math.min(3, text.length - at)),
        () => text.format(0, at, { bold: true, link: { href: "https://example.com" } }),
        () => text.insertEmbed(at, { image: "a" }),
        () => page.getMap("map").set(`k${at}`, [[1, 2.5, null], { deep: ["x", true, undefined] }, new Uint8Array(9)]),
        () => page.getMap("map").set("bytes", new Uint8Array(40)),
        () => page.getMap("map").set("inner", new Y.Doc({ meta: { a: 1 } })),
        () =>
          page.getArray("list").insert(0, [new Y.XmlElement("paragraph"), new Y.XmlText("t"), new Y.XmlHook("h"), 7]),
        () => page.getArray("list").delete(0, Math.min(1, page.getArray("list").length)),
        () => pages.forEach((other) => Y.applyUpdate(other, Y.encodeStateAsUpdate(page))),
      ];
      random.pick(acts)();
    }
    for (const page of pages) {
      const whole = Y.encodeStateAsUpdate(page);
      const parts = [whole, Y.diffUpdate(whole, Y.encodeStateVector(pages[0] as Y.Doc)), Y.mergeUpdates([whole])];
      for (const update of parts) expect(countPieces(update, endless)).toEqual(decodedPieces(update));
    }
  }
  expect(() => countPieces(new Uint8Array([1, 200, 1, 9, 0]), endless)).toThrow("Unexpected end of array");
  expect(findTooManyPieces(new Uint8Array([1, 200, 1, 9, 0]), null)).toBeNull();
});

test("[IN8] what nobody at work sends is told by its pieces before anything of it is decoded", () => {
  const honest = lettersApart(20_000);
  expect(findTooManyPieces(honest, null)).toBeNull();
  const many = lettersApart(40_000);
  expect(many.length).toBeLessThan(2_000_000);
  expect(findTooManyPieces(many, null)).toMatch(/^\d{6} pieces/u);
  // Where the head of a message says how many follow, the rest is not read.
  expect(findTooManyPieces(many.subarray(0, 20), null)).toMatch(/pieces/u);
});

test("[IN8] client ids that a document does not hold are bounded, those that it holds are not", () => {
  const { clients } = updateLimits;
  // One collected unit each.
  const pages = (count: number): Uint8Array => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, count);
    for (let client = 1; client <= count; client++)
      for (const number of [1, client, 0, 0, 1]) encoding.writeVarUint(encoder, number);
    encoding.writeVarUint(encoder, 0);
    return encoding.toUint8Array(encoder);
  };
  expect(countPieces(pages(3), endless)).toEqual(decodedPieces(pages(3)));
  expect(findTooManyPieces(pages(clients), null)).toBeNull();
  expect(findTooManyPieces(pages(clients + 1), null)).toMatch(/client ids/u);
  expect(findTooManyPieces(pages(clients + 1), { goneRuns: 0, clients })).toBeNull();
});

test("[IN8] deletions that a document does not hold are bounded, those that it holds are not", () => {
  const { deletes } = updateLimits;
  expect(findTooManyPieces(deletesApart(9, deletes), null)).toBeNull();
  expect(findTooManyPieces(deletesApart(9, deletes + 1), null)).toMatch(/runs of deletions/u);
  expect(findTooManyPieces(deletesApart(9, deletes + 1), { goneRuns: deletes, clients: 0 })).toBeNull();
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "y".repeat(9_000) }] }] }, 9), () => true);
  replica.take(deletesApart(9, 2).with(4, 3).with(6, 5), () => true);
  expect(replica.held).toEqual({ goneRuns: 2, clients: 1 });
});
