import type { ContractReview } from "@parley/contracts";

/** How many things a later review says that an earlier one of the same contract did not. */
export function countNews(before: ContractReview, after: ContractReview): number {
  return (
    newIn(saidOfText(before), saidOfText(after)) +
    (saidOfRoute(before) === saidOfRoute(after) ? 0 : 1) +
    (JSON.stringify(before.turn) === JSON.stringify(after.turn) ? 0 : 1)
  );
}

/** Each thing by what names it, with what is said of it. */
function saidOfText({ text }: ContractReview): ReadonlyMap<string, string> {
  if (!text) return new Map();
  const { clauses, proposals, threads, findings } = text;
  return new Map([
    ...clauses.map(({ key, kind, text: words }, index) => [`clause ${key || index}`, `${kind} ${words}`] as const),
    ...proposals.map(({ id, inserted, deleted }) => [`proposal ${id}`, JSON.stringify([inserted, deleted])] as const),
    ...threads.flatMap(({ id, comments }) =>
      comments.map(({ by, at, text: words }) => [`comment ${id} ${by.id} ${at}`, words] as const),
    ),
    ...findings.map(({ key, ignored }) => [`finding ${key}`, String(ignored !== null)] as const),
  ]);
}

function newIn(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number {
  const changed = [...after].filter(([key, said]) => before.get(key) !== said).length;
  const gone = [...before.keys()].filter((key) => key.startsWith("clause") && !after.has(key)).length;
  return changed + gone;
}

function saidOfRoute({ approval }: ContractReview): string {
  return JSON.stringify(
    approval && [approval.status, approval.steps.flatMap(({ tasks }) => tasks.map(({ state }) => state))],
  );
}
