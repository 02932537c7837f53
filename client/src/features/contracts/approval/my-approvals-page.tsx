import { Badge, SegmentedControl } from "@mantine/core";
import type { MyTask } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Page } from "../../../ui/page.tsx";
import { dayInWords, moneyInWords } from "../contract-page/written-values.ts";
import { wordKey } from "../contract-page/word-key.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";

/** What waits for the reader, also by delegation, and what they decided. */
export function MyApprovalsPage(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [of, setOf] = useState<"waiting" | "decided">("waiting");
  const asked = useQuery({
    ...contractsEndpoints.approval.mine.queryOptions({ input: { of } }),
    refetchInterval: 30_000,
  });
  const tasks = asked.data?.tasks ?? [];
  return (
    <Page title={t("contracts.approval.mine")}>
      <div className={classes["list"]}>
        <SegmentedControl
          value={of}
          onChange={(value) => setOf(value as typeof of)}
          data={(["waiting", "decided"] as const).map((value) => ({ value, label: t(`contracts.approval.${value}`) }))}
        />
        {asked.error ? (
          <ErrorState sentence={sentenceOf(asked.error)} onRetry={() => void asked.refetch()} />
        ) : asked.isPending ? (
          <ListSkeleton rows={4} />
        ) : tasks.length === 0 ? (
          <EmptyState
            title={t(`contracts.approval.${of === "waiting" ? "nothingWaits" : "nothingDecided"}`)}
            {...(of === "waiting" && { text: t("contracts.approval.nothingWaitsText") })}
          />
        ) : (
          <ul className={classes["rows"]}>
            {tasks.map((task) => (
              <TaskLine key={`${task.contract.id}${task.task}${task.actsFor?.id ?? ""}`} task={task} />
            ))}
          </ul>
        )}
      </div>
    </Page>
  );
}

function TaskLine({ task }: { task: MyTask }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { contract, step, due } = task;
  const dueDay = due === null ? null : dayInWords(due, language);
  return (
    <li className={classes["row"]}>
      <div className={classes["rowMain"]}>
        <p>
          <Link to="/contracts/$contractId" params={{ contractId: contract.id }} search={{ tab: "approvals" } as never}>
            <strong>{contract.name}</strong>
          </Link>
        </p>
        <p className={classes["quiet"]}>
          {[
            contract.number,
            step.labels[language],
            t("contracts.approval.startedBy", { name: task.initiator.name }),
          ].join(" · ")}
          {task.actsFor ? ` · ${t("contracts.approval.actsFor", { by: "", name: task.actsFor.name }).trim()}` : null}
        </p>
        <p className={classes["quiet"]}>
          {task.since ? <Moment iso={task.since} /> : null}
          {dueDay !== null ? (
            <span className={task.isOverdue ? classes["bad"] : undefined}>
              {" · "}
              {t(`contracts.approval.${task.isOverdue ? "overdue" : "due"}`, { day: dueDay })}
            </span>
          ) : null}
        </p>
      </div>
      {contract.amount ? <strong>{moneyInWords(contract.amount, language)}</strong> : null}
      <Badge variant="light" tt="none" color={task.isSuspended ? "orange" : "blue"}>
        {task.isSuspended ? t("contracts.approval.suspended") : t(`contracts.approval.task.${wordKey(task.state)}`)}
      </Badge>
    </li>
  );
}
