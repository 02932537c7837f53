import { Alert, Button, Textarea } from "@mantine/core";
import type { ApprovalRunFace, Contract, ContractApproval } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";
import { RouteList } from "./route-list.tsx";
import { newCommand, useApprovalAction } from "./use-approval-action.ts";

/** What happens when the contract is submitted, what stands in the way, and submitting it; `run` was returned. */
export function SubmitCard({ contract, run }: { contract: Contract; run: ApprovalRunFace | null }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const [note, setNote] = useState("");
  const [command] = useState(newCommand);
  const preview = useQuery(contractsEndpoints.approval.preview.queryOptions({ input: { id: contract.id } }));
  const submit = useApprovalAction((): Promise<ContractApproval> => {
    const input = { id: contract.id, note, command };
    return run ? contractsEndpoints.approval.resubmit.call(input) : contractsEndpoints.approval.submit.call(input);
  });
  const { data } = preview;
  return (
    <section className={classes["card"]}>
      <h2 className={classes["cardTitle"]}>{t("contracts.approval.submitTitle")}</h2>
      {run?.returnedFrom ? (
        <p className={classes["said"]}>
          {run.returnedFrom.note ? t("contracts.approval.returnedNote", { note: run.returnedFrom.note }) : null}{" "}
          {t(`contracts.approval.${run.returnedFrom.resume === "resume-here" ? "resumeHere" : "runAgain"}`)}
        </p>
      ) : null}
      {preview.error ? (
        <ErrorState compact sentence={sentenceOf(preview.error)} onRetry={() => void preview.refetch()} />
      ) : null}
      {preview.isPending ? <ListSkeleton rows={3} /> : null}
      {data && data.obstacles.length > 0 ? (
        <Alert color="orange" title={t("contracts.approval.obstacles")}>
          <ul className={classes["plain"]}>
            {data.obstacles.map(({ code, words }) => (
              <li key={`${code}${words.en}`}>{words[language]}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      {data?.flow ? (
        <p className={classes["facts"]}>
          {t("contracts.approval.flow", { name: data.flow.labels[language], version: data.flow.version })}
        </p>
      ) : null}
      {data?.route ? <RouteList route={data.route} /> : null}
      <Textarea
        label={t("contracts.approval.note")}
        placeholder={t("contracts.approval.notePlaceholder")}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <p className={classes["quiet"]}>{t("contracts.approval.submitNote")}</p>
      <div className={classes["buttons"]}>
        <Button
          disabled={!data || data.obstacles.length > 0}
          loading={submit.isPending}
          onClick={() => submit.mutate()}
        >
          {t(`contracts.approval.${run ? "resubmit" : "submit"}`)}
        </Button>
      </div>
    </section>
  );
}
