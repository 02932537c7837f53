import type { Marks, TextRun } from "@parley/document";

/** Joins neighbours with equal marks and drops empty runs and empty mark sets. */
export function normaliseRuns(runs: readonly TextRun[]): TextRun[] {
  const result: TextRun[] = [];
  let lastKey = "";
  for (const run of runs) {
    if (run.text === "") continue;
    const key = marksKey(run.marks);
    const last = result.at(-1);
    if (last && key === lastKey) result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(key === "" ? { text: run.text } : run);
    lastKey = key;
  }
  return result;
}

/** A string that is equal for equal mark sets, whatever their order. */
export function marksKey(marks: Marks | undefined): string {
  if (!marks) return "";
  return Object.keys(marks)
    .toSorted()
    .map((name) => `${name}${attributesKey(marks[name] ?? {})}`)
    .join(" ");
}

function attributesKey(attributes: Marks[string]): string {
  const names = Object.keys(attributes).toSorted();
  return JSON.stringify(names.map((name) => [name, attributes[name]]));
}
