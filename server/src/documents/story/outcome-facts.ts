/** Whose proposal a row ended, and why one became void, as stories tell it. */
import type { PersonId } from "@parley/base";
import type { WordStep } from "@parley/documents";
import type { DecidedRecord } from "@parley/proposals";
import { decisionIn } from "../rooms/decided-outcomes.ts";
import { statedBy } from "./stated-rows.ts";
import type { RowFact } from "./story-store.ts";

/** Why a proposal became void, and who had taken its words where it came after that. */
export interface VoidReason {
  readonly because: WordStep["because"];
  readonly takenById: PersonId | null;
}

/** Whose the proposal was, going by who seems to have made it: what a row states of its proposals decides. `null` where nothing says it. */
export function proposerIn({ statement }: RowFact, likely: PersonId | null): PersonId | null {
  const facts = statement === null ? undefined : decisionIn(statement);
  if (!facts) return likely;
  const authors = new Set([...facts.proposals, ...facts.notChosen, ...facts.voided].map(({ authorId }) => authorId));
  if (likely !== null && authors.has(likely)) return likely;
  const [only, ...others] = authors;
  return others.length > 0 ? null : ((only ?? null) as PersonId | null);
}

/**
 * Why a row made a proposal void. `before` is the row in front of it: a row that only says what became void comes right behind the change.
 * `wasGone` says whether the words that are told were gone by then.
 */
export function voidReason(
  row: RowFact,
  before: RowFact | undefined,
  { asked, wasGone }: { readonly asked: DecidedRecord; readonly wasGone: boolean },
): VoidReason {
  const { verdict } = statedBy(row);
  if (verdict === "withdraw") return { because: "withdrawn", takenById: null };
  if (verdict !== "void") return { because: "decided", takenById: null };
  const late = row.statement === null ? undefined : lateIn(row.statement, asked);
  if (late) return { because: "tooLate", takenById: late.byId as PersonId | null };
  if (before?.kind === "restore") return { because: "restored", takenById: null };
  return { because: wasGone ? "wordsDeleted" : "replacementDeleted", takenById: null };
}

function lateIn(statement: Uint8Array, { author, writtenSeq, id }: DecidedRecord): { byId: string | null } | undefined {
  const { proposals } = decisionIn(statement) ?? { proposals: [] };
  const own = proposals.filter(({ authorId }) => authorId === author);
  const named = own.find((each) => each.id === `${id.client}-${id.clock}`);
  const within = ({ firstSeq, lastSeq }: (typeof own)[number]): boolean =>
    writtenSeq !== null && firstSeq <= writtenSeq && writtenSeq <= lastSeq;
  return (named ?? own.find(within))?.late;
}
