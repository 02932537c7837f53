import { Button } from "@mantine/core";
import type { ContractToReview } from "@parley/contracts";
import { IconChecks } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useNamedPlace } from "../../../platform/nav-place.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import { dayInWords, moneyInWords } from "../contract-page/written-values.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./review-page.module.css";

/** How often an open list asks what waits. */
const ASK_EVERY_MS = 20_000;

/** Contracts in which something waits for the reader. */
export function ToReviewPage(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  useNamedPlace("/contracts");
  const waiting = useQuery({
    ...contractsEndpoints.review.waiting.queryOptions(),
    refetchInterval: ASK_EVERY_MS,
  });
  const contracts = waiting.data?.contracts;
  const register = (
    <Button variant="default" component={Link} to="/contracts?view=all">
      {t("contracts.review.waiting.register")}
    </Button>
  );
  return (
    <Page title={t("contracts.review.waiting.title")} actions={register}>
      {waiting.isPending ? <ListSkeleton rows={6} /> : null}
      {waiting.error && !contracts ? (
        <ErrorState sentence={sentenceOf(waiting.error)} onRetry={() => void waiting.refetch()} />
      ) : null}
      {contracts?.length === 0 ? (
        <EmptyState
          icon={<IconChecks size={32} stroke={1.4} />}
          title={t("contracts.review.waiting.empty")}
          text={t("contracts.review.waiting.emptyNote")}
        />
      ) : null}
      {contracts && contracts.length > 0 ? (
        <ul className={classes["rows"]}>
          {contracts.map((each) => (
            <li key={each.contract.id}>
              <ToReviewRow waiting={each} />
            </li>
          ))}
        </ul>
      ) : null}
    </Page>
  );
}

function ToReviewRow({ waiting: { contract, owner, reasons } }: { waiting: ContractToReview }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Link className={classes["row"] ?? ""} to={`/contracts/${contract.id}/review`}>
      <span>
        <span className={classes["quiet"]}>{contract.number} </span>
        <strong>{contract.name}</strong>
      </span>
      <span>{contract.amount ? moneyInWords(contract.amount, language) : null}</span>
      <ul>
        {reasons.map((reason) => (
          <li key={JSON.stringify(reason)}>
            <ReasonInWords reason={reason} />
          </li>
        ))}
        <li className={classes["quiet"]}>{t("contracts.review.waiting.owner", { name: owner.name })}</li>
      </ul>
    </Link>
  );
}

function ReasonInWords({ reason }: { reason: ContractToReview["reasons"][number] }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  if (reason.kind === "proposals") return <>{t("contracts.review.waiting.proposals", { count: reason.count })}</>;
  if (reason.kind === "turn") return <>{t("contracts.review.waiting.turn")}</>;
  const step = reason.labels[language];
  const said = reason.actsFor
    ? t("contracts.review.waiting.approvalFor", { name: reason.actsFor.name, step })
    : t("contracts.review.waiting.approval", { step });
  const due = reason.due ? ` · ${t("contracts.review.waiting.due", { day: dayInWords(reason.due, language) })}` : "";
  return <>{`${said}${due}`}</>;
}
