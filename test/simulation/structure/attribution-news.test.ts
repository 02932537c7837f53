/** A page that collects what is deleted keeps who wrote what from news alone, and reads the same as the server. */
import { seededRandom } from "@parley/base";
import {
  type AttributionNews,
  AttributionIndex,
  DocumentReplica,
  IdMap,
  type Origins,
  type ToldOrigin,
  decodeToldAttribution,
  encodeToldAttribution,
  readAttributionNews,
  readTextSpans,
  rowNumber,
} from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { playStructuralSession } from "./structural-session.ts";

const elsewhere = { document: { id: "d", title: "Draft" }, person: { id: "p", name: "Lin" }, party: "ours" } as const;
const origins: readonly ToldOrigin[] = [0, 1, 2].map((atMs) => ({ ...elsewhere, via: "typed", atMs }));

/** As the news travels. */
const sent = (news: AttributionNews): AttributionNews =>
  decodeToldAttribution(encodeToldAttribution({ rows: [], origins, news })).news;

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
