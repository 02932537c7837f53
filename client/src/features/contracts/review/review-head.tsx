import type { ApprovalRunFace, ApprovalTaskFace, ContractReview } from "@parley/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement, ReactNode } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { StateBadge } from "../contract-page/state-badge.tsx";
import { dayInWords, moneyInWords } from "../contract-page/written-values.ts";
import { wordKey } from "../contract-page/word-key.ts";
import classes from "./review-page.module.css";

/** The open tasks that somebody may decide, their own first. */
export function tasksOf(run: ApprovalRunFace | null): readonly ApprovalTaskFace[] {
  const open = (run?.steps ?? []).flatMap(({ tasks }) => tasks).filter(({ you }) => you.decide || you.handOver);
  return open.toSorted((one, other) => Number(one.you.actsFor !== null) - Number(other.you.actsFor !== null));
}

/** What a contract is in one glance, and what is asked. */
export function ReviewHead({ review }: { review: ContractReview }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { contract, approval, text } = review;
  const { termKind, startDay, endDay, amount } = contract;
  const parties = contract.parties.map(({ alias, name }) => (alias === "" ? name : `${alias} ${name}`));
  const days = [startDay, endDay].flatMap((day) => (day === null ? [] : [dayInWords(day, language)]));
  return (
    <header className={classes["head"]}>
      <p className={classes["line"]}>
        <Link className={classes["link"] ?? ""} to={`/contracts/${contract.id}`}>
          {contract.number}
        </Link>
        <StateBadge state={contract.state} />
      </p>
      <h1 className={classes["title"]}>{contract.name}</h1>
      <dl className={classes["facts"]}>
        <Fact label={t("contracts.review.amount")}>
          <strong>{amount ? moneyInWords(amount, language) : t("contracts.review.noAmount")}</strong>
        </Fact>
        <Fact label={t("contracts.review.term")}>
          {days.length > 0 ? days.join(" – ") : t(`contracts.page.term.${wordKey(termKind)}`)}
        </Fact>
        <Fact label={t("contracts.review.parties")}>{parties.join(language === "zh" ? "；" : "; ")}</Fact>
        <Fact label={t("contracts.review.asks")}>
          <Asked review={review} />
        </Fact>
      </dl>
      {approval ? <Route run={approval} /> : null}
      {text ? (
        <p className={classes["quiet"]} title={t("contracts.review.hashNote", { hash: text.hash })}>
          {t("contracts.review.hash", { hash: text.hash.slice(0, 12) })}
        </p>
      ) : null}
    </header>
  );
}

function Fact(props: { label: string; children: ReactNode }): ReactElement {
  return (
    <div className={classes["fact"]}>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** Who asks for what by when, in words. */
function Asked({ review: { approval, note, turn } }: { review: ContractReview }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const [task] = tasksOf(approval);
  const step = approval?.steps.find(({ id }) => id === task?.step)?.labels[language] ?? "";
  const turnKey = { ours: "turnOurs", counterparty: "turnOther", counsel: "turnCounsel" } as const;
  const said =
    approval && task
      ? t(task.you.actsFor ? "contracts.review.askedFor" : "contracts.review.asked", {
          name: approval.initiator.name,
          other: task.you.actsFor?.name,
          step,
        })
      : approval && approval.status === "running"
        ? t("contracts.review.requested", { name: approval.initiator.name })
        : turn
          ? t(`contracts.review.${turnKey[turn.party]}`)
          : t("contracts.review.nothingAsked");
  return (
    <>
      {said}
      {task?.due ? ` · ${t("contracts.review.askedBy", { day: dayInWords(task.due, language) })}` : null}
      {note === "" || !approval ? null : (
        <span className={classes["note"]}>{t("contracts.review.saying", { note })}</span>
      )}
    </>
  );
}

function Route({ run }: { run: ApprovalRunFace }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={classes["route"]}>
      <span className={classes["quiet"]}>{t(`contracts.review.status.${run.status}`)}</span>
      <ol aria-label={t("contracts.review.route")}>
        {run.steps.map(({ id, labels, state, isCurrent, people, tasks }) => {
          const names = tasks.filter((each) => each.state === "open").map(({ person }) => person.name);
          const who = names.length > 0 ? names : people.map(({ name }) => name);
          return (
            <li key={id} data-state={state} aria-current={isCurrent ? "step" : undefined}>
              <span>{labels[language]}</span>
              <span className={classes["quiet"]}>
                {who.join(language === "zh" ? "、" : ", ")} · {t(`contracts.review.step.${state}`)}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
