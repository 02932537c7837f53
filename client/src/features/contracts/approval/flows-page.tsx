import { Button, MultiSelect } from "@mantine/core";
import type { FlowHead } from "@parley/contracts";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";
import { useApprovalAction } from "./use-approval-action.ts";

/** The approval flows and the categories that take them. */
export function FlowsPage(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const asked = useQuery(contractsEndpoints.flows.list.queryOptions());
  const samples = useApprovalAction(() => contractsEndpoints.flows.addSamples.call());
  const { data } = asked;
  const mayEdit = data?.mayEdit ?? false;
  return (
    <Page
      title={t("contracts.flows.title")}
      note={t("contracts.flows.note")}
      actions={
        mayEdit ? (
          <>
            <Button variant="default" loading={samples.isPending} onClick={() => samples.mutate()}>
              {t("contracts.flows.samples")}
            </Button>
            <Button
              component={Link}
              to="/contracts/flows/$flowId"
              params={{ flowId: "new" } as never}
              leftSection={<IconPlus size={16} />}
            >
              {t("contracts.flows.new")}
            </Button>
          </>
        ) : null
      }
    >
      {asked.error ? (
        <ErrorState sentence={sentenceOf(asked.error)} onRetry={() => void asked.refetch()} />
      ) : !data ? (
        <ListSkeleton rows={3} />
      ) : data.flows.length === 0 ? (
        <EmptyState title={t("contracts.flows.none")} text={t("contracts.flows.noneText")} />
      ) : (
        <ul className={classes["rows"]}>
          {data.flows.map((flow) => (
            <FlowLine key={flow.id} flow={flow} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function FlowLine({ flow, mayEdit }: { flow: FlowHead; mayEdit: boolean }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const categories = useQuery(contractsEndpoints.parties.categories.queryOptions()).data?.categories ?? [];
  const set = useApprovalAction(({ categoryId, flowId }: { categoryId: string; flowId: string | null }) =>
    contractsEndpoints.flows.setCategory.call({ categoryId, flowId }),
  );
  const change = (chosen: readonly string[]): void => {
    for (const categoryId of chosen.filter((id) => !flow.categories.includes(id)))
      set.mutate({ categoryId, flowId: flow.id });
    for (const categoryId of flow.categories.filter((id) => !chosen.includes(id)))
      set.mutate({ categoryId, flowId: null });
  };
  return (
    <li className={classes["row"]}>
      <div className={classes["rowMain"]}>
        <p>
          <Link to="/contracts/flows/$flowId" params={{ flowId: flow.id } as never}>
            <strong>{flow.labels[language]}</strong>
          </Link>
        </p>
        <p className={classes["quiet"]}>
          {t("contracts.flows.line", { version: flow.version, count: flow.stepCount })}
        </p>
      </div>
      <MultiSelect
        className={classes["rowMain"] ?? ""}
        label={t("contracts.flows.usedBy")}
        placeholder={flow.categories.length > 0 ? "" : t("contracts.flows.noCategory")}
        readOnly={!mayEdit}
        data={categories.map((each) => ({ value: each.id, label: each[language] }))}
        value={flow.categories}
        onChange={change}
      />
    </li>
  );
}
