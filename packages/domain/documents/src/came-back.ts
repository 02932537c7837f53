/** What a comparison says of what came: whether it is new, or stood there once. */
import type { ComparedBlockAnswer } from "./versions-api.ts";

/** The ways in which what went is put back. */
const putsBack: ReadonlySet<string> = new Set(["restore", "undo"]);

/** Whether a block that came stood there before and was brought back. `viaOf` says how a row came in. */
export function cameBack(
  { fate, waits, broken, addedSeq, decidedSeq }: ComparedBlockAnswer,
  viaOf: (seq: number) => string | undefined,
): boolean {
  if (fate !== "added" || waits || broken !== undefined || addedSeq === null || decidedSeq !== undefined) return false;
  return putsBack.has(viaOf(addedSeq) ?? "");
}

const broughtIn = ["import", "copy", "api"] as const;

/** How words came in that nobody wrote here by hand; `null` for those that somebody did. */
export function broughtInBy(via: string | undefined): (typeof broughtIn)[number] | null {
  return broughtIn.find((each) => each === via) ?? null;
}
