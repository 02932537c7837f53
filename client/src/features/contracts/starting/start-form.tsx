import { Button, Select, TagsInput, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import type { Category, Contract, ExchangeRate, LegalParty } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, type ReactNode, useMemo } from "react";
import { uploadForm } from "../../../platform/api.ts";
import { useMe } from "../../../platform/me.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { noTemplate } from "../templates/template-fields.tsx";
import { CounterpartyPicker } from "./counterparty-picker.tsx";
import { MoneyFields } from "./money-fields.tsx";
import classes from "./start-form.module.css";
import { type StartValues, findStartErrors, requestOf } from "./start-values.ts";
import { TermFields } from "./term-fields.tsx";
import { TextFields } from "./text-fields.tsx";
import type { StartFormFace } from "./start-form-face.ts";

interface StartFormProps {
  readonly categories: readonly Category[];
  readonly ours: readonly LegalParty[];
  readonly rates: { readonly base: string; readonly rates: readonly ExchangeRate[] };
  readonly mayAddOurs: boolean;
}

/** The request form: what, between whom, for how much, how long, whose, with which text. */
export function StartForm(props: StartFormProps): ReactElement {
  const { t } = useTranslation();
  const hasOurs = props.ours.length > 0;
  const form = useStartForm(props, hasOurs);
  const navigate = useNavigate();
  const sentenceOf = useSentence();
  const submit = useAction((values: StartValues) => send(values, hasOurs), {
    refreshes: [contractsEndpoints.register.key(), contractsEndpoints.parties.key()],
    onDone: (contract) => {
      notifications.show({ message: t("contracts.starting.made", { number: contract.number }) });
      void navigate({ to: `/contracts/${contract.id}` });
    },
  });
  const toFirstError = (): void => {
    window.setTimeout(() => document.querySelector<HTMLElement>("form [aria-invalid='true']")?.focus());
  };
  return (
    <form
      className={classes["form"]}
      onSubmit={form.onSubmit((values) => submit.mutate(values), toFirstError)}
      noValidate
    >
      <Section title={t("contracts.starting.what")}>
        <WhatFields form={form} categories={props.categories} />
      </Section>
      <Section title={t("contracts.starting.who")}>
        <OurPartyField form={form} ours={props.ours} mayAdd={props.mayAddOurs} />
        <CounterpartyPicker form={form} />
      </Section>
      <Section title={t("contracts.starting.money")}>
        <MoneyFields form={form} rates={props.rates} />
      </Section>
      <Section title={t("contracts.starting.term")}>
        <TermFields form={form} />
      </Section>
      <Section title={t("contracts.starting.text")}>
        <TextFields form={form} />
      </Section>
      <Section title={t("contracts.starting.responsible")}>
        <ResponsibleFields form={form} />
      </Section>
      <div className={classes["foot"]}>
        {submit.error ? (
          <div className={classes["problem"]} role="alert">
            {sentenceOf(submit.error)}
          </div>
        ) : null}
        <Button type="submit" loading={submit.isPending} disabled={!hasOurs && !props.mayAddOurs}>
          {t("contracts.starting.submit")}
        </Button>
      </div>
    </form>
  );
}

function useStartForm({ categories, ours }: StartFormProps, hasOurs: boolean): StartFormFace {
  const { t } = useTranslation();
  const me = useMe();
  const { template }: { template?: string } = useSearch({ strict: false });
  return useForm<StartValues>({
    initialValues: {
      categoryId: categories.length === 1 ? (categories[0]?.id ?? null) : null,
      title: "",
      ourPartyId: ours[0]?.id ?? null,
      ourName: me.company.name,
      counterpartyIds: [],
      newParties: [],
      direction: "expense",
      amount: "",
      currency: "CNY",
      taxRate: "",
      rate: "",
      termKind: "fixed",
      startDay: "",
      endDay: "",
      ownerId: me.person.id,
      departmentId: me.person.departmentIds[0] ?? null,
      tags: [],
      remark: "",
      textKind: template ? "template" : "empty",
      template: { ...noTemplate, templateId: template ?? null },
      file: null,
    },
    validate: (values) =>
      Object.fromEntries(Object.entries(findStartErrors(values, hasOurs)).map(([field, key]) => [field, t(key)])),
  });
}

async function send(values: StartValues, hasOurs: boolean): Promise<Contract> {
  const request = requestOf(values, hasOurs);
  if (values.textKind === "file" && values.file) {
    const form = new FormData();
    form.set("file", values.file);
    form.set("request", JSON.stringify(request));
    const signal = new AbortController().signal;
    return (await uploadForm("/api/contracts/from-file", form, { onProgress: () => undefined, signal })) as Contract;
  }
  return contractsEndpoints.starting.start.call(request);
}

function Section(props: { title: string; children: ReactNode }): ReactElement {
  return (
    <fieldset className={classes["section"]}>
      <legend className={classes["legend"]}>{props.title}</legend>
      <div className={classes["fields"]}>{props.children}</div>
    </fieldset>
  );
}

function WhatFields({ form, categories }: { form: StartFormFace; categories: readonly Category[] }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const data = useMemo(
    () => categories.map((each) => ({ value: each.id, label: `${each[language]} · ${each.code}` })),
    [categories, language],
  );
  return (
    <>
      <Select
        label={t("contracts.starting.category")}
        searchable
        withAsterisk
        openOnFocus={false}
        data={data}
        {...form.getInputProps("categoryId")}
      />
      <TextInput
        label={t("contracts.starting.subject")}
        placeholder={t("contracts.starting.subjectHint")}
        withAsterisk
        maxLength={200}
        {...form.getInputProps("title")}
      />
    </>
  );
}

function OurPartyField(props: { form: StartFormFace; ours: readonly LegalParty[]; mayAdd: boolean }): ReactElement {
  const { t } = useTranslation();
  const { form, ours } = props;
  if (ours.length === 0) {
    return (
      <TextInput
        label={t("contracts.starting.ours")}
        description={props.mayAdd ? t("contracts.starting.noOurs") : t("contracts.starting.noOursAsk")}
        disabled={!props.mayAdd}
        maxLength={200}
        {...form.getInputProps("ourName")}
        error={form.errors["ourPartyId"]}
      />
    );
  }
  return (
    <Select
      label={t("contracts.starting.ours")}
      withAsterisk
      searchable
      allowDeselect={false}
      data={ours.map(({ id, name }) => ({ value: id, label: name }))}
      {...form.getInputProps("ourPartyId")}
    />
  );
}

function ResponsibleFields({ form }: { form: StartFormFace }): ReactElement {
  const { t } = useTranslation();
  const people = useQuery(peopleEndpoints.directory.people.queryOptions({ input: {} }));
  const departments = useQuery(peopleEndpoints.directory.departments.queryOptions());
  const tags = useQuery(contractsEndpoints.register.tags.queryOptions());
  return (
    <>
      <div className={classes["pair"]}>
        <Select
          label={t("contracts.starting.owner")}
          searchable
          allowDeselect={false}
          data={(people.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("ownerId")}
        />
        <Select
          label={t("contracts.starting.department")}
          searchable
          clearable
          data={(departments.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("departmentId")}
        />
      </div>
      <TagsInput
        label={t("contracts.starting.tags")}
        placeholder={form.values.tags.length === 0 ? t("contracts.starting.tagsHint") : ""}
        maxTags={20}
        data={tags.data?.tags ?? []}
        {...form.getInputProps("tags")}
      />
      <Textarea
        label={t("contracts.starting.remark")}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        {...form.getInputProps("remark")}
      />
    </>
  );
}
