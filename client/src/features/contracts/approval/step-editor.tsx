import { MultiSelect, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { type FlowStep, defaultScopes, scopeWords } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import classes from "./approval.module.css";
import { ConditionBuilder } from "./condition-builder.tsx";
import { SourcesEditor } from "./sources-editor.tsx";

interface StepEditorProps {
  readonly step: FlowStep;
  readonly mayEdit: boolean;
  readonly onChange: (step: FlowStep) => void;
}

/** Everything about one step: who, by which rule, when, what they look at, and how long they may take. */
export function StepEditor({ step, mayEdit, onChange }: StepEditorProps): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const change = (part: Partial<FlowStep>): void => onChange({ ...step, ...part });
  const word = (name: string): string => t(`contracts.flows.${name}`);
  const scopes = ["all", ...defaultScopes.map(({ name }) => name)];
  return (
    <fieldset className={classes["card"]} disabled={!mayEdit}>
      <div className={classes["grid"]}>
        {(["zh", "en"] as const).map((which) => (
          <TextInput
            key={which}
            label={word(which === "zh" ? "nameZh" : "nameEn")}
            value={step.labels[which]}
            onChange={(event) => change({ labels: { ...step.labels, [which]: event.currentTarget.value } })}
          />
        ))}
      </div>
      <SourcesEditor label={word("who")} sources={step.who} onChange={(who) => change({ who })} />
      <RuleFields step={step} onChange={change} />
      <ConditionBuilder condition={step.condition} onChange={(condition) => change({ condition })} />
      <MultiSelect
        label={word("scope")}
        data={scopes.map((value) => ({ value, label: scopeWords(value, language) }))}
        value={step.scope}
        onChange={(scope) => change({ scope })}
      />
      <Switch
        label={word("keep")}
        checked={step.keepWhenUntouched}
        onChange={(event) => change({ keepWhenUntouched: event.currentTarget.checked })}
      />
      <div className={classes["grid"]}>
        <Days
          label={word("remind")}
          value={step.remindAfterWorkingDays}
          onChange={(remindAfterWorkingDays) => change({ remindAfterWorkingDays })}
        />
        <Days
          label={word("escalate")}
          value={step.escalateAfterWorkingDays}
          onChange={(escalateAfterWorkingDays) => change({ escalateAfterWorkingDays })}
        />
      </div>
      {step.escalateAfterWorkingDays === null ? null : (
        <SourcesEditor
          label={word("escalateTo")}
          sources={step.escalateTo}
          onChange={(escalateTo) => change({ escalateTo })}
        />
      )}
      <SourcesEditor label={word("cc")} sources={step.cc} onChange={(cc) => change({ cc })} />
    </fieldset>
  );
}

function RuleFields(props: { step: FlowStep; onChange: (part: Partial<FlowStep>) => void }): ReactElement {
  const { t } = useTranslation();
  const { step, onChange } = props;
  const { rule } = step;
  const word = (name: string): string => t(`contracts.flows.${name}`);
  const chosen = typeof rule === "object" ? "atLeast" : rule;
  return (
    <div className={classes["grid"]}>
      <Select
        label={word("rule")}
        allowDeselect={false}
        value={chosen}
        data={[
          { value: "all", label: word("ruleAll") },
          { value: "any", label: word("ruleAny") },
          { value: "atLeast", label: word("ruleAtLeast") },
        ]}
        onChange={(value) => onChange({ rule: value === "all" || value === "any" ? value : { atLeast: 2 } })}
      />
      {typeof rule === "object" ? (
        <NumberInput
          label={word("atLeast")}
          min={1}
          max={200}
          value={rule.atLeast}
          onChange={(value) => onChange({ rule: { atLeast: Math.max(1, Number(value) || 1) } })}
        />
      ) : null}
      <Select
        label={word("onRefusal")}
        allowDeselect={false}
        value={step.onRefusal}
        data={[
          { value: "refuse-at-once", label: word("refuseAtOnce") },
          { value: "wait-for-all", label: word("waitForAll") },
        ]}
        onChange={(value) => onChange({ onRefusal: value as FlowStep["onRefusal"] })}
      />
    </div>
  );
}

function Days(props: {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (days: number | null) => void;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={props.label}
      placeholder={t("contracts.flows.never")}
      min={1}
      max={365}
      value={props.value ?? ""}
      onChange={(value) => props.onChange(typeof value === "number" && value >= 1 ? value : null)}
    />
  );
}
