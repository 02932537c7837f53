import { median } from "./latencies.ts";
import type { ResultLine } from "./result.ts";
import type { Column, Scene } from "./scene.ts";

/** Targets whose figures get a ratio. */
const isOurs = (target: string): boolean => target.startsWith("Parley");

function figure(value: number): string {
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString("en");
  return String(Math.round(value * 100) / 100);
}

/** The best peer's median of a column; null when no peer has one. */
function bestPeer(column: Column, medians: ReadonlyMap<string, number | null>): number | null {
  const values = [...medians]
    .filter(([target, value]) => !isOurs(target) && value !== null)
    .map(([, value]) => value ?? 0);
  if (column.better === undefined || values.length === 0) return null;
  return column.better === "lower" ? Math.min(...values) : Math.max(...values);
}

function cell(column: Column, target: string, medians: ReadonlyMap<string, number | null>): string {
  const value = medians.get(target) ?? null;
  if (value === null) return "-";
  const best = bestPeer(column, medians);
  const ratio = isOurs(target) && best !== null && best > 0 ? ` (${(value / best).toFixed(2)}x)` : "";
  return figure(value) + ratio;
}

/**
 * One Markdown table per scene: medians over the rounds; Parley's figures with the ratio to the best peer of the same call
 * in parentheses. Unsound and failed runs are counted, and left out of the medians only when they gave no figures.
 */
export function tableOf(scenes: readonly Scene[], lines: readonly ResultLine[]): string {
  const tables: string[] = [];
  for (const scene of scenes) {
    const here = lines.filter((line) => line.scene === scene.name);
    if (here.length === 0) continue;
    const names = [...new Set(here.map((line) => line.target))];
    const rows = names.map((name) => {
      const runs = here.filter((line) => line.target === name);
      const failed = runs.filter((line) => line.error !== undefined).length;
      const unsound = runs.filter((line) => line.error === undefined && !line.sound).length;
      const note = [failed > 0 ? `${failed} failed` : "", unsound > 0 ? `${unsound} not sound` : ""].filter(
        (text) => text !== "",
      );
      const cells = scene.columns.map((column) => cell(column, name, mediansOf(here, names, column)));
      return `| ${[name, `${runs.length}${note.length > 0 ? ` (${note.join(", ")})` : ""}`, ...cells].join(" | ")} |`;
    });
    const titles = ["server", "runs", ...scene.columns.map((column) => column.title)];
    tables.push(
      [
        `### ${scene.name}`,
        "",
        `${scene.title}.`,
        "",
        `| ${titles.join(" | ")} |`,
        `|${" --- |".repeat(titles.length)}`,
        ...rows,
      ].join("\n"),
    );
  }
  return tables.join("\n\n");
}

function mediansOf(lines: readonly ResultLine[], names: readonly string[], column: Column): Map<string, number | null> {
  return new Map(
    names.map((name) => {
      const values = lines.filter((line) => line.target === name).map((line) => line.metrics[column.metric] ?? null);
      return [name, median(values.filter((value) => value !== null))];
    }),
  );
}
