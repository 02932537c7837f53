import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Plan, makeNegotiatedPlan, makePlan } from "./plan.ts";
import { runNegotiatedPlan, runPlan } from "./run-plan.ts";

const plansFolder = fileURLToPath(new URL("./plans/", import.meta.url));
const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 40) }, (_, index) => index + 1);

async function holds(plan: Plan, nodeCount = 1): Promise<void> {
  const problems = await runPlan(plan, nodeCount);
  // A failing plan is kept, so that it can be replayed and shortened.
  if (problems.length > 0) writeFileSync(`${plansFolder}failed-${plan.seed}-${nodeCount}.json`, JSON.stringify(plan));
  expect(problems).toEqual([]);
}

describe("random edits, broken lines, crashes and compactions", () => {
  test.each(seeds)(
    "[AT5] [AT7] [LG2] [SY1] [SE1] nothing is lost, mistaken or credited wrongly (seed %i)",
    async (seed) => {
      await holds(makePlan(seed, 250));
    },
  );

  test.each(seeds)(
    "[AT5] [LG1] [SY1] [SY13] [SE1] nor on three nodes that write one document, lose messages and crash (seed %i)",
    async (seed) => {
      await holds(makePlan(seed + 1_000, 250), 3);
    },
  );

  test.each(seeds.slice(0, 12).map((seed) => seed + 2_000))(
    "[GA1] [GA4] [DE2] [SY1] [SY7] nor where three parties negotiate, their roles change and somebody is hostile (seed %i)",
    async (seed) => {
      await holds(makeNegotiatedPlan(seed, 140));
    },
  );

  test.each(seeds.slice(0, 4).map((seed) => seed + 3_000))(
    "[GA1] [DE2] [SY13] nor where they do so on three nodes (seed %i)",
    async (seed) => {
      await holds(makeNegotiatedPlan(seed, 140), 3);
    },
  );

  test("[DE6] [DE7] negotiations come to decisions, restorations, refusals of every kind and attacks", async () => {
    const runs = [];
    for (const seed of [2_101, 2_102, 2_103]) runs.push(await runNegotiatedPlan(makeNegotiatedPlan(seed, 140)));
    const answers = new Set(runs.flatMap(({ deeds }) => deeds.map(({ what, answer }) => `${what} ${answer}`)));
    const refusals = new Set(runs.flatMap((run) => run.refusals));
    expect(runs.flatMap(({ problems }) => problems)).toEqual([]);
    expect([...answers]).toEqual(expect.arrayContaining(["decide done", "decide refused", "restore done"]));
    expect([...refusals]).toEqual(expect.arrayContaining(["documents/proposals-changed", "documents/role-too-weak"]));
    const refusedAttacks = runs.flatMap(({ server, attacker }) =>
      server.events.filter((event) => event.type === "refused" && event.personId === attacker.personId),
    );
    expect(refusedAttacks.length).toBeGreaterThan(3);
  });

  test.each(readdirSync(plansFolder).filter((name) => name.startsWith("kept-")))(
    "a plan that failed once holds: %s",
    async (name) => {
      // The name says on how many nodes, when not on one.
      const nodeCount = Number(/\.(\d+)-nodes\.json$/.exec(name)?.[1] ?? 1);
      await holds(JSON.parse(readFileSync(plansFolder + name, "utf8")) as Plan, nodeCount);
    },
  );
});
