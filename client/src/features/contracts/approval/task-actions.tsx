import { Button, Menu } from "@mantine/core";
import type {
  ApprovalRunFace,
  ApprovalStepFace,
  ApprovalTaskFace,
  Contract,
  ContractApproval,
} from "@parley/contracts";
import { IconDots } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";
import { TaskDialog, type TaskVerb } from "./task-dialog.tsx";
import { useApprovalAction } from "./use-approval-action.ts";

/** What the reader may do with a task: decide where it is theirs, remind where it is not, take back what they gave. */
export function TaskActions(props: {
  readonly contract: Contract;
  readonly run: ApprovalRunFace;
  readonly step: ApprovalStepFace;
  readonly task: ApprovalTaskFace;
}): ReactElement | null {
  const { t } = useTranslation();
  const { contract, task } = props;
  const [open, setOpen] = useState<TaskVerb | null>(null);
  const input = { id: contract.id, task: task.id };
  const remind = useApprovalAction((): Promise<ContractApproval> => contractsEndpoints.approval.remind.call(input));
  const retract = useApprovalAction((): Promise<ContractApproval> => contractsEndpoints.approval.retract.call(input));
  const { you } = task;
  if (!you.decide && !you.handOver && !you.remind && !you.retract) return null;
  const word = (verb: string): string => t(`contracts.approval.verb.${verb}`);
  return (
    <div className={classes["buttons"]}>
      {you.decide ? (
        <>
          <Button onClick={() => setOpen("approve")}>{word("approve")}</Button>
          <Button variant="default" color="red" onClick={() => setOpen("refuse")}>
            {word("refuse")}
          </Button>
          <Button variant="default" onClick={() => setOpen("return")}>
            {word("return")}
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<IconDots size={16} />}>
                {word("more")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setOpen("add")}>{word("add")}</Menu.Item>
              <Menu.Item onClick={() => setOpen("handOver")}>{word("handOver")}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      ) : null}
      {!you.decide && you.handOver ? (
        <Button variant="default" onClick={() => setOpen("handOver")}>
          {word("handOver")}
        </Button>
      ) : null}
      {you.remind ? (
        <Button variant="default" loading={remind.isPending} onClick={() => remind.mutate()}>
          {word("remind")}
        </Button>
      ) : null}
      {you.retract ? (
        <Button variant="default" loading={retract.isPending} onClick={() => retract.mutate()}>
          {word("retract")}
        </Button>
      ) : null}
      {open ? <TaskDialog {...props} verb={open} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}
