import { type Clock, virtualClock } from "@parley/base";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type TestRedis, startTestRedis } from "../../../../test/support/redis.ts";
import { createLog } from "../log.ts";
import { StartProblem } from "../start-problem.ts";
import { systemClock, systemRandom } from "../system.ts";
import type { FanOut } from "./fan-out.ts";
import { connectFanOut } from "./redis-fan-out.ts";

let redis: TestRedis;
const open: FanOut[] = [];
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
afterEach(async () => {
  for (const fanOut of open.splice(0)) await fanOut.close();
});

const connect = async (clock: Clock = systemClock): Promise<FanOut> => {
  const fanOut = await connectFanOut(redis.url, {
    clock,
    random: systemRandom,
    log: createLog({ logLevel: "silent" }),
  });
  open.push(fanOut);
  return fanOut;
};

test("messages reach whoever listens to their channel, in order, and nobody else", async () => {
  const [teller, hearer] = [await connect(), await connect()];
  const heard: string[] = [];
  const end = await hearer.listen("a", (message) => heard.push(message.toString()));
  await hearer.listen("other", () => heard.push("not for this one"));
  for (let i = 0; i < 200; i++) teller.publish("a", Buffer.from(String(i)));
  await expect.poll(() => heard).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
  end();
  const again = await hearer.listen("a", (message) => heard.push(`again ${message.toString()}`));
  teller.publish("a", Buffer.from("last"));
  await expect.poll(() => heard.at(-1)).toBe("again last");
  expect(heard.length).toBe(201);
  again();
});

test("a lease is one token's at a time, until it is passed, given back or over", async () => {
  const { leases } = await connect();
  expect(await leases.take("d", "lin", 60_000)).toBe(true);
  expect(await leases.take("d", "lin", 60_000)).toBe(true);
  expect(await leases.take("d", "mara", 60_000)).toBe(false);
  expect([await leases.prolong("d", "lin", 60_000), await leases.prolong("d", "mara", 60_000)]).toEqual([true, false]);
  expect(await leases.pass("d", "mara", "osei", 60_000)).toBe(false);
  expect(await leases.pass("d", "lin", "mara", 60_000)).toBe(true);
  await leases.giveBack("d", "lin");
  expect([await leases.prolong("d", "lin", 60_000), await leases.take("d", "mara", 50)]).toEqual([false, true]);
  await expect.poll(() => leases.take("d", "osei", 60_000)).toBe(true);
  await leases.giveBack("d", "osei");
  expect(await leases.prolong("d", "osei", 60_000)).toBe(false);
});

test("while Redis is away everything says so at once, and when it is back every channel is listened to before anybody is told", async () => {
  const [teller, hearer] = [await connect(), await connect()];
  const heard: string[] = [];
  await hearer.listen("a", (message) => heard.push(message.toString()));
  hearer.onMissed(() => teller.publish("a", Buffer.from("after")));
  await redis.kill();
  await expect.poll(() => [teller.isUp, hearer.isUp]).toEqual([false, false]);
  await expect(teller.leases.take("d", "lin", 1_000)).rejects.toThrow(/writeable|closed/i);
  teller.publish("a", Buffer.from("lost"));
  await hearer.listen("b", (message) => heard.push(`b ${message.toString()}`));
  await redis.start();
  await expect.poll(() => [teller.isUp, hearer.isUp], { timeout: 10_000 }).toEqual([true, true]);
  teller.publish("b", Buffer.from("after"));
  await expect.poll(() => heard).toContain("b after");
  expect(heard).not.toContain("lost");
});

test("a node that leaves is missed at once, one that falls silent after some seconds", async () => {
  const clock = virtualClock();
  const staying = await connect(clock);
  const gone: string[] = [];
  staying.onNodeGone((nodeId) => gone.push(nodeId));
  // A clock that stands still lets its node say once that it lives, and never again.
  const [leaving, silent] = [await connect(), await connect(virtualClock())];
  await leaving.close();
  await expect.poll(() => gone).toEqual([leaving.nodeId]);
  const nextSecond = (): string[] => {
    clock.advance(1_000);
    return gone;
  };
  await expect.poll(nextSecond).toEqual([leaving.nodeId, silent.nodeId]);
  expect(staying.isUp).toBe(true);
});

test("a line on which a node does not hear itself is made anew", async () => {
  const clock = virtualClock();
  const node = await connect(clock);
  let missed = 0;
  node.onMissed(() => missed++);
  clock.advance(12_000);
  await expect.poll(() => missed, { timeout: 10_000 }).toBe(1);
  await expect.poll(() => node.isUp).toBe(true);
});

test("a Redis that cannot be reached is told in a sentence", async () => {
  const parts = { clock: systemClock, random: systemRandom, log: createLog({ logLevel: "silent" }) };
  await expect(connectFanOut("redis://127.0.0.1:1", parts)).rejects.toThrow(StartProblem);
});
