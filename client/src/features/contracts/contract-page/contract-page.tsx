import { Tabs } from "@mantine/core";
import type { Contract } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, Suspense } from "react";
import { ApiError } from "../../../platform/api-error.ts";
import { useNamedPlace } from "../../../platform/nav-place.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { contractActions } from "./contract-actions.ts";
import classes from "./contract-page.module.css";
import { contractTabs } from "./contract-tabs.ts";
import { SuccessionNote } from "./succession-note.tsx";
import { StateBadge } from "./state-badge.tsx";
import { moneyInWords } from "./written-values.ts";

/** How often a page that is open asks whether others have changed the contract. */
const ASK_EVERY_MS = 10_000;

/** Everything about one contract, by tabs that the address holds. */
export function ContractPage(): ReactElement {
  const { contractId = "" }: { contractId?: string } = useParams({ strict: false });
  const sentenceOf = useSentence();
  const asked = useQuery({
    ...contractsEndpoints.record.get.queryOptions({ input: { id: contractId } }),
    refetchInterval: ASK_EVERY_MS,
  });
  useNamedPlace("/contracts");
  usePageTitle(asked.data ? `${asked.data.number} ${asked.data.name}` : null);
  if (asked.data) return <ShownContract contract={asked.data} />;
  if (asked.error instanceof ApiError && asked.error.status === 404)
    return <EmptyState asPage title={sentenceOf(asked.error)} />;
  if (asked.error) return <ErrorState sentence={sentenceOf(asked.error)} onRetry={() => void asked.refetch()} />;
  return <ListSkeleton rows={6} />;
}

function ShownContract({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab = "overview" }: { tab?: string } = useSearch({ strict: false });
  const tabs = contractTabs.filter((each) => each.visible?.(contract) ?? true).toSorted((a, b) => a.order - b.order);
  const { documentId } = contract;
  // The text has a page of its own, from which one comes back.
  const text = documentId === null ? [] : [{ id: "text", labelKey: "contracts.page.tab.text", order: 20 }];
  const heads = [...tabs, ...text].toSorted((a, b) => a.order - b.order);
  const go = (id: string | null): void =>
    void (id === "text" && documentId !== null
      ? navigate({ to: `/documents/${documentId}` })
      : navigate({ to: ".", search: { tab: id ?? "overview" }, replace: true }));
  const shown = tabs.find(({ id }) => id === tab) ?? tabs[0];
  return (
    <div className={classes["page"]}>
      <Head contract={contract} />
      <SuccessionNote contract={contract} />
      <Tabs value={shown?.id ?? null} onChange={go} keepMounted={false} activateTabWithKeyboard={false}>
        <Tabs.List className={classes["tabs"] ?? ""}>
          {heads.map((each) => (
            <Tabs.Tab key={each.id} value={each.id}>
              {t(each.labelKey)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown ? (
          <Tabs.Panel value={shown.id} className={classes["panel"] ?? ""}>
            <Suspense fallback={<ListSkeleton rows={5} />}>
              <shown.component contract={contract} />
            </Suspense>
          </Tabs.Panel>
        ) : null}
      </Tabs>
    </div>
  );
}

function Head({ contract }: { contract: Contract }): ReactElement {
  const language = useLanguage();
  const [action] = contractActions.filter(({ isFor }) => isFor(contract)).toSorted((a, b) => a.order - b.order);
  const parties = (side: "ours" | "counterparty"): string =>
    contract.parties
      .filter((party) => party.side === side)
      .map(({ name }) => name)
      .join(language === "zh" ? "、" : ", ");
  return (
    <header className={classes["head"]}>
      <div className={classes["names"]}>
        <p className={classes["number"]}>
          {contract.number}
          <StateBadge state={contract.state} />
        </p>
        <h1 className={classes["title"]}>{contract.name}</h1>
        <p className={classes["facts"]}>
          <span>{parties("ours")}</span>
          <span aria-hidden>⇄</span>
          <span>{parties("counterparty")}</span>
          {contract.amount ? <strong>{moneyInWords(contract.amount, language)}</strong> : null}
        </p>
      </div>
      {action ? (
        <div className={classes["action"]}>
          <action.component contract={contract} />
        </div>
      ) : null}
    </header>
  );
}
