import { type PersonId, must, newId, seededRandom } from "@parley/base";
import { expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/test-database.ts";
import { createNotices } from "../../platform/fan-out/notices.ts";
import { createLog } from "../../platform/log.ts";
import { createLiveNews } from "./live-news.ts";

test("news for some people reach the pages of all of them on other nodes, however many they are, and are for nobody else there", async () => {
  const database = await createTestDatabase();
  const log = createLog({ logLevel: "silent" });
  const [here, there] = [createNotices(database, "here", log), createNotices(database, "there", log)];
  const heard: { topic: string; only?: readonly PersonId[] }[] = [];
  there.on("news", (payload) => heard.push(payload as (typeof heard)[number]));
  await Promise.all([here.start(), there.start()]);
  const lost: unknown[] = [];
  const news = createLiveNews({ find: () => null }, here, (error) => lost.push(error));
  const random = seededRandom(20);
  const documentId = newId<"document">(random);
  const people = Array.from({ length: 350 }, () => newId<"person">(random));
  await news.tell(documentId, { topic: "comments", internal: false, only: people });
  await news.tell(documentId, { topic: "merges", internal: false, only: [] });
  await news.tell(documentId, { topic: "comments", internal: true });
  await expect.poll(() => heard.filter(({ only }) => !only)).toHaveLength(1);
  const concerned = heard.slice(0, -1);
  expect(concerned.every(({ topic, only }) => topic === "comments" && must(only, "who is meant").length > 0)).toBe(
    true,
  );
  expect(concerned.flatMap(({ only }) => only)).toEqual(people);
  expect(lost).toEqual([]);
  await Promise.all([here.stop(), there.stop()]);
  await database.close();
});
