import type { RegisterRow } from "@parley/contracts";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { StateBadge, TermText } from "./register-cell.tsx";
import classes from "./register-table.module.css";
import { writtenMoney } from "./written.ts";

/** Contracts as cards, where there is no room for columns. */
export function RegisterCards(props: { rows: readonly RegisterRow[]; waiting: boolean }): ReactElement {
  const language = useLanguage();
  return (
    <ul className={classes["cards"]} data-waiting={props.waiting || undefined}>
      {props.rows.map((row) => (
        <li key={row.id} className={classes["card"]}>
          <div className={classes["cardHead"]}>
            <span>{row.number}</span>
            <StateBadge state={row.state} />
          </div>
          <Link to={`/contracts/${row.id}`} className={classes["cardLink"]}>
            {row.name}
          </Link>
          <span className={classes["cardNote"]}>
            {row.counterparties.join(language === "zh" ? "、" : ", ")} · {row.owner.name}
          </span>
          <div className={classes["cardFoot"]}>
            <span>
              <TermText row={row} />
            </span>
            {row.amount ? <span className={classes["cardMoney"]}>{writtenMoney(row.amount, language)}</span> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
