import { Button, Menu } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import type { ApprovalRunFace, ApprovalTaskFace, ContractReview } from "@parley/contracts";
import { IconCheck, IconDots, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { type Decision, type Verb, openVerbs, sendDecision } from "./decide.ts";
import { DecisionDialog } from "./decision-dialog.tsx";
import { tasksOf } from "./review-head.tsx";
import classes from "./review-page.module.css";

/** Decides in place, within reach of a thumb. A refusal is told above it, and the page shows the present text. */
export function DecisionBar(props: { review: ContractReview; onChanged: () => Promise<unknown> }): ReactElement | null {
  const { approval } = props.review;
  const [task] = tasksOf(approval);
  if (!approval || !task) return null;
  return <TaskBar {...props} run={approval} task={task} />;
}

function TaskBar(props: {
  review: ContractReview;
  run: ApprovalRunFace;
  task: ApprovalTaskFace;
  onChanged: () => Promise<unknown>;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { review, run, task } = props;
  const [verb, setVerb] = useState<Verb | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const send = useAction((decision: Decision) => sendDecision(review, run, task, decision), {
    refreshes: [
      contractsEndpoints.approval.key(),
      contractsEndpoints.record.key(),
      contractsEndpoints.review.waiting.key(),
    ],
    onDone: (_approval, { verb: done }) => {
      notifications.show({ message: t(`contracts.review.done.${done}`) });
      void props.onChanged();
    },
    onFailed: (error) => {
      setFailure(sentenceOf(error));
      void props.onChanged();
    },
  });
  const open = openVerbs(run, task);
  const begin = (next: Verb): void => {
    setFailure(null);
    setVerb(next);
  };
  useHotkeys([["A", () => open.includes("approve") && begin("approve")]]);
  const more = open.filter((each) => each !== "approve" && each !== "refuse");
  return (
    <section className={classes["bar"]} aria-label={t("contracts.review.bar")}>
      {failure === null ? null : (
        <p className={classes["failure"]} role="alert">
          {t("contracts.review.movedOn", { sentence: failure })}
        </p>
      )}
      <div className={classes["buttons"]}>
        {more.length > 0 ? (
          <Menu position="top-start" width={240}>
            <Menu.Target>
              <Button variant="default" className={classes["more"] ?? ""} aria-label={t("contracts.review.more")}>
                <IconDots size={20} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {more.map((each) => (
                <Menu.Item key={each} className={classes["item"] ?? ""} onClick={() => begin(each)}>
                  {t(`contracts.review.${each}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
        {open.includes("refuse") ? (
          <Button variant="default" leftSection={<IconX size={18} />} onClick={() => begin("refuse")}>
            {t("contracts.review.refuse")}
          </Button>
        ) : null}
        {open.includes("approve") ? (
          <Button leftSection={<IconCheck size={18} />} loading={send.isPending} onClick={() => begin("approve")}>
            {t("contracts.review.approve")}
          </Button>
        ) : null}
      </div>
      {verb === null ? null : (
        <DecisionDialog
          {...{ review, run, task, verb }}
          onClose={() => setVerb(null)}
          onDecide={(decision) => {
            setVerb(null);
            send.mutate(decision);
          }}
        />
      )}
    </section>
  );
}
