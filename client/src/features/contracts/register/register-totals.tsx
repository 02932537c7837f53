import { directions } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { type RegisterAddress, filtersOf } from "./register-address.ts";
import classes from "./register-totals.module.css";
import { writtenMoney } from "./written.ts";

/** What all contracts of the filters come to: by direction in the base currency, and beside it what that is made of. */
export function RegisterTotalsLine({ address }: { address: RegisterAddress }): ReactElement | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const totals = useQuery(
    contractsEndpoints.register.totals.queryOptions({
      input: filtersOf(address),
      placeholderData: (before) => before,
    }),
  );
  if (!totals.data) return <div className={classes["line"]} />;
  const { count, base, withoutBase } = totals.data;
  return (
    <div className={classes["line"]} role="group" aria-label={t("contracts.register.totals")}>
      <span>{t("contracts.register.count", { count })}</span>
      {directions.map((direction) => {
        const sum = base.find((each) => each.direction === direction);
        const parts = totals.data.totals.filter((each) => each.direction === direction);
        if (parts.length === 0) return null;
        const hasOthers = parts.some(({ amount }) => amount.currency !== sum?.amount.currency);
        return (
          <span key={direction} className={classes["sum"]}>
            <span>{t(`contracts.register.direction.${direction}`)}</span>
            {sum && sum.count > 0 ? <strong>{writtenMoney(sum.amount, language)}</strong> : null}
            {hasOthers ? (
              <span className={classes["parts"]}>
                ({parts.map(({ amount }) => writtenMoney(amount, language)).join(" + ")})
              </span>
            ) : null}
          </span>
        );
      })}
      {withoutBase > 0 ? (
        <span className={classes["parts"]}>{t("contracts.register.withoutBase", { count: withoutBase })}</span>
      ) : null}
    </div>
  );
}
