import type { ContractId, Currency, Day, PaymentLine } from "@parley/contracts";
import type { Queries } from "../record/contract-store.ts";

/** A line of a payment plan with its id. */
export type PaymentRow = PaymentLine & { readonly id: string };

interface Row {
  id: string;
  contractId: ContractId;
  label: string;
  amountMinor: string | null;
  currency: Currency | null;
  percent: string | null;
  dueKind: PaymentLine["due"]["kind"];
  dueDay: Day | null;
  dueDays: number | null;
  dueUnit: "working" | "natural" | null;
  dueCondition: string | null;
  conditionDay: Day | null;
  note: string | null;
}

/** The payment plans of contracts, each in its order. */
export async function listPayments(
  sql: Queries,
  contractIds: readonly ContractId[],
): Promise<Map<ContractId, PaymentRow[]>> {
  const rows = await sql<Row[]>`
    select id, contract_id as "contractId", label, amount_minor::text as "amountMinor", currency, trim_scale(percent)::text as percent,
      due_kind as "dueKind", due_day::text as "dueDay", due_days as "dueDays", due_unit as "dueUnit", due_condition as "dueCondition",
      condition_day::text as "conditionDay", note
    from contracts.payment_line where contract_id = any(${[...contractIds]}::uuid[]) order by contract_id, position`;
  return new Map([...Map.groupBy(rows, (row) => row.contractId)].map(([id, lines]) => [id, lines.map(toLine)]));
}

function toLine(row: Row): PaymentRow {
  const { id, label, amountMinor, currency, percent, note } = row;
  return {
    id,
    label,
    amount: amountMinor === null || currency === null ? null : { minor: amountMinor, currency },
    percent,
    due: toDue(row),
    note,
  };
}

function toDue({ dueKind, dueDay, dueDays, dueUnit, dueCondition, conditionDay }: Row): PaymentLine["due"] {
  if (dueKind === "day" && dueDay !== null) return { kind: "day", day: dueDay };
  if (dueDays === null || dueUnit === null || dueCondition === null) return { kind: "open" };
  return { kind: "after", days: dueDays, unit: dueUnit, condition: dueCondition, conditionDay };
}

/** Writes the plan of a contract anew; lines that stay keep their ids. */
export async function replacePayments(
  tx: Queries,
  contractId: ContractId,
  lines: readonly PaymentRow[],
): Promise<void> {
  await tx`delete from contracts.payment_line where contract_id = ${contractId}`;
  if (lines.length === 0) return;
  const rows = lines.map(({ id, label, amount, percent, due, note }, position) => {
    const after = due.kind === "after" ? due : null;
    return {
      id,
      contract_id: contractId,
      position,
      label,
      amount_minor: amount?.minor ?? null,
      currency: amount?.currency ?? null,
      percent,
      due_kind: due.kind,
      due_day: due.kind === "day" ? due.day : null,
      due_days: after?.days ?? null,
      due_unit: after?.unit ?? null,
      due_condition: after?.condition ?? null,
      condition_day: after?.conditionDay ?? null,
      note,
    };
  });
  await tx`insert into contracts.payment_line ${tx(rows)}`;
}
