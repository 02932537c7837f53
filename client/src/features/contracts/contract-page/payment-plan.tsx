import { Button } from "@mantine/core";
import { type Contract, type KeptPayment, sumPlan } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import classes from "./contract-page.module.css";
import { PaymentPlanDialog } from "./payment-plan-dialog.tsx";
import { dayInWords, moneyInWords } from "./written-values.ts";

/** The payment plan with its sums; who leads the contract changes it as a whole. */
export function PaymentPlan(props: { contract: Contract; payments: readonly KeptPayment[] }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const [editing, setEditing] = useState(false);
  const { contract, payments } = props;
  const dueOf = ({ due, dueDay }: KeptPayment): string => {
    const day = dueDay === null ? null : dayInWords(dueDay, language);
    if (due.kind === "open") return t("contracts.page.due.open");
    if (due.kind === "day") return day ?? "";
    const after = t(`contracts.page.due.${due.unit}`, { count: due.days, condition: due.condition });
    return day === null ? after : t("contracts.page.due.known", { day, after });
  };
  return (
    <section className={classes["plan"]}>
      <div className={classes["sectionHead"]}>
        <h2 className={classes["sectionTitle"]}>{t("contracts.page.payments")}</h2>
        {contract.mayLead ? (
          <Button size="xs" variant="default" onClick={() => setEditing(true)}>
            {t("contracts.page.editPayments")}
          </Button>
        ) : null}
      </div>
      {payments.length === 0 ? <p className={classes["quiet"]}>{t("contracts.page.noPayments")}</p> : null}
      <ul className={classes["lines"]}>
        {payments.map((line) => (
          <li key={line.id}>
            <strong>{line.label}</strong>
            <span className={classes["money"]}>
              {line.amount ? moneyInWords(line.amount, language) : ""}
              {line.percent === null ? "" : ` ${line.percent}%`}
            </span>
            <span>{dueOf(line)}</span>
            {line.note ? <small>{line.note}</small> : null}
          </li>
        ))}
      </ul>
      <PlanSum contract={contract} payments={payments} />
      {editing ? <PaymentPlanDialog contract={contract} payments={payments} onClose={() => setEditing(false)} /> : null}
    </section>
  );
}

function PlanSum({
  contract,
  payments,
}: {
  contract: Contract;
  payments: readonly KeptPayment[];
}): ReactElement | null {
  const { t } = useTranslation();
  const language = useLanguage();
  if (payments.length === 0) return null;
  const { amount } = contract;
  const { totalMinor, missingMinor, percentHundredths, unequal } = sumPlan(payments, amount);
  const currency = amount?.currency ?? payments.find((line) => line.amount)?.amount?.currency;
  const written = (minor: string): string => (currency ? moneyInWords({ minor, currency }, language) : "");
  const missing = missingMinor === null ? 0n : BigInt(missingMinor);
  const faults = [
    ...(missing > 0n ? [t("contracts.page.sum.missing", { money: written(missing.toString()) })] : []),
    ...(missing < 0n ? [t("contracts.page.sum.over", { money: written((-missing).toString()) })] : []),
    ...(percentHundredths !== null && percentHundredths !== 10_000
      ? [t("contracts.page.sum.percent", { percent: percentHundredths / 100 })]
      : []),
    ...unequal.map((index) => t("contracts.page.sum.unequal", { label: payments[index]?.label ?? "" })),
  ];
  return (
    <div className={classes["sum"]} data-bad={faults.length > 0 || undefined}>
      {totalMinor === null
        ? t("contracts.page.sum.unknown")
        : t("contracts.page.sum.total", { money: written(totalMinor) })}
      {totalMinor !== null && faults.length === 0 && amount ? ` ${t("contracts.page.sum.right")}` : null}
      {faults.map((fault) => (
        <p key={fault}>{fault}</p>
      ))}
    </div>
  );
}
