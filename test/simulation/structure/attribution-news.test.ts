/** A page that collects what is deleted keeps who wrote what from news alone, and reads the same as the server. */
import { seededRandom } from "@parley/base";
import {
  type AttributionNews,
  AttributionIndex,
  DocumentReplica,
  IdMap,
  type Origins,
  type ToldOrigin,
  decodeAttribution,
  encodeAttribution,
  readAttributionNews,
  readTextSpans,
  rowsNamedIn,
  rowNumber,
} from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { negotiate } from "../proposals/negotiation.ts";
import { playStructuralSession } from "./structural-session.ts";

const elsewhere = { document: { id: "d", title: "Draft" }, person: { id: "p", name: "Lin" }, party: "ours" } as const;
const origins: readonly ToldOrigin[] = [0, 1, 2].map((atMs) => ({ ...elsewhere, via: "typed", atMs }));

/** As the news travels. */
const sent = (news: AttributionNews): AttributionNews =>
  decodeAttribution(encodeAttribution({ rows: [], origins, news })).news;

test.each([1, 2, 3, 4])(
  "[NW1] [NW3] a page reads from increments what the server reads from the log (seed %i)",
  (seed) => {
    const { rows } = playStructuralSession(seed, { steps: 200, lag: 0.4, offline: 0.3, undo: true });
    const random = seededRandom(seed);
    const replica = DocumentReplica.open(null, []);
    const page = new Y.Doc();
    const index = new AttributionIndex();
    let told = 0;
    // As if some of what rows brought had been copied from other documents.
    const byId: Origins = new IdMap(rowNumber);
    for (const row of rows) {
      replica.follow(row);
      for (const range of replica.attribution.insertedBetween(row.seq - 1, row.seq))
        if (random.int(3) === 0)
          byId.claim({ ...range, length: 1 + random.int(range.length) }, random.int(origins.length));
      Y.applyUpdate(page, row.update);
      if (random.int(3) > 0 && row !== rows.at(-1)) continue;
      // Now and then something is told twice.
      const after = random.int(8) === 0 ? Math.max(0, told - 5) : told;
      index.take(sent(readAttributionNews(replica, { after, until: row.seq, deleted: true, origins: byId })));
      told = row.seq;
      expect(index.readSpans(page)).toEqual(readTextSpans(replica, { deleted: true, origins: byId }));
    }
    expect(index.readSpans(page).some(({ origin }) => origin !== null)).toBe(true);
    const whole = new AttributionIndex();
    whole.take(sent(readAttributionNews(replica, { after: 0, until: told, deleted: true, origins: byId })));
    expect(whole.readSpans(page)).toEqual(index.readSpans(page));
  },
);

test.each([1, 2, 3, 4])(
  "[NW1] [NW2] [NW3] where decisions carry out proposed deletions, both rows are told, to whoever may know (seed %i)",
  (seed) => {
    const { rows } = negotiate(seed, { steps: 120, lag: 0.3 });
    const random = seededRandom(seed);
    const replica = DocumentReplica.open(null, []);
    const page = new Y.Doc();
    const index = new AttributionIndex();
    let told = 0;
    for (const row of rows) {
      replica.follow(row);
      Y.applyUpdate(page, row.update);
      if (random.int(3) > 0 && row !== rows.at(-1)) continue;
      const after = random.int(8) === 0 ? Math.max(0, told - 5) : told;
      index.take(sent(readAttributionNews(replica, { after, until: row.seq, deleted: true })));
      told = row.seq;
      expect(index.readSpans(page)).toEqual(readTextSpans(replica, { deleted: true }));
    }
    const carriedOut = index.readSpans(page).filter(({ deletedSeq, goneSeq }) => deletedSeq !== goneSeq);
    expect(carriedOut.length).toBeGreaterThan(0);
    for (const { deletedSeq, goneSeq } of carriedOut) expect(goneSeq).toBeGreaterThan(deletedSeq ?? 0);
    const whole = new AttributionIndex();
    const news = readAttributionNews(replica, { after: 0, until: told, deleted: true });
    const named = rowsNamedIn(news);
    for (const { goneSeq } of carriedOut) expect(named).toContain(goneSeq);
    whole.take(sent(news));
    expect(whole.readSpans(page)).toEqual(index.readSpans(page));
    expect(readAttributionNews(replica, { after: 0, until: told, deleted: false })).not.toHaveProperty("carriedOut");
  },
);

test("[NW2] whoever is not told of what is gone gets nothing of it", () => {
  const { replica } = playStructuralSession(5, { steps: 150, lag: 0.3, offline: 0.3, undo: true });
  const page = new Y.Doc();
  Y.applyUpdate(page, Y.encodeStateAsUpdate(replica.ydoc));
  const news = readAttributionNews(replica, { after: 0, until: replica.seq, deleted: false });
  expect([news.gone, news.moved]).toEqual([[], []]);
  for (const range of news.standing) expect(replica.attribution.deletedBy(range)).toEqual([]);
  const index = new AttributionIndex();
  index.take(news);
  expect(index.readSpans(page)).toEqual(readTextSpans(replica, { deleted: false }));
});
