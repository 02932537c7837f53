/** Which approvals stand after the text changed. */
import { type BoundText, isSameText } from "./bound-text.ts";
import type { ApprovalReason, ClauseChange, FieldChange, Judgement } from "./judgement.ts";
import { type ApprovalRun, type RunStep, givenApprovals } from "./run-state.ts";

/** What changed between a text that somebody approved and the new one. */
export interface ChangesSince {
  readonly since: BoundText;
  readonly clauses: readonly ClauseChange[];
  readonly fields: readonly FieldChange[];
}

/**
 * [CA21] [CA22] [CA23] Judges every approval that counts against what changed since the text it was given to, however many texts lie between.
 * `changes` holds an entry for each of these texts; without one an approval is asked again.
 */
export function judgeApprovals(
  run: ApprovalRun,
  text: BoundText,
  changes: readonly ChangesSince[],
): readonly Judgement[] {
  return givenApprovals(run).flatMap(({ id, step: stepId, person, decision }) => {
    const step = run.steps.find((each) => each.id === stepId);
    if (!step) return [];
    const reason = reasonFor(step, decision.text, text, changes);
    const isKept = reason.code === "nothing-changed" || reason.code === "scope-untouched";
    return [{ task: id, step: stepId, person, verdict: isKept ? "kept" : "asked-again", reason }];
  });
}

function reasonFor(
  step: RunStep,
  approved: BoundText,
  text: BoundText,
  changes: readonly ChangesSince[],
): ApprovalReason {
  if (isSameText(approved, text)) return { code: "nothing-changed" };
  const since = changes.find((each) => isSameText(each.since, approved));
  if (!since) return { code: "changes-unknown" };
  const [clauses, fields] = [[...since.clauses], [...since.fields]];
  if (!step.keepWhenUntouched) return { code: "keeping-not-allowed", clauses, fields };
  if (step.scope.includes("all") || step.scope.length === 0) {
    const isSeen = clauses.length > 0 || fields.length > 0;
    return isSeen ? { code: "scope-touched", scopes: ["all"], clauses, fields } : { code: "appearance-changed" };
  }
  const isInScope = (change: { readonly scopes: readonly string[] }): boolean =>
    change.scopes.some((scope) => scope === "all" || step.scope.includes(scope));
  const touched = { clauses: clauses.filter(isInScope), fields: fields.filter(isInScope) };
  const found = [...touched.clauses, ...touched.fields].flatMap(({ scopes }) => scopes);
  if (found.length === 0) return { code: "scope-untouched", scopes: step.scope };
  return {
    code: "scope-touched",
    scopes: found.includes("all") ? step.scope : step.scope.filter((scope) => found.includes(scope)),
    ...touched,
  };
}
