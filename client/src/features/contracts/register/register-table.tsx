import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { RegisterRow, RegisterSort } from "@parley/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { BASE_CURRENCY } from "./base-currency.ts";
import type { RegisterAddress, RegisterColumn } from "./register-address.ts";
import { RegisterCell } from "./register-cell.tsx";
import classes from "./register-table.module.css";

/** What a column is ordered by, where it can be. */
const sorts: Partial<Record<RegisterColumn, RegisterSort>> = {
  number: "number",
  name: "name",
  base: "amount",
  amount: "amount",
  term: "end",
  created: "created",
  changed: "changed",
};

/** Contracts in rows with the chosen columns. */
export function RegisterTable(props: {
  rows: readonly RegisterRow[];
  address: RegisterAddress;
  waiting: boolean;
  onShow: (change: Partial<RegisterAddress>) => void;
}): ReactElement {
  const { columns } = props.address;
  return (
    <div className={classes["frame"]} data-waiting={props.waiting || undefined}>
      <table className={classes["table"]}>
        <thead>
          <tr>
            {columns.map((column) => (
              <ColumnHead key={column} column={column} address={props.address} onShow={props.onShow} />
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column) => (
                <td key={column} data-column={column}>
                  {column === "name" ? (
                    <Link to={`/contracts/${row.id}`} className={classes["link"]}>
                      {row.name}
                    </Link>
                  ) : (
                    <RegisterCell row={row} column={column} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ColumnHead(props: {
  column: RegisterColumn;
  address: RegisterAddress;
  onShow: (change: Partial<RegisterAddress>) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { column, address } = props;
  const label = t(`contracts.register.column.${column}`, { currency: BASE_CURRENCY });
  const sort = sorts[column];
  if (sort === undefined) return <th data-column={column}>{label}</th>;
  const isSorted = address.sort === sort;
  const Arrow = address.order === "asc" ? IconArrowUp : IconArrowDown;
  return (
    <th
      data-column={column}
      {...(isSorted && { "aria-sort": address.order === "asc" ? ("ascending" as const) : ("descending" as const) })}
    >
      <button
        type="button"
        className={classes["sort"]}
        aria-label={t("contracts.register.sortBy", { column: label })}
        onClick={() =>
          props.onShow(isSorted ? { order: address.order === "asc" ? "desc" : "asc" } : { sort, order: startOf(sort) })
        }
      >
        {label}
        {isSorted ? <Arrow size={14} /> : null}
      </button>
    </th>
  );
}

const startOf = (sort: RegisterSort): "asc" | "desc" =>
  sort === "name" || sort === "number" || sort === "end" ? "asc" : "desc";
