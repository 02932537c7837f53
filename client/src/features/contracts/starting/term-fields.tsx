import { Button, Select, TextInput } from "@mantine/core";
import { type TermKind, addDays, readDay, termDays, termKinds } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import type { StartFormFace } from "./start-form-face.ts";
import classes from "./start-form.module.css";

const kindKeys: Readonly<Record<TermKind, string>> = {
  fixed: "contracts.starting.termKind.fixed",
  open: "contracts.starting.termKind.open",
  "unknown-start": "contracts.starting.termKind.unknownStart",
  "unknown-end": "contracts.starting.termKind.unknownEnd",
};

/** From when to when, or what of it is not known. */
export function TermFields({ form }: { form: StartFormFace }): ReactElement {
  const { t } = useTranslation();
  const { termKind, startDay, endDay } = form.values;
  const days = termDays[termKind];
  const start = readDay(startDay);
  const fillYear = (): void => {
    if (start === null) return;
    const sameDayNextYear = readDay(`${Number(start.slice(0, 4)) + 1}${start.slice(4)}`) ?? addDays(start, 366);
    form.setFieldValue("endDay", addDays(sameDayNextYear, -1));
  };
  return (
    <>
      <Select
        aria-label={t("contracts.starting.term")}
        allowDeselect={false}
        data={termKinds.map((kind) => ({ value: kind, label: t(kindKeys[kind]) }))}
        {...form.getInputProps("termKind")}
      />
      <div className={classes["pair"]}>
        {days.start === "needed" ? (
          <TextInput
            label={t("contracts.starting.start")}
            type="date"
            withAsterisk
            {...form.getInputProps("startDay")}
          />
        ) : null}
        {days.end === "needed" ? (
          <div>
            <TextInput label={t("contracts.starting.end")} type="date" withAsterisk {...form.getInputProps("endDay")} />
            {start !== null && endDay === "" ? (
              <Button variant="subtle" size="compact-sm" mt={4} onClick={fillYear}>
                {t("contracts.starting.oneYear")}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    </>
  );
}
