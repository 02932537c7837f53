import fc from "fast-check";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { describe, expect, test } from "vitest";
import { IdMap, rowNumber } from "./id-map.ts";
import type { IdRange } from "./id-range.ts";
import { IdSet } from "./id-set.ts";

const range: fc.Arbitrary<IdRange> = fc.record({
  client: fc.integer({ min: 1, max: 3 }),
  clock: fc.integer({ min: 0, max: 40 }),
  length: fc.integer({ min: 1, max: 9 }),
});
const ranges = fc.array(range, { maxLength: 12 });

/** The plainest form of a set of ids: one string an id. */
const units = (list: Iterable<IdRange>): Set<string> =>
  new Set([...list].flatMap(({ client, clock, length }) => Array.from({ length }, (_, i) => `${client}:${clock + i}`)));
const sorted = (set: Set<string>): string[] => [...set].sort();

describe("sets of ids", () => {
  test("[ID1] union, intersection and difference are those of the plain sets", () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [left, right] = [IdSet.of(a), IdSet.of(b)];
        const [plainLeft, plainRight] = [units(a), units(b)];
        expect(sorted(units(left.union(right).ranges()))).toEqual(sorted(plainLeft.union(plainRight)));
        expect(sorted(units(left.intersection(right).ranges()))).toEqual(sorted(plainLeft.intersection(plainRight)));
        expect(sorted(units(left.difference(right).ranges()))).toEqual(sorted(plainLeft.difference(plainRight)));
      }),
    );
  });

  test("[ID2] the same ids give the same runs and bytes, in whatever order they came, and nothing touches", () => {
    fc.assert(
      fc.property(ranges, fc.infiniteStream(fc.nat()), (list, order) => {
        const shuffled = list
          .map((each) => ({ each, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const set = IdSet.of(list);
        expect(IdSet.of(shuffled).encode()).toEqual(set.encode());
        const runs = set.ranges();
        const touching = runs.filter((run, at) => {
          const next = runs[at + 1];
          return next?.client === run.client && next.clock <= run.clock + run.length;
        });
        expect(touching).toEqual([]);
      }),
    );
  });

  test("[ID3] what is added and removed is what is in it, and slices and gaps part every range", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), range), { maxLength: 15 }), range, (acts, asked) => {
        const set = new IdSet();
        let plain = new Set<string>();
        for (const [adds, each] of acts) {
          const added = adds ? set.add(each) : [];
          if (!adds) set.remove(each);
          expect(sorted(units(added))).toEqual(adds ? sorted(units([each]).difference(plain)) : []);
          plain = adds ? plain.union(units([each])) : plain.difference(units([each]));
        }
        expect(sorted(units(set.ranges()))).toEqual(sorted(plain));
        expect(sorted(units(set.slice(asked)))).toEqual(sorted(units([asked]).intersection(plain)));
        expect(sorted(units(set.missing(asked)))).toEqual(sorted(units([asked]).difference(plain)));
        expect(set.covers(asked)).toBe(units([asked]).isSubsetOf(plain));
        expect(IdSet.decode(set.encode()).encode()).toEqual(set.encode());
      }),
    );
  });
});

describe("maps of ids", () => {
  const entries = fc.array(fc.tuple(range, fc.integer({ min: 1, max: 4 })), { maxLength: 12 });

  test("[ID4] the first claim of an id keeps it, and setting overrides it", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), range, fc.integer({ min: 1, max: 4 }))), (acts) => {
        const map = new IdMap(rowNumber);
        const plain = new Map<string, number>();
        for (const [claims, each, value] of acts) {
          if (claims) map.claim(each, value);
          else map.set(each, value);
          for (const unit of units([each])) if (!claims || !plain.has(unit)) plain.set(unit, value);
        }
        for (const [unit, value] of plain) {
          const [client, clock] = unit.split(":").map(Number) as [number, number];
          expect(map.get(client, clock)).toBe(value);
        }
        expect(units(map.ranges()).size).toBe(plain.size);
      }),
    );
  });

  test("[ID4] many claims or removals at once do what they do one after the other", () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 3 })), {
      minLength: 120,
      maxLength: 200,
    });
    const disjoint = (list: readonly (readonly [number, number])[], client: number): IdRange[] => {
      let end = 0;
      return list.map(([gap, length]) => {
        const each = { client, clock: end + gap, length };
        end += gap + length;
        return each;
      });
    };
    fc.assert(
      fc.property(gaps, gaps, gaps, (held, claimed, removed) => {
        const [one, all] = [new IdMap(rowNumber), new IdMap(rowNumber)];
        for (const map of [one, all]) for (const each of disjoint(held, 1)) map.claim(each, each.clock % 3);
        const claims = [...disjoint(claimed, 2), ...disjoint(claimed, 1)].map((each, at) => ({
          ...each,
          value: at % 3,
        }));
        expect(all.claimAll(claims)).toEqual(claims.flatMap((each) => one.claim(each, each.value)));
        expect([...all.ranges()]).toEqual([...one.ranges()]);
        all.deleteAll(disjoint(removed, 1));
        for (const each of disjoint(removed, 1)) one.delete(each);
        expect([...all.ranges()]).toEqual([...one.ranges()]);
      }),
      { numRuns: 30 },
    );
  });

  test("[ID5] encoding and decoding gives an equal map", () => {
    fc.assert(
      fc.property(entries, (list) => {
        const map = new IdMap(rowNumber);
        for (const [each, value] of list) map.claim(each, value);
        const encoder = encoding.createEncoder();
        map.encode(encoder);
        const again = new IdMap(rowNumber);
        again.decodeInto(decoding.createDecoder(encoding.toUint8Array(encoder)));
        expect([...again.ranges()]).toEqual([...map.ranges()]);
      }),
    );
  });
});
