import { NumberInput, Select, TagsInput, TextInput, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  type Contract,
  type ContractEdit,
  currencies,
  directions,
  mayBecome,
  readDay,
  readFigures,
  takesChanges,
  termKinds,
} from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./contract-page.module.css";
import { type FieldEditor, RecordField } from "./record-field.tsx";
import { dayInWords, moneyInWords } from "./written-values.ts";
import { wordKey } from "./word-key.ts";

/** Saves one change of the record on the revision that is shown. Who changed it meanwhile is told. */
function useSave(contract: Contract): (edit: ContractEdit) => Promise<boolean> {
  const sentenceOf = useSentence();
  const { id, revision } = contract;
  const action = useAction((edit: ContractEdit) => contractsEndpoints.page.edit.call({ id, revision, ...edit }), {
    refreshes: [contractsEndpoints.key()],
  });
  return async (edit) => {
    try {
      await action.mutateAsync(edit);
      return true;
    } catch (error) {
      notifications.show({ color: "red", message: sentenceOf(error) });
      return false;
    }
  };
}

/** The record's fields; who leads the contract changes them where they stand. */
export function RecordFields({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const save = useSave(contract);
  const { state, mayLead } = contract;
  // What an approval covers is closed while one is asked for and from then on.
  const open =
    mayLead &&
    state !== "approving" &&
    (takesChanges(state) || mayBecome(state, "draft") || mayBecome(state, "negotiating"));
  return (
    <dl className={classes["fields"]}>
      <RecordField
        label={t("contracts.page.field.name")}
        edit={
          open
            ? {
                value: contract.name,
                input: textInput(t("contracts.page.field.name")),
                onSave: (name) => save({ name }),
              }
            : null
        }
      >
        {contract.name}
      </RecordField>
      <RecordField label={t("contracts.page.field.category")} edit={null}>
        {contract.category[language]}
      </RecordField>
      <OwnerField contract={contract} save={save} />
      <DepartmentField contract={contract} save={save} />
      <RecordField
        label={t("contracts.page.field.direction")}
        edit={
          open
            ? {
                value: contract.direction,
                input: ({ value, onChange }: FieldEditor<Contract["direction"]>) => (
                  <Select
                    aria-label={t("contracts.page.field.direction")}
                    allowDeselect={false}
                    data={directions.map((each) => ({ value: each, label: t(`contracts.page.direction.${each}`) }))}
                    value={value}
                    onChange={(next) => next && onChange(next)}
                  />
                ),
                onSave: (direction) => save({ direction }),
              }
            : null
        }
      >
        {t(`contracts.page.direction.${contract.direction}`)}
      </RecordField>
      <AmountField contract={contract} save={save} open={open} />
      <RecordField
        label={t("contracts.page.field.taxRate")}
        edit={
          open
            ? {
                value: contract.taxRate ?? "",
                input: ({ value, onChange }: FieldEditor<number | string>) => (
                  <NumberInput
                    aria-label={t("contracts.page.field.taxRate")}
                    min={0}
                    max={99.99}
                    suffix="%"
                    value={value}
                    onChange={onChange}
                  />
                ),
                onSave: (rate) => save({ taxRate: typeof rate === "number" ? rate : null }),
              }
            : null
        }
      >
        {contract.taxRate === null ? t("contracts.page.none") : `${contract.taxRate}%`}
      </RecordField>
      <TermFields contract={contract} save={save} open={open} />
      <RecordField
        label={t("contracts.page.field.tags")}
        edit={
          mayLead
            ? {
                value: contract.tags,
                input: ({ value, onChange }: FieldEditor<string[]>) => (
                  <TagsInput
                    aria-label={t("contracts.page.field.tags")}
                    maxTags={20}
                    value={value}
                    onChange={onChange}
                  />
                ),
                onSave: (tags) => save({ tags }),
              }
            : null
        }
      >
        {contract.tags.length > 0 ? contract.tags.join(" · ") : t("contracts.page.none")}
      </RecordField>
      <RecordField
        label={t("contracts.page.field.remark")}
        edit={
          mayLead
            ? {
                value: contract.remark ?? "",
                input: ({ value, onChange }: FieldEditor<string>) => (
                  <Textarea
                    aria-label={t("contracts.page.field.remark")}
                    autosize
                    value={value}
                    onChange={(event) => onChange(event.currentTarget.value)}
                  />
                ),
                onSave: (remark) => save({ remark: remark.trim() === "" ? null : remark }),
              }
            : null
        }
      >
        {contract.remark ?? t("contracts.page.none")}
      </RecordField>
      {contract.reason === null ? null : (
        <RecordField label={t("contracts.page.field.reason")} edit={null}>
          {contract.reason}
        </RecordField>
      )}
    </dl>
  );
}

interface OneField {
  readonly contract: Contract;
  readonly save: (edit: ContractEdit) => Promise<boolean>;
}

/** How the contract begins and ends. */
function TermFields({ contract, save, open }: OneField & { readonly open: boolean }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const day = (value: string | null): string =>
    value === null ? t("contracts.page.none") : dayInWords(value, language);
  return (
    <>
      <RecordField
        label={t("contracts.page.field.termKind")}
        edit={
          open
            ? {
                value: contract.termKind,
                input: ({ value, onChange }: FieldEditor<Contract["termKind"]>) => (
                  <Select
                    aria-label={t("contracts.page.field.termKind")}
                    allowDeselect={false}
                    data={termKinds.map((each) => ({ value: each, label: t(`contracts.page.term.${wordKey(each)}`) }))}
                    value={value}
                    onChange={(next) => next && onChange(next)}
                  />
                ),
                onSave: (termKind) => save({ termKind }),
              }
            : null
        }
      >
        {t(`contracts.page.term.${wordKey(contract.termKind)}`)}
      </RecordField>
      <RecordField
        label={t("contracts.page.field.startDay")}
        edit={
          open
            ? {
                value: contract.startDay ?? "",
                input: dayInput(t("contracts.page.field.startDay")),
                onSave: (value) => save({ startDay: readDay(value) }),
              }
            : null
        }
      >
        {day(contract.startDay)}
      </RecordField>
      <RecordField
        label={t("contracts.page.field.endDay")}
        edit={
          open
            ? {
                value: contract.endDay ?? "",
                input: dayInput(t("contracts.page.field.endDay")),
                onSave: (value) => save({ endDay: readDay(value) }),
              }
            : null
        }
      >
        {day(contract.endDay)}
      </RecordField>
    </>
  );
}

const textInput = (label: string) =>
  function TextEditor({ value, onChange }: FieldEditor<string>): ReactElement {
    return <TextInput aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
  };
const dayInput = (label: string) =>
  function DayEditor({ value, onChange }: FieldEditor<string>): ReactElement {
    return (
      <TextInput
        type="date"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  };

function OwnerField({ contract, save }: OneField): ReactElement {
  const { t } = useTranslation();
  const label = t("contracts.page.field.owner");
  const input = ({ value, onChange }: FieldEditor<string>): ReactElement => (
    <PersonSelect label={label} value={value} onChange={onChange} />
  );
  const edit = { value: contract.owner.id, input, onSave: (ownerId: string) => save({ ownerId }) };
  return (
    <RecordField label={label} edit={contract.mayLead ? edit : null}>
      {contract.owner.name}
    </RecordField>
  );
}

function PersonSelect(props: FieldEditor<string> & { label: string }): ReactElement {
  const people = useQuery(peopleEndpoints.directory.people.queryOptions({ input: {} })).data ?? [];
  return (
    <Select
      aria-label={props.label}
      searchable
      allowDeselect={false}
      data={people.map(({ id, name }) => ({ value: id, label: name }))}
      value={props.value}
      onChange={(next) => next && props.onChange(next)}
    />
  );
}

function DepartmentField({ contract, save }: OneField): ReactElement {
  const { t } = useTranslation();
  const label = t("contracts.page.field.department");
  const input = ({ value, onChange }: FieldEditor<string | null>): ReactElement => (
    <DepartmentSelect label={label} value={value} onChange={onChange} />
  );
  const onSave = (departmentId: string | null): Promise<boolean> => save({ departmentId });
  const edit = { value: contract.department?.id ?? null, input, onSave };
  return (
    <RecordField label={label} edit={contract.mayLead ? edit : null}>
      {contract.department?.name ?? t("contracts.page.none")}
    </RecordField>
  );
}

function DepartmentSelect(props: FieldEditor<string | null> & { label: string }): ReactElement {
  const departments = useQuery(peopleEndpoints.directory.departments.queryOptions()).data ?? [];
  return (
    <Select
      aria-label={props.label}
      searchable
      clearable
      data={departments.map(({ id, name }) => ({ value: id, label: name }))}
      value={props.value}
      onChange={props.onChange}
    />
  );
}

interface TypedAmount {
  readonly text: string;
  readonly currency: string;
}

function AmountField({ contract, save, open }: OneField & { open: boolean }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const label = t("contracts.page.field.amount");
  const { amount } = contract;
  const input = ({ value, onChange }: FieldEditor<TypedAmount>): ReactElement => (
    <div className={classes["amount"]}>
      <TextInput
        aria-label={label}
        inputMode="decimal"
        value={value.text}
        onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
      />
      <Select
        aria-label={t("contracts.page.currency")}
        allowDeselect={false}
        data={[...currencies]}
        value={value.currency}
        onChange={(currency) => currency && onChange({ ...value, currency })}
      />
    </div>
  );
  const onSave = async ({ text, currency }: TypedAmount): Promise<boolean> => {
    if (text.trim() === "") return save({ amount: null });
    const known = currencies.find((each) => each === currency) ?? "CNY";
    const read = readFigures(text, known);
    if ("fault" in read) {
      notifications.show({ color: "red", message: t("contracts.page.noAmount") });
      return false;
    }
    return save({ amount: { minor: read.money.minor.toString(), currency: read.money.currency } });
  };
  const value: TypedAmount = {
    text: amount ? moneyInWords(amount, "en").replace(/^[^\d-]*/, "") : "",
    currency: amount?.currency ?? "CNY",
  };
  return (
    <RecordField label={label} edit={open ? { value, input, onSave } : null}>
      {amount ? moneyInWords(amount, language) : t("contracts.page.none")}
      {amount && contract.baseAmount && amount.currency !== contract.baseAmount.currency
        ? ` (${moneyInWords(contract.baseAmount, language)})`
        : ""}
    </RecordField>
  );
}
