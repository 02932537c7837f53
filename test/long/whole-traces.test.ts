import { afterAll, beforeAll, expect, test } from "vitest";
import { type Company, openCompany } from "../support/company.ts";
import { compareBlame, readReplayed, readTrace, replayTrace, textLeft } from "../support/trace-replay.ts";

let company: Company;

beforeAll(async () => {
  company = await openCompany({
    env: { PARLEY_SYNC_MAX_UPDATES_PER_SECOND: "100000", PARLEY_SYNC_UPDATE_BURST: "100000" },
  });
});
afterAll(() => company.stop());

test("[AT1] [AT3] the 137,000 keystrokes of a real article, one row each, are credited character by character, deleted ones too", async () => {
  const trace = readTrace("seph-blog1");
  const replayed = await replayTrace(trace, [await company.colleague("Lin")]);
  expect(textLeft(replayed)).toBe(trace.endContent);
  expect(await readReplayed(replayed)).toBe(trace.endContent);
  expect((await compareBlame(replayed)).wrong).toEqual([]);
});
