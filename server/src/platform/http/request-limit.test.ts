import { type PersonId, Refusal, type SessionId, type TokenId, virtualClock } from "@parley/base";
import { expect, test } from "vitest";
import type { Caller } from "../caller.ts";
import { RequestLimit } from "./request-limit.ts";

const lin: Caller = {
  personId: "00000000-0000-4000-8000-000000000001" as PersonId,
  name: "Lin Lan",
  email: "lin@parley.example",
  standing: "member",
  language: "en",
  by: "session",
  credentialId: "00000000-0000-4000-8000-000000000002" as SessionId,
};
const here = "192.0.2.1";

/** How many of `tries` requests pass. */
function passing(limit: RequestLimit, caller: Caller | null, address: string, tries: number): number {
  let passed = 0;
  for (let round = 0; round < tries; round++) {
    try {
      limit.take(caller, address);
      passed += 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return passed;
}

test("a minute's worth passes at once, and what follows is told how long to wait", () => {
  const clock = virtualClock();
  const limit = new RequestLimit(clock, 30);
  expect(passing(limit, lin, here, 40)).toBe(30);
  expect(() => limit.take(lin, here)).toThrow(
    expect.objectContaining({ code: "request/too-many", facts: { seconds: 2 } }),
  );
  clock.advance(2_000);
  expect(passing(limit, lin, here, 5)).toBe(1);
});

test("over time as many a minute pass as the setting says, and waiting longer saves up no more", () => {
  const clock = virtualClock();
  const limit = new RequestLimit(clock, 30);
  passing(limit, lin, here, 30);
  let passed = 0;
  for (let second = 0; second < 60; second++) {
    clock.advance(1_000);
    passed += passing(limit, lin, here, 10);
  }
  expect(passed).toBe(30);
  clock.advance(3_600_000);
  expect(passing(limit, lin, here, 100)).toBe(30);
});

test("a person's browsers share one allowance; a token, another person and a network have their own", () => {
  const limit = new RequestLimit(virtualClock(), 30);
  expect(passing(limit, lin, here, 40)).toBe(30);
  expect(passing(limit, { ...lin, credentialId: "00000000-0000-4000-8000-000000000003" as SessionId }, here, 1)).toBe(
    0,
  );
  const token = "00000000-0000-4000-8000-000000000004" as TokenId;
  expect(passing(limit, { ...lin, by: "token", credentialId: token }, here, 40)).toBe(30);
  expect(passing(limit, { ...lin, personId: "00000000-0000-4000-8000-000000000005" as PersonId }, here, 40)).toBe(30);
  expect(passing(limit, null, here, 40)).toBe(30);
  expect(passing(limit, null, "192.0.2.2", 40)).toBe(30);
  expect(passing(limit, null, "2001:db8::1", 20) + passing(limit, null, "2001:db8::2", 20)).toBe(30);
});

test("callers who have their whole allowance again are forgotten, others are not", () => {
  const clock = virtualClock();
  const limit = new RequestLimit(clock, 30);
  for (let each = 0; each < 9_990; each++) limit.take(null, `198.51.${each >> 8}.${each & 255}`);
  clock.advance(60_000);
  passing(limit, lin, here, 30);
  passing(limit, null, here, 30);
  for (let each = 0; each < 20; each++) limit.take(null, `203.0.113.${each}`);
  expect(passing(limit, lin, here, 1) + passing(limit, null, here, 1)).toBe(0);
});
