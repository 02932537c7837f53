import { PROPOSALS_NAME, documentFragment, seedUpdate } from "@parley/document";
import * as encoding from "lib0/encoding";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { DocumentReplica, type TailRow, collectDeleted, versionContent } from "./index.ts";
import { deletionOf } from "./buried-values.ts";

const typed = { kind: "typed", baseSeq: null, proposes: false, statement: null } as const;
const SEED = 7;
const seed = seedUpdate({ blocks: [{ type: "paragraph", runs: [{ text: "abcdef" }] }] }, SEED);
const RECORD_KEY = "01234567-89ab-4cde-8f01-23456789abcd:1";
const record = (clock: number): unknown => ({ do: "delete", ids: [[SEED, clock, 1]] });

/** One struct under a key, as a program writes it. */
function valueOf(
  values: readonly unknown[],
  under: { readonly parent: Y.ID | string; readonly key: string },
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  encoding.writeVarUint(encoder.restEncoder, 1);
  encoding.writeVarUint(encoder.restEncoder, 1);
  encoder.writeClient(11);
  encoding.writeVarUint(encoder.restEncoder, 0);
  const parent = under.parent as Y.ID;
  const content = new Y.ContentAny([...values]);
  new Y.Item(Y.createID(11, 0), null, null, null, null, parent, under.key, content).write(encoder, 0);
  encoding.writeVarUint(encoder.restEncoder, 0);
  return encoder.toUint8Array();
}

const style = { parent: Y.createID(SEED, 0), key: "style" };
const records = { parent: PROPOSALS_NAME, key: RECORD_KEY };
const shown = (ydoc: Y.Doc): unknown => [documentFragment(ydoc).toJSON(), ydoc.getMap(PROPOSALS_NAME).toJSON()];

function loaded(update: Uint8Array): Y.Doc {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, update);
  return ydoc;
}

const cases = [
  ["an attribute", style, ["heading", "quote"]],
  ["a record", records, [record(2), record(4)]],
] as const;

describe("several values under one key in one piece", () => {
  test.each(cases)("[GU14] of %s are refused", (_what, under, values) => {
    const replica = DocumentReplica.open(null, [{ ...typed, seq: 1, update: seed }]);
    const take = (update: Uint8Array): unknown => replica.take(update, () => true);
    expect(take(valueOf(values, under))).toMatchObject({ code: "schema", reason: expect.stringContaining("several") });
    const partly = Y.mergeUpdates([valueOf(values, under), deletionOf([{ client: 11, clock: 1, length: 1 }])]);
    expect(take(partly)).toMatchObject({ code: "schema" });
    expect(take(valueOf(values.slice(1), under))).toMatchObject({ seq: 2 });
  });

  test.each([true, false])(
    "[GU14] are taken where a page set them one after the other before it sent anything (gc %s)",
    (gc) => {
      const replica = DocumentReplica.open(null, [{ ...typed, seq: 1, update: seed }]);
      const page = new Y.Doc({ gc });
      Y.applyUpdate(page, seed);
      const before = Y.encodeStateVector(page);
      const paragraph = documentFragment(page).get(0) as Y.XmlElement;
      for (const value of ["heading", "quote", "code"]) paragraph.setAttribute("style", value);
      for (const clock of [2, 3, 4]) page.getMap(PROPOSALS_NAME).set(RECORD_KEY, record(clock));
      page.getMap(PROPOSALS_NAME).delete(RECORD_KEY);
      const update = Y.encodeStateAsUpdate(page, before);
      expect(Y.decodeUpdate(update).structs.some(({ length }) => length > 1)).toBe(true);
      expect(replica.take(update, () => true)).toMatchObject({ seq: 2 });
      expect(shown(replica.ydoc)).toEqual(shown(page));
    },
  );

  test.each(cases)(
    "[GU14] of %s that a log holds: all but the last went with their row, for everybody",
    (_what, under, values) => {
      const rows: TailRow[] = [seed, valueOf(values, under), deletionOf([{ client: 11, clock: 1, length: 1 }])].map(
        (update, index) => ({ ...typed, seq: index + 1, update }),
      );
      for (const until of [2, 3]) {
        const replica = DocumentReplica.open(null, rows.slice(0, until));
        const expected = shown(loaded(Y.mergeUpdates(rows.slice(0, until).map(({ update }) => update))));
        const full = replica.save();
        expect(shown(replica.ydoc)).toEqual(expected);
        expect(shown(loaded(collectDeleted(full.full).state))).toEqual(expected);
        expect(shown(DocumentReplica.open(full, []).ydoc)).toEqual(expected);
        expect(replica.attribution.goneSinceRow(11, 0)).toBe(2);
      }
      const replica = DocumentReplica.open(null, rows);
      expect(replica.take(deletionOf([{ client: 11, clock: 0, length: 2 }]), () => true)).toBeNull();
      const styles = [2, 3].map((seq) => JSON.stringify(versionContent(replica, seq)).match(/heading|quote/gu));
      expect(styles).toEqual(under === style ? [["quote"], null] : [null, null]);
    },
  );
});
