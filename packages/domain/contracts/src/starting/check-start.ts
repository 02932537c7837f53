/** [CR1] What a request must say before a contract can be made of it. The form and the server ask the same. */
import type { Direction, TermKind } from "../contract-state.ts";
import type { StartRefusal } from "./refusals.ts";

/** A field of the form that is wrong, by the code of its refusal. */
export interface StartFault {
  readonly field: "counterparties" | "amount" | "startDay" | "endDay";
  readonly code: StartRefusal;
}

/** As much of a request as can be judged without looking anything up. */
export interface StartTerms {
  readonly counterparties: readonly unknown[];
  readonly direction: Direction;
  readonly amount: { readonly minor: string } | null;
  readonly termKind: TermKind;
  readonly startDay: string | null;
  readonly endDay: string | null;
}

/** Which days a kind of term has. */
export const termDays: Readonly<
  Record<TermKind, { readonly start: "needed" | "none"; readonly end: "needed" | "none" }>
> = {
  fixed: { start: "needed", end: "needed" },
  open: { start: "needed", end: "none" },
  "unknown-start": { start: "none", end: "needed" },
  "unknown-end": { start: "needed", end: "none" },
};

/** Every fault of a request, in the order of the form; none when it can be asked. */
export function findStartFaults(request: StartTerms): StartFault[] {
  const { counterparties, direction, amount, termKind, startDay, endDay } = request;
  const days = termDays[termKind];
  const faults: StartFault[] = [];
  if (counterparties.length === 0) faults.push({ field: "counterparties", code: "contracts/counterparty-needed" });
  if (amount?.minor.startsWith("-")) faults.push({ field: "amount", code: "contracts/amount-negative" });
  else if (amount && direction === "none") faults.push({ field: "amount", code: "contracts/amount-without-direction" });
  if (days.start === "needed" && startDay === null) faults.push({ field: "startDay", code: "contracts/start-needed" });
  if (days.start === "none" && startDay !== null) faults.push({ field: "startDay", code: "contracts/start-unknown" });
  if (days.end === "needed" && endDay === null) faults.push({ field: "endDay", code: "contracts/end-needed" });
  if (days.end === "none" && endDay !== null) faults.push({ field: "endDay", code: "contracts/end-unknown" });
  if (startDay !== null && endDay !== null && endDay < startDay)
    faults.push({ field: "endDay", code: "contracts/end-before-start" });
  return faults;
}
