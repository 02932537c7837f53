import { Alert, Button, Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { FlowDetail, FlowDraft, FlowFaultFace, FlowStep } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useNamedPlace } from "../../../platform/nav-place.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";
import { FlowTrial } from "./flow-trial.tsx";
import { StepList } from "./step-list.tsx";
import { useApprovalAction } from "./use-approval-action.ts";

const nothing: FlowDraft = { labels: { en: "", zh: "" }, steps: [] };

/** One flow: its steps as a list, its versions, what is wrong with it, and the route it gives. */
export function FlowPage(): ReactElement {
  const { flowId = "new" }: { flowId?: string } = useParams({ strict: false });
  const sentenceOf = useSentence();
  const [version, setVersion] = useState<number | null>(null);
  useNamedPlace("/contracts");
  const list = useQuery(contractsEndpoints.flows.list.queryOptions());
  const input = { id: flowId, ...(version !== null && { version }) };
  const asked = useQuery({ ...contractsEndpoints.flows.get.queryOptions({ input }), enabled: flowId !== "new" });
  const mayEdit = list.data?.mayEdit ?? false;
  if (asked.error) return <ErrorState sentence={sentenceOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (flowId !== "new" && !asked.data) return <ListSkeleton rows={5} />;
  const detail = asked.data ?? null;
  const key = detail ? `${detail.flow.id}.${detail.flow.version}` : "new";
  return <Designer key={key} detail={detail} mayEdit={mayEdit} onVersion={setVersion} />;
}

function Designer(props: {
  readonly detail: FlowDetail | null;
  readonly mayEdit: boolean;
  readonly onVersion: (version: number) => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const { detail, mayEdit, onVersion } = props;
  const before: FlowDraft = detail ? { labels: detail.flow.labels, steps: detail.flow.steps } : nothing;
  const [draft, setDraft] = useState(before);
  const [faults, setFaults] = useState<readonly FlowFaultFace[]>([]);
  const next = (detail?.newest ?? 0) + 1;
  const isNewest = detail === null || detail.flow.version === detail.newest;
  const isChanged = JSON.stringify(draft) !== JSON.stringify(before);
  const publish = useApprovalAction(async () => {
    const { faults: found } = await contractsEndpoints.flows.check.call({ steps: draft.steps, facts: noFacts });
    setFaults(found);
    if (found.length > 0) return null;
    const { flows } = contractsEndpoints;
    return detail
      ? flows.publish.call({ ...draft, id: detail.flow.id, seen: detail.newest })
      : flows.create.call(draft);
  });
  const publishNow = (): void =>
    publish.mutate(undefined, {
      onSuccess: (made) => {
        if (!made) return;
        notifications.show({ message: t("contracts.flows.published") });
        onVersion(made.flow.version);
        void navigate({ to: "/contracts/flows/$flowId", params: { flowId: made.flow.id } as never, replace: true });
      },
    });
  const setSteps = (steps: FlowStep[]): void => setDraft({ ...draft, steps });
  const label = (which: "en" | "zh", value: string): void =>
    setDraft({ ...draft, labels: { ...draft.labels, [which]: value } });
  const general = faults.filter(({ step }) => step === null);
  const hasNames = draft.labels.en.trim() !== "" && draft.labels.zh.trim() !== "";
  return (
    <Page
      title={draft.labels[language] || t("contracts.flows.new")}
      actions={
        mayEdit ? (
          <Button disabled={!hasNames || (!isChanged && isNewest)} loading={publish.isPending} onClick={publishNow}>
            {t("contracts.flows.publish", { version: next })}
          </Button>
        ) : null
      }
    >
      <div className={classes["run"]}>
        {mayEdit ? null : <p className={classes["quiet"]}>{t("contracts.flows.readOnly")}</p>}
        {isNewest ? null : <Alert color="orange">{t("contracts.flows.past")}</Alert>}
        {general.map(({ code }) => (
          <Alert key={code} color="red">
            {t("contracts.flows.fault.noSteps")}
          </Alert>
        ))}
        <div className={classes["grid"]}>
          <TextInput
            label={t("contracts.flows.nameZh")}
            readOnly={!mayEdit}
            value={draft.labels.zh}
            onChange={(event) => label("zh", event.currentTarget.value)}
          />
          <TextInput
            label={t("contracts.flows.nameEn")}
            readOnly={!mayEdit}
            value={draft.labels.en}
            onChange={(event) => label("en", event.currentTarget.value)}
          />
          {detail ? (
            <Select
              label={t("contracts.flows.version")}
              allowDeselect={false}
              value={String(detail.flow.version)}
              data={detail.versions.map(({ version, by }) => ({
                value: String(version),
                label: t("contracts.flows.versionLine", { version, by: by?.name ?? "Parley" }),
              }))}
              onChange={(value) => onVersion(Number(value))}
            />
          ) : null}
        </div>
        <StepList steps={draft.steps} faults={faults} mayEdit={mayEdit} onChange={setSteps} />
        <FlowTrial steps={draft.steps} />
      </div>
    </Page>
  );
}

const noFacts = { amount: null, termMonths: null, templateDeviations: null, category: null, direction: null };
