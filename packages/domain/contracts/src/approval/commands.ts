/** What people and the clock ask of a run. Moments and days come with a command; the machine has no clock. */
import type { BoundText } from "./bound-text.ts";
import type { ChangesSince } from "./judge-approvals.ts";
import type { Route } from "./route.ts";

/** A standing delegation: `to` may act for `from` on these days, both included, in contracts of these categories or, with `null`, of all. */
export interface Delegation {
  readonly from: string;
  readonly to: string;
  readonly fromDay: string;
  readonly untilDay: string;
  readonly categories: readonly string[] | null;
}

interface ByPerson {
  readonly at: number;
  readonly by: string;
  readonly note?: string;
}

/** What somebody does with a task that is theirs, or that of somebody who delegated to them. */
interface OnTask extends ByPerson {
  readonly task: string;
  /** For whom, by a delegation; absent for oneself. */
  readonly actsFor?: string;
  /** The day, as `2026-11-27`, and the delegations there are. They are looked at only with `actsFor`. */
  readonly day: string;
  readonly delegations: readonly Delegation[];
}

export type TaskCommand =
  | (OnTask & { readonly type: "approve" | "refuse"; readonly text: BoundText })
  | (OnTask & {
      readonly type: "return";
      /** A step, or `null` for the initiator. */
      readonly to: string | null;
      readonly resume: "resume-here" | "run-again-from-there";
    })
  | (OnTask & { readonly type: "add-before" | "add-beside"; readonly person: string })
  /** Approves, and asks one more after oneself. */
  | (OnTask & { readonly type: "add-after"; readonly person: string; readonly text: BoundText })
  | (OnTask & { readonly type: "hand-over"; readonly to: string });

export interface StartCommand extends ByPerson {
  readonly type: "start";
  readonly owner: string;
  readonly category: string | null;
  readonly flow: { readonly id: string; readonly version: number };
  readonly route: Route;
  readonly text: BoundText;
}

/** A new text, with its route and with what changed since each text that somebody approved. */
interface NewText {
  readonly text: BoundText;
  readonly route: Route;
  readonly changes: readonly ChangesSince[];
}

export type RunCommand =
  | (ByPerson & { readonly type: "withdraw" })
  | (ByPerson & { readonly type: "retract"; readonly task: string })
  | (ByPerson & NewText & { readonly type: "resubmit" })
  | (ByPerson & {
      readonly type: "suspend";
      readonly negotiation: string;
      readonly actsFor?: string;
      readonly day: string;
      readonly delegations: readonly Delegation[];
    })
  /** Who may close a negotiation is the negotiation's rule; `null` when it closed by itself. */
  | (NewText & { readonly type: "resume"; readonly at: number; readonly by: string | null })
  | (ByPerson & { readonly type: "copy"; readonly people: readonly string[] })
  /** `null` when the clock reminds. */
  | {
      readonly type: "remind";
      readonly at: number;
      readonly by: string | null;
      readonly task: string;
      readonly day: string;
    }
  /** The clock escalates; it says for how many working days the task has been open. */
  | { readonly type: "escalate"; readonly at: number; readonly task: string; readonly workingDaysOpen: number };

export type ApprovalCommand = StartCommand | TaskCommand | RunCommand;
