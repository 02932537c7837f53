import type { ReactElement } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { StartForm } from "./start-form.tsx";

/** Asking for a contract. */
export function StartPage(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const categories = useQuery(contractsEndpoints.parties.categories.queryOptions());
  const ours = useQuery(contractsEndpoints.parties.list.queryOptions({ input: { side: "ours", limit: 200 } }));
  const rates = useQuery(contractsEndpoints.parties.rates.queryOptions());
  const failed = [categories, ours, rates].find(({ isError }) => isError);
  return (
    <Page title={t("contracts.starting.title")}>
      {failed ? (
        <ErrorState sentence={sentenceOf(failed.error)} onRetry={() => void failed.refetch()} />
      ) : categories.data && ours.data && rates.data ? (
        <StartForm
          categories={categories.data.categories.filter(({ active }) => active)}
          ours={ours.data.parties}
          rates={rates.data}
          mayAddOurs={ours.data.mayEdit}
        />
      ) : (
        <ListSkeleton rows={6} />
      )}
    </Page>
  );
}
