import { Button } from "@mantine/core";
import type { Contract, NegotiationFace } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { CloseDialog } from "./close-dialog.tsx";
import { OpenNegotiationDialog } from "./open-negotiation-dialog.tsx";
import { ReleaseDialog } from "./release-dialog.tsx";
import classes from "./rounds.module.css";
import { NegotiationParts } from "./rounds-panel.tsx";
import { TurnSign } from "./turn-sign.tsx";

const ASK_AGAIN_MS = 20_000;

/** The negotiations of a contract on its page, newest first, with what can be done now. */
export function NegotiationTab({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [opening, setOpening] = useState(false);
  const list = useQuery(
    contractsEndpoints.negotiation.list.queryOptions({
      input: { id: contract.id },
      refetchInterval: ASK_AGAIN_MS,
      staleTime: 0,
    }),
  );
  if (list.isError && !list.data)
    return <ErrorState compact sentence={sentenceOf(list.error)} onRetry={() => void list.refetch()} />;
  if (!list.data) return <ListSkeleton rows={5} />;
  const mayOpen = contract.mayLead && (contract.state === "draft" || contract.state === "negotiated");
  const open = mayOpen ? (
    <Button onClick={() => setOpening(true)}>{t("contracts.negotiation.openAction")}</Button>
  ) : null;
  return (
    <div className={classes["tab"]}>
      {list.data.length === 0 ? (
        <EmptyState
          compact
          title={t("contracts.negotiation.rounds.empty")}
          text={t("contracts.negotiation.rounds.emptyText")}
          actions={open}
        />
      ) : (
        <>
          {open ? <div>{open}</div> : null}
          {list.data.map((negotiation) => (
            <OneNegotiation
              key={negotiation.id}
              negotiation={negotiation}
              contractId={contract.id}
              atMs={list.dataUpdatedAt}
            />
          ))}
        </>
      )}
      {opening ? <OpenNegotiationDialog contract={contract} onClose={() => setOpening(false)} /> : null}
    </div>
  );
}

function OneNegotiation(props: { negotiation: NegotiationFace; contractId: string; atMs: number }): ReactElement {
  const { t } = useTranslation();
  const { negotiation, contractId } = props;
  const { ordinal, title, isOpen, me, documentId } = negotiation;
  const navigate = useNavigate();
  const [asked, setAsked] = useState<"release" | "close" | null>(null);
  const close = (): void => setAsked(null);
  return (
    <article className={classes["negotiation"]} aria-label={t("contracts.negotiation.rounds.ordinal", { ordinal })}>
      <header className={classes["negotiationHead"]}>
        <div className={classes["negotiationNames"]}>
          <h2 className={classes["negotiationTitle"]}>{t("contracts.negotiation.rounds.ordinal", { ordinal })}</h2>
          <span className={classes["facts"]}>{title}</span>
          {isOpen ? <TurnSign negotiation={negotiation} /> : <span>{t("contracts.negotiation.bar.closed")}</span>}
        </div>
        <div className={classes["actions"]}>
          <Button size="compact-sm" variant="default" component={Link} to={`/documents/${documentId}`}>
            {t("contracts.negotiation.rounds.openText")}
          </Button>
          {me.mayLead ? (
            <Button size="compact-sm" variant="default" onClick={() => setAsked("close")}>
              {t("contracts.negotiation.close.action")}
            </Button>
          ) : null}
          {me.mayRelease ? (
            <Button size="compact-sm" onClick={() => setAsked("release")}>
              {t("contracts.negotiation.release.action")}
            </Button>
          ) : null}
        </div>
      </header>
      <NegotiationParts negotiation={negotiation} contractId={contractId} atMs={props.atMs} />
      {asked === "release" ? <ReleaseDialog negotiation={negotiation} onClose={close} /> : null}
      {asked === "close" ? (
        <CloseDialog
          negotiation={negotiation}
          contractId={contractId}
          onDecide={() => void navigate({ to: `/documents/${documentId}`, search: { panel: "changes" } as never })}
          onClose={close}
        />
      ) : null}
    </article>
  );
}
