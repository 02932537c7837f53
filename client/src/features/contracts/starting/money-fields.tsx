import { SegmentedControl, Select, TextInput } from "@mantine/core";
import {
  type Currency,
  type ExchangeRate,
  convertMoney,
  currencies,
  directions,
  formatMoney,
  moneyFromWire,
} from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import type { StartFormFace } from "./start-form-face.ts";
import classes from "./start-form.module.css";
import { isRate, typedAmount } from "./start-values.ts";

/** Who pays how much. In another currency the amount is told in the base currency by the rate. */
export function MoneyFields(props: {
  form: StartFormFace;
  rates: { readonly base: string; readonly rates: readonly ExchangeRate[] };
}): ReactElement {
  const { t } = useTranslation();
  const { form } = props;
  const { direction } = form.values;
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t("contracts.starting.direction")}
        data={directions.map((each) => ({ value: each, label: t(`contracts.register.direction.${each}`) }))}
        {...form.getInputProps("direction")}
      />
      {direction === "none" ? null : <AmountFields form={form} rates={props.rates} />}
    </>
  );
}

function AmountFields({ form, rates }: Parameters<typeof MoneyFields>[0]): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { currency } = form.values;
  const amount = typedAmount(form.values);
  const money = "money" in amount && amount.money ? moneyFromWire(amount.money) : null;
  const known = rates.rates.find((each) => each.currency === currency)?.rate ?? "";
  const rate = form.values.rate === "" ? known : form.values.rate;
  const base = rates.base as Currency;
  const inBase = money && currency !== base && isRate(rate) ? convertMoney(money, base, rate) : null;
  const tidy = (): void => {
    if (money) form.setFieldValue("amount", formatMoney(money, "en").replace(/^[^\d-]*/, ""));
    else form.validateField("amount");
  };
  const amountProps = form.getInputProps("amount");
  return (
    <>
      <div className={classes["amounts"]}>
        <TextInput
          className={classes["figures"] ?? ""}
          label={t("contracts.starting.amount")}
          placeholder={t("contracts.starting.amountHint")}
          inputMode="decimal"
          autoComplete="off"
          {...amountProps}
          onBlur={tidy}
        />
        <Select
          label={t("contracts.starting.currency")}
          allowDeselect={false}
          data={[...currencies]}
          {...form.getInputProps("currency")}
        />
        <TextInput
          className={classes["figures"] ?? ""}
          label={t("contracts.starting.taxRate")}
          inputMode="decimal"
          rightSection={t("contracts.starting.percent")}
          {...form.getInputProps("taxRate")}
        />
      </div>
      {currency === base ? null : (
        <TextInput
          className={classes["figures"] ?? ""}
          label={t("contracts.starting.rate", { currency, base })}
          description={rate === "" ? t("contracts.starting.rateNone", { base }) : null}
          placeholder={known}
          inputMode="decimal"
          {...form.getInputProps("rate")}
        />
      )}
      {inBase ? (
        <p className={classes["note"]}>
          {t("contracts.starting.worth", { amount: formatMoney(inBase, language), base })}
        </p>
      ) : null}
    </>
  );
}
