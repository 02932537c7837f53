import { afterAll, beforeAll, expect, test } from "vitest";
import { type Company, openCompany } from "../../support/company.ts";
import { compareBlame, readReplayed, readTrace, replayTrace, textLeft } from "../../support/trace-replay.ts";

let company: Company;

beforeAll(async () => {
  company = await openCompany({
    env: { PARLEY_SYNC_MAX_UPDATES_PER_SECOND: "100000", PARLEY_SYNC_UPDATE_BURST: "100000" },
  });
});
afterAll(() => company.stop());

test(
  "[AT1] [AT3] two friends' real keystrokes end in the trace's text, each character credited to who typed it, and to who deleted it",
  { timeout: 600_000 },
  async () => {
    const trace = readTrace("friendsforever");
    const replayed = await replayTrace(trace, [await company.colleague("Lin"), await company.colleague("Mara")]);
    expect(textLeft(replayed)).toBe(trace.endContent);
    expect(await readReplayed(replayed)).toBe(trace.endContent);
    expect(await compareBlame(replayed)).toEqual({ wrong: [], untold: 0 });
  },
);
