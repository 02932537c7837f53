import { Button, Group, Select, TextInput, Textarea } from "@mantine/core";
import { type PlaybookCondition, type PlaybookRule, measureKinds } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { lineToWords, wordsToLine } from "./new-rule.ts";
import classes from "./settings.module.css";

/** One rule of the playbook: what it says, what it looks for, what happens then, and trying it on a text. */
export function RuleForm(props: {
  rule: PlaybookRule;
  onSave: (rule: PlaybookRule) => void;
  onCancel: () => void;
  onRemove: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const [rule, setRule] = useState(props.rule);
  const change = (part: Partial<PlaybookRule>): void => setRule({ ...rule, ...part });
  const word = (name: string): string => t(`contracts.checks.playbook.${name}`);
  const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");
  return (
    <form
      className={classes["section"]}
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave(rule);
      }}
    >
      <div className={classes["row"]}>
        <TextInput
          label={word("labelZh")}
          value={rule.label.zh}
          required
          onChange={(event) => change({ label: { ...rule.label, zh: event.currentTarget.value } })}
        />
        <TextInput
          label={word("labelEn")}
          value={rule.label.en}
          required
          onChange={(event) => change({ label: { ...rule.label, en: event.currentTarget.value } })}
        />
      </div>
      <TextInput
        label={word("reason")}
        value={rule.reason[language]}
        onChange={(event) => change({ reason: { ...rule.reason, [language]: event.currentTarget.value } })}
      />
      <ConditionFields condition={rule.condition} onChange={(condition) => change({ condition })} />
      <div className={classes["row"]}>
        <Select
          label={word("severity")}
          value={rule.severity}
          allowDeselect={false}
          onChange={(value) => change({ severity: value as PlaybookRule["severity"] })}
          data={["blocking", "warning", "off"].map((value) => ({
            value,
            label: t(`contracts.checks.settings.${value}`),
          }))}
        />
        <ApproverSelect approver={rule.approver} onChange={(approver) => change({ approver })} />
        <TextInput
          label={word("categories")}
          value={rule.appliesTo.categories.join(", ")}
          onChange={(event) =>
            change({ appliesTo: { ...rule.appliesTo, categories: lineToWords(event.currentTarget.value).en } })
          }
        />
      </div>
      <Textarea
        label={word("fallbackZh")}
        autosize
        value={rule.fallback.zh.join("\n")}
        onChange={(event) => change({ fallback: { ...rule.fallback, zh: lines(event.currentTarget.value) } })}
      />
      <Textarea
        label={word("fallbackEn")}
        autosize
        value={rule.fallback.en.join("\n")}
        onChange={(event) => change({ fallback: { ...rule.fallback, en: lines(event.currentTarget.value) } })}
      />
      <TryRule rule={rule} />
      <Group>
        <Button type="submit">{word("save")}</Button>
        <Button variant="default" onClick={props.onCancel}>
          {word("cancel")}
        </Button>
        <Button variant="subtle" color="red" onClick={props.onRemove}>
          {word("remove")}
        </Button>
      </Group>
    </form>
  );
}

/** What a rule looks for. */
function ConditionFields(props: {
  condition: PlaybookCondition;
  onChange: (condition: PlaybookCondition) => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const { condition, onChange } = props;
  const word = (name: string): string => t(`contracts.checks.playbook.${name}`);
  const presence = (value: "required" | "forbidden", set: (value: "required" | "forbidden") => void): ReactElement => (
    <Select
      label={word("presence")}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => set(chosen as "required" | "forbidden")}
      data={["required", "forbidden"].map((each) => ({ value: each, label: word(each) }))}
    />
  );
  switch (condition.type) {
    case "limit":
      return (
        <>
          <WordsField
            label={word("about")}
            words={condition.about}
            onChange={(about) => onChange({ ...condition, about })}
          />
          <WordsField
            label={word("beside")}
            words={condition.beside}
            onChange={(beside) => onChange({ ...condition, beside })}
          />
          <div className={classes["row"]}>
            <Select
              label={word("measure")}
              value={condition.measure}
              allowDeselect={false}
              onChange={(measure) => onChange({ ...condition, measure: measure as typeof condition.measure })}
              data={measureKinds.map((value) => ({ value, label: word(value) }))}
            />
            <TextInput
              label={word("max")}
              value={condition.max ?? ""}
              onChange={(event) => onChange({ ...condition, max: event.currentTarget.value || null })}
            />
            <TextInput
              label={word("min")}
              value={condition.min ?? ""}
              onChange={(event) => onChange({ ...condition, min: event.currentTarget.value || null })}
            />
          </div>
        </>
      );
    case "words":
      return (
        <>
          <WordsField
            label={word("words")}
            words={condition.words}
            onChange={(words) => onChange({ ...condition, words })}
          />
          {presence(condition.presence, (value) => onChange({ ...condition, presence: value }))}
        </>
      );
    case "clause":
      return (
        <>
          <WordsField
            label={word("words")}
            words={condition.keywords}
            onChange={(keywords) => onChange({ ...condition, keywords })}
          />
          {presence(condition.presence, (value) => onChange({ ...condition, presence: value }))}
        </>
      );
    case "variable":
      return (
        <div className={classes["row"]}>
          <TextInput
            label={condition.name}
            value={condition.values.join(", ")}
            onChange={(event) => onChange({ ...condition, values: event.currentTarget.value.split(/[,，]\s*/u) })}
          />
        </div>
      );
  }
}

type Words = ReturnType<typeof lineToWords>;

/** The line stays as it is typed until the field is left. */
function WordsField(props: { label: string; words: Words; onChange: (words: Words) => void }): ReactElement {
  const [line, setLine] = useState(wordsToLine(props.words));
  return (
    <TextInput
      label={props.label}
      value={line}
      onChange={(event) => {
        setLine(event.currentTarget.value);
        props.onChange(lineToWords(event.currentTarget.value));
      }}
    />
  );
}

function ApproverSelect(props: {
  approver: PlaybookRule["approver"];
  onChange: (approver: PlaybookRule["approver"]) => void;
}): ReactElement {
  const { t } = useTranslation();
  const people = useQuery(peopleEndpoints.directory.people.queryOptions({ input: {} }));
  const departments = useQuery(peopleEndpoints.directory.departments.queryOptions());
  const data = [
    ...(departments.data ?? []).map(({ id, name }) => ({ value: `department:${id}`, label: name })),
    ...(people.data ?? []).map(({ id, name }) => ({ value: `person:${id}`, label: name })),
  ];
  return (
    <Select
      label={t("contracts.checks.playbook.approver")}
      placeholder={t("contracts.checks.playbook.noApprover")}
      clearable
      searchable
      value={props.approver ? `${props.approver.kind}:${props.approver.id}` : null}
      onChange={(value) => {
        const [kind, id] = value?.split(":") ?? [];
        props.onChange(kind !== undefined && id !== undefined ? { kind: kind as "person" | "department", id } : null);
      }}
      data={data}
    />
  );
}

function TryRule({ rule }: { rule: PlaybookRule }): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const [text, setText] = useState("");
  const tried = useAction((wanted: { rule: PlaybookRule; text: string }) =>
    contractsEndpoints.checks.tryRule.call(wanted),
  );
  const quotes = tried.data?.findings.map(({ place }) => place?.quote ?? t("contracts.checks.playbook.missing"));
  return (
    <fieldset>
      <legend>{t("contracts.checks.playbook.tryTitle")}</legend>
      <Textarea
        label={t("contracts.checks.playbook.tryText")}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group mt="xs">
        <Button variant="light" loading={tried.isPending} onClick={() => tried.mutate({ rule, text })}>
          {t("contracts.checks.playbook.try")}
        </Button>
        {tried.error ? <span role="alert">{sentence(tried.error)}</span> : null}
        {quotes ? (
          <span role="status">
            {quotes.length === 0
              ? t("contracts.checks.playbook.triedNone")
              : t("contracts.checks.playbook.tried", { count: quotes.length, quotes: quotes.join(" · ") })}
          </span>
        ) : null}
      </Group>
    </fieldset>
  );
}
