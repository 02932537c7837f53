import { Select, TextInput } from "@mantine/core";
import type { FlowStep } from "@parley/contracts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";
import { RouteList } from "./route-list.tsx";

/** The route that a contract with some facts would take, as the flow is designed now. */
export function FlowTrial({ steps }: { steps: readonly FlowStep[] }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const [facts, setFacts] = useState({ amount: "500000", termMonths: "12", templateDeviations: "0" });
  const [category, setCategory] = useState<string | null>(null);
  const categories = useQuery(contractsEndpoints.parties.categories.queryOptions()).data?.categories ?? [];
  const orNull = (text: string): string | null => (text === "" ? null : text);
  const { amount, termMonths, templateDeviations } = facts;
  const asked = {
    ...{ amount: orNull(amount), termMonths: orNull(termMonths), templateDeviations: orNull(templateDeviations) },
    ...{ category, direction: null },
  };
  const { data } = useQuery({
    ...contractsEndpoints.flows.check.queryOptions({ input: { steps: [...steps], facts: asked } }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const number = (name: keyof typeof facts, label: string): ReactElement => (
    <TextInput
      label={label}
      inputMode="decimal"
      value={facts[name]}
      onChange={(event) => {
        const value = event.currentTarget.value.replaceAll(/[,，\s]/g, "");
        if (/^\d{0,18}$/.test(value)) setFacts({ ...facts, [name]: value });
      }}
    />
  );
  return (
    <section className={classes["card"]}>
      <h2 className={classes["cardTitle"]}>{t("contracts.flows.try")}</h2>
      <p className={classes["quiet"]}>{t("contracts.flows.tryNote")}</p>
      <div className={classes["grid"]}>
        {number("amount", t("contracts.flows.tryAmount"))}
        {number("termMonths", t("contracts.flows.tryTerm"))}
        {number("templateDeviations", t("contracts.flows.tryDeviations"))}
        <Select
          label={t("contracts.flows.usedBy")}
          clearable
          value={category}
          data={categories.map((each) => ({ value: each.id, label: each[language] }))}
          onChange={setCategory}
        />
      </div>
      {data ? <RouteList route={data.route} /> : null}
    </section>
  );
}
