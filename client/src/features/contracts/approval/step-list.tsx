import { ActionIcon, Button } from "@mantine/core";
import { type FlowFaultFace, type FlowStep, newStepLabels, scopeWords } from "@parley/contracts";
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { wordKey } from "../contract-page/word-key.ts";
import classes from "./approval.module.css";
import { StepEditor } from "./step-editor.tsx";

/** The steps of a flow in their order; one of them is open for editing. */
export function StepList(props: {
  readonly steps: readonly FlowStep[];
  readonly faults: readonly FlowFaultFace[];
  readonly mayEdit: boolean;
  readonly onChange: (steps: FlowStep[]) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { steps, faults, mayEdit, onChange } = props;
  const [open, setOpen] = useState<string | null>(null);
  const move = (index: number, by: -1 | 1): void => {
    const next = [...steps];
    const [step] = next.splice(index, 1);
    if (step) next.splice(index + by, 0, step);
    onChange(next);
  };
  const add = (): void => {
    const step = newStep(steps, newStepLabels);
    onChange([...steps, step]);
    setOpen(step.id);
  };
  return (
    <section className={classes["list"]}>
      <h2 className={classes["cardTitle"]}>{t("contracts.flows.steps")}</h2>
      <ol className={classes["steps"]}>
        {steps.map((step, index) => (
          <li key={step.id} className={classes["step"]}>
            <span className={classes["mark"]} aria-hidden />
            <StepHead
              step={step}
              faults={faults.filter((fault) => fault.step === step.id)}
              isOpen={open === step.id}
              mayEdit={mayEdit}
              onOpen={() => setOpen(open === step.id ? null : step.id)}
              onUp={index > 0 ? () => move(index, -1) : null}
              onDown={index < steps.length - 1 ? () => move(index, 1) : null}
              onRemove={() => onChange(steps.filter(({ id }) => id !== step.id))}
            />
            {open === step.id ? (
              <StepEditor
                step={step}
                mayEdit={mayEdit}
                onChange={(changed) => onChange(steps.map((each) => (each.id === step.id ? changed : each)))}
              />
            ) : null}
          </li>
        ))}
      </ol>
      {mayEdit ? (
        <div className={classes["buttons"]}>
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add}>
            {t("contracts.flows.addStep")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function StepHead(props: {
  readonly step: FlowStep;
  readonly faults: readonly FlowFaultFace[];
  readonly isOpen: boolean;
  readonly mayEdit: boolean;
  readonly onOpen: () => void;
  readonly onUp: (() => void) | null;
  readonly onDown: (() => void) | null;
  readonly onRemove: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { step, faults } = props;
  const { rule } = step;
  const ruleWords =
    typeof rule === "object"
      ? t("contracts.approval.rule.atLeast", { count: rule.atLeast })
      : t(`contracts.approval.rule.${rule}`);
  const scopes = step.scope.map((name) => scopeWords(name, language)).join(language === "zh" ? "、" : ", ");
  const word = (name: string): string => t(`contracts.flows.${name}`);
  return (
    <>
      <div className={classes["head"]}>
        <div className={classes["rowMain"]}>
          <h3 className={classes["stepName"]}>{step.labels[language] || "—"}</h3>
          <p className={classes["quiet"]}>
            {[ruleWords, scopes, step.condition === null ? word("always") : word("condition")].join(" · ")}
          </p>
        </div>
        <div className={classes["buttons"]}>
          {props.mayEdit ? (
            <>
              <ActionIcon
                size={36}
                variant="default"
                aria-label={word("up")}
                disabled={!props.onUp}
                onClick={() => props.onUp?.()}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                size={36}
                variant="default"
                aria-label={word("down")}
                disabled={!props.onDown}
                onClick={() => props.onDown?.()}
              >
                <IconArrowDown size={16} />
              </ActionIcon>
              <ActionIcon size={36} variant="default" aria-label={word("remove")} onClick={props.onRemove}>
                <IconTrash size={16} />
              </ActionIcon>
            </>
          ) : null}
          <Button
            size="sm"
            variant="default"
            leftSection={<IconPencil size={16} />}
            aria-expanded={props.isOpen}
            onClick={props.onOpen}
          >
            {word(props.isOpen ? "fold" : "edit")}
          </Button>
        </div>
      </div>
      {faults.map(({ code, about }) => (
        <p key={`${code}${about}`} className={classes["bad"]} role="alert">
          {t(`contracts.flows.fault.${wordKey(code)}`, { about: about ?? "" })}
        </p>
      ))}
    </>
  );
}

function newStep(steps: readonly FlowStep[], labels: FlowStep["labels"]): FlowStep {
  const taken = new Set(steps.map(({ id }) => id));
  let count = steps.length + 1;
  while (taken.has(`step-${count}`)) count += 1;
  return {
    ...{ id: `step-${count}`, labels, who: [], rule: "all", onRefusal: "refuse-at-once", condition: null },
    ...{ cc: [], escalateTo: [], scope: ["all"], keepWhenUntouched: true },
    ...{ remindAfterWorkingDays: 2, escalateAfterWorkingDays: null },
  };
}
