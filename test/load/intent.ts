/**
 * `npm run parley -- bench intent`: how much of what two people meant is left when they change the same paragraphs at the same moment.
 *
 * The same random cases three times: with Tiptap's stock binding, with the product's own binding alone, and with forwarding. What was meant
 * is told from each writer's screen, by characters that are one of a kind; no ids are looked at.
 */
import { type IntentMode, playIntentCase } from "../simulation/intent/intent-case.ts";
import type { Act } from "../simulation/intent/random-acts.ts";

/** What became of the cases in one mode. */
export interface IntentFigures {
  readonly mode: IntentMode;
  readonly scene: string;
  readonly cases: number;
  readonly kept: number;
  readonly told: number;
  readonly silent: number;
  readonly cpuMsPerCase: number;
}

const amendments: readonly Act[] = ["type", "delete", "replace", "bold"];
const scenes: readonly {
  readonly name: string;
  readonly acts?: (seed: number) => readonly [readonly Act[], readonly Act[]];
}[] = [
  { name: "split and amend", acts: (seed) => [["split"], [amendments[seed % 4] ?? "type"]] },
  { name: "join and amend", acts: (seed) => [["join"], [amendments[seed % 4] ?? "type"]] },
  { name: "move and amend", acts: (seed) => [["move"], [amendments[seed % 4] ?? "type"]] },
  { name: "both split", acts: () => [["split"], ["split"]] },
  { name: "anything with anything" },
];

function measure(name: string, mode: IntentMode, cases: number, acts: (typeof scenes)[number]["acts"]): IntentFigures {
  let [kept, told, silent] = [0, 0, 0];
  const before = process.cpuUsage();
  for (let seed = 1; seed <= cases; seed++) {
    const outcome = playIntentCase({ seed, mode, ...(acts && { acts: acts(seed) }) });
    if (outcome.violations.length === 0) kept++;
    else if (outcome.silent.length === 0) told++;
    else silent++;
  }
  const used = process.cpuUsage(before);
  return { mode, scene: name, cases, kept, told, silent, cpuMsPerCase: (used.user + used.system) / 1_000 / cases };
}

/** Plays the cases, fewer with `smoke`; returns a Markdown table and the figures. */
export function benchIntent(smoke: boolean): { table: string; figures: readonly IntentFigures[] } {
  const figures = scenes.flatMap(({ name, acts }) =>
    (["stock binding", "own binding", "forwarded"] as const).map((mode) =>
      measure(name, mode, smoke ? 20 : acts ? 400 : 2_000, acts),
    ),
  );
  const rows = figures.map(
    ({ scene, mode, cases, kept, told, silent, cpuMsPerCase }) =>
      `| ${scene} | ${mode} | ${cases} | ${kept} | ${told} | ${silent} | ${cpuMsPerCase.toFixed(1)} |`,
  );
  const table = [
    "| two people at once | with | cases | intent kept | lost with a notice | lost silently | ms CPU per case |",
    "|---|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
  return { table, figures };
}
