import { Button } from "@mantine/core";
import type { Contract, ContractApproval } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";
import { RunView } from "./run-view.tsx";
import { SubmitCard } from "./submit-card.tsx";
import { useApprovalAction } from "./use-approval-action.ts";

/** How often an open page asks whether somebody has decided. */
const ASK_EVERY_MS = 10_000;

/** The approval of a contract: what stands in the way of submitting it, its route, and what the reader may do. */
export function ApprovalTab({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const asked = useQuery({
    ...contractsEndpoints.approval.get.queryOptions({ input: { id: contract.id } }),
    refetchInterval: ASK_EVERY_MS,
  });
  if (asked.error) return <ErrorState sentence={sentenceOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (!asked.data) return <ListSkeleton rows={4} />;
  const { run, maySubmit, mayReopen } = asked.data;
  const isReturned = run?.status === "returned" && run.you.resubmit;
  if (!run && !maySubmit)
    return <EmptyState title={t("contracts.approval.none")} text={t("contracts.approval.noneText")} />;
  return (
    <div className={classes["run"]}>
      {maySubmit || isReturned ? <SubmitCard contract={contract} run={isReturned ? run : null} /> : null}
      {mayReopen ? <Reopen contract={contract} /> : null}
      {run ? <RunView contract={contract} run={run} /> : null}
    </div>
  );
}

function Reopen({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  const reopen = useApprovalAction((): Promise<ContractApproval> =>
    contractsEndpoints.approval.reopen.call({ id: contract.id }),
  );
  return (
    <section className={classes["card"]}>
      <p className={classes["quiet"]}>{t("contracts.approval.reopenNote")}</p>
      <div className={classes["buttons"]}>
        <Button loading={reopen.isPending} onClick={() => reopen.mutate()}>
          {t("contracts.approval.reopen")}
        </Button>
      </div>
    </section>
  );
}
