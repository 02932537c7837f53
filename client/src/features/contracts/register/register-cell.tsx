import { Badge } from "@mantine/core";
import { type ContractState, type RegisterRow, isClosed, stateNames } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { Moment } from "../../../ui/moment.tsx";
import type { RegisterColumn } from "./register-address.ts";
import classes from "./register-table.module.css";
import { writtenDay, writtenMoney } from "./written.ts";

/** How far a contract has come, in a word and a colour. */
export function StateBadge({ state }: { state: ContractState }): ReactElement {
  const language = useLanguage();
  return (
    <Badge variant="light" color={colourOf(state)} tt="none" fw={500} className={classes["state"] ?? ""}>
      {stateNames[state][language]}
    </Badge>
  );
}

function colourOf(state: ContractState): string {
  if (state === "rejected" || state === "voided") return "red";
  if (state === "approved" || state === "signed" || state === "archived") return "green";
  return state === "draft" || isClosed(state) || state === "expired" ? "gray" : "blue";
}

/** From when to when a contract runs. */
export function TermText({ row }: { row: RegisterRow }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { startDay, endDay } = row;
  if (endDay !== null && startDay === null) {
    return <>{t("contracts.register.until", { day: writtenDay(endDay, language) })}</>;
  }
  if (endDay !== null && startDay !== null) {
    return (
      <>
        <span className={classes["day"]}>{writtenDay(startDay, language)} –</span>{" "}
        <span className={classes["day"]}>{writtenDay(endDay, language)}</span>
      </>
    );
  }
  if (startDay !== null) return <>{t("contracts.register.since", { day: writtenDay(startDay, language) })}</>;
  return <>{t("contracts.register.openEnd")}</>;
}

/** What a column says of a contract, but for its name. */
export function RegisterCell({
  row,
  column,
}: {
  row: RegisterRow;
  column: Exclude<RegisterColumn, "name">;
}): ReactElement | null {
  const { t } = useTranslation();
  const language = useLanguage();
  switch (column) {
    case "number":
      return <span className={classes["number"]}>{row.number}</span>;
    case "party":
      return <>{row.counterparties.join(language === "zh" ? "、" : ", ")}</>;
    case "category":
      return <>{row.category[language]}</>;
    case "state":
      return <StateBadge state={row.state} />;
    case "direction":
      return <>{t(`contracts.register.direction.${row.direction}`)}</>;
    case "amount":
      return row.amount && <>{writtenMoney(row.amount, language)}</>;
    case "base":
      return row.baseAmount && <>{writtenMoney(row.baseAmount, language)}</>;
    case "term":
      return <TermText row={row} />;
    case "owner":
      return <>{row.owner.name}</>;
    case "department":
      return <>{row.department?.name}</>;
    case "tags":
      return <>{row.tags.join(language === "zh" ? "、" : ", ")}</>;
    case "created":
      return <Moment iso={row.createdAt} />;
    case "changed":
      return <Moment iso={row.changedAt} />;
  }
}
