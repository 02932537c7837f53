import {
  type ApprovalRunFace,
  type ApprovalStepFace,
  type ApprovalTaskFace,
  type Contract,
  approvalReason,
  scopeWords,
} from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { Moment } from "../../../ui/moment.tsx";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import { dayInWords } from "../contract-page/written-values.ts";
import { wordKey } from "../contract-page/word-key.ts";
import classes from "./approval.module.css";
import { ChangesView } from "./changes-view.tsx";
import { TaskActions } from "./task-actions.tsx";

interface StepProps {
  readonly contract: Contract;
  readonly run: ApprovalRunFace;
  readonly step: ApprovalStepFace;
}

/** One step: its rule, its scope, and everybody who was or is asked in it. */
export function StepView({ contract, run, step }: StepProps): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const comma = language === "zh" ? "、" : ", ";
  const { rule } = step;
  const isGroup = step.people.length > 1 || step.tasks.length > 1;
  const ruleWords =
    typeof rule === "object"
      ? t("contracts.approval.rule.atLeast", { count: rule.atLeast })
      : t(`contracts.approval.rule.${rule}`);
  return (
    <>
      <h3 className={classes["stepName"]}>
        {step.labels[language]}
        <small>
          {[
            ...(isGroup ? [ruleWords] : []),
            t("contracts.approval.looksAt", {
              scopes: step.scope.map((name) => scopeWords(name, language)).join(comma),
            }),
            t(`contracts.approval.${step.keepWhenUntouched ? "keep" : "notKept"}`),
          ].join(" · ")}
        </small>
      </h3>
      {step.tasks.length === 0 ? (
        <p className={classes["quiet"]}>
          {t("contracts.approval.ahead")}
          {" · "}
          {step.people.map(({ name }) => name).join(comma)}
        </p>
      ) : (
        <ul className={classes["tasks"]}>
          {step.tasks.map((task) => (
            <TaskRow key={task.id} contract={contract} run={run} step={step} task={task} />
          ))}
        </ul>
      )}
    </>
  );
}

function TaskRow({ contract, run, step, task }: StepProps & { readonly task: ApprovalTaskFace }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { decision, judgement } = task;
  const isPast = task.superseded !== null || ["released", "cancelled", "handed-over"].includes(task.state);
  const who = decision?.actsFor
    ? t("contracts.approval.actsFor", { by: decision.by.name, name: decision.actsFor.name })
    : (decision?.by.name ?? task.person.name);
  const tone = task.state === "refused" ? "bad" : task.state === "approved" && !isPast ? "good" : "quiet";
  return (
    <li className={classes["task"]} data-past={isPast || undefined}>
      <PersonBadge id={decision?.by.id ?? task.person.id} name={decision?.by.name ?? task.person.name} />
      <div className={classes["body"]}>
        <p>
          <strong>{who}</strong>{" "}
          <span className={classes[tone]}>
            {t(`contracts.approval.task.${wordKey(task.state)}`)}
            {task.superseded ? `（${t(`contracts.approval.superseded.${wordKey(task.superseded)}`)}）` : null}
          </span>
          <Origin task={task} />
        </p>
        <p className={classes["quiet"]}>
          {decision ? <Moment iso={decision.at} /> : null}
          {!decision && task.since ? (
            <>
              {t("contracts.approval.since")} <Moment iso={task.since} />
            </>
          ) : null}
          {task.state === "open" && task.due
            ? ` · ${t("contracts.approval.due", { day: dayInWords(task.due, language) })}`
            : null}
          {task.reminders > 0 ? ` · ${t("contracts.approval.reminded", { count: task.reminders })}` : null}
        </p>
        {decision?.note ? <p className={classes["said"]}>{decision.note}</p> : null}
        {judgement ? (
          <p className={classes[judgement.verdict === "kept" ? "good" : "warn"]}>
            {t(`contracts.approval.${judgement.verdict === "kept" ? "kept" : "askedAgain"}`, {
              reason: approvalReason(judgement.reason, language),
            })}
          </p>
        ) : null}
        {task.origin.kind === "asked-again" && task.state === "open" ? (
          <ChangesView contractId={contract.id} taskId={task.id} />
        ) : null}
        <TaskActions contract={contract} run={run} step={step} task={task} />
      </div>
    </li>
  );
}

function Origin({ task: { origin } }: { readonly task: ApprovalTaskFace }): ReactElement | null {
  const { t } = useTranslation();
  if (origin.kind === "flow") return null;
  const words =
    origin.kind === "added"
      ? t(`contracts.approval.origin.${origin.place}`, { name: origin.by.name })
      : origin.kind === "asked-again"
        ? t("contracts.approval.origin.askedAgain")
        : t(`contracts.approval.origin.${wordKey(origin.kind)}`, { name: origin.from.name });
  return <span className={classes["quiet"]}> · {words}</span>;
}
