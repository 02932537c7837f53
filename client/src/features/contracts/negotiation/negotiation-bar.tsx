/** What stands between the bar of the document's page and its paper: state, round, whose turn it is, and the main action. */
import { Button } from "@mantine/core";
import { type Contract, type NegotiationFace, stateNames } from "@parley/contracts";
import type { DocumentCard } from "@parley/documents";
import { IconArrowLeft, IconEye } from "@tabler/icons-react";
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { isColleague, useMe } from "../../../platform/me.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { CloseDialog } from "./close-dialog.tsx";
import { CourtClocks } from "./court-clocks.tsx";
import classes from "./negotiation-bar.module.css";
import { OpenNegotiationDialog } from "./open-negotiation-dialog.tsx";
import { PeopleSign } from "./people-sign.tsx";
import { ReleaseDialog } from "./release-dialog.tsx";
import { SightDialog } from "./sight-dialog.tsx";
import { TurnSign } from "./turn-sign.tsx";
import { useContractOf, useNegotiationNews, useNegotiationOf } from "./use-negotiation.ts";
import { useReopenedNotices } from "./use-reopened-notices.tsx";

type Asked = "open" | "release" | "close" | "sight";

export function NegotiationBar({ card }: { card: DocumentCard }): ReactElement | null {
  const { t } = useTranslation();
  const colleague = isColleague(useMe());
  const contract = useContractOf(card.id);
  const { data, dataUpdatedAt } = useNegotiationOf(card.id);
  const [asked, setAsked] = useState<Asked | null>(null);
  useNegotiationNews();
  const negotiation = data?.negotiation ?? null;
  useReopenedNotices(card.id, negotiation?.isOpen === true);
  const goDecide = useGoDecide();
  if (!data || (!negotiation && !contract)) return null;
  const close = (): void => setAsked(null);
  return (
    <section className={classes["bar"]} aria-label={t("contracts.negotiation.bar.label")}>
      <div className={classes["facts"]}>
        {contract ? <ToContract contract={contract} /> : null}
        {negotiation && (!contract || contract.documentId === card.id) ? (
          <>
            <Standing negotiation={negotiation} contract={contract} />
            {negotiation.isOpen ? <TurnSign negotiation={negotiation} /> : null}
            <CourtClocks negotiation={negotiation} atMs={dataUpdatedAt} />
            <PeopleSign negotiation={negotiation} />
          </>
        ) : contract ? (
          <NoNegotiation contract={contract} documentId={card.id} />
        ) : null}
      </div>
      <div className={classes["actions"]}>
        {negotiation ? (
          <Button
            variant={colleague ? "subtle" : "default"}
            size="compact-sm"
            leftSection={<IconEye size={15} aria-hidden />}
            onClick={() => setAsked("sight")}
          >
            {t("contracts.negotiation.sight.action")}
          </Button>
        ) : null}
        <Actions card={card} negotiation={negotiation} contract={contract} onAsk={setAsked} />
      </div>
      {asked === "sight" ? <SightDialog documentId={card.id} onClose={close} /> : null}
      {asked === "release" && negotiation ? <ReleaseDialog negotiation={negotiation} onClose={close} /> : null}
      {asked === "open" && contract ? <OpenNegotiationDialog contract={contract} onClose={close} /> : null}
      {asked === "close" && negotiation && data.contractId !== null ? (
        <CloseDialog
          negotiation={negotiation}
          contractId={data.contractId}
          onDecide={() => {
            close();
            goDecide();
          }}
          onClose={close}
        />
      ) : null}
    </section>
  );
}

function useGoDecide(): () => void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return () => void navigate({ to: pathname, search: { panel: "changes" }, replace: true });
}

function ToContract({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  return (
    <Link
      to={`/contracts/${contract.id}`}
      className={classes["toContract"] ?? ""}
      title={t("contracts.negotiation.bar.toContract")}
    >
      <IconArrowLeft size={14} stroke={1.8} aria-hidden />
      {contract.number}
    </Link>
  );
}

/** Our people are told how the contract stands, guests only whether the negotiation is open. */
function Standing(props: { negotiation: NegotiationFace; contract: Contract | null }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { isOpen, rounds } = props.negotiation;
  const number = rounds.at(-1)?.number ?? 0;
  return (
    <span className={classes["standing"]}>
      <span className={classes["state"]} data-open={isOpen || undefined}>
        {props.contract
          ? stateNames[props.contract.state][language]
          : t(`contracts.negotiation.bar.${isOpen ? "open" : "closed"}`)}
      </span>
      <span className={classes["round"]}>
        {number === 0
          ? t("contracts.negotiation.bar.noRound")
          : t("contracts.negotiation.bar.round", { count: number })}
      </span>
    </span>
  );
}

/** A text that is not negotiated here: it has not begun, or it goes on elsewhere. */
function NoNegotiation({ contract, documentId }: { contract: Contract; documentId: string }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const isElsewhere = contract.documentId !== null && contract.documentId !== documentId;
  return (
    <>
      <span className={classes["state"]}>{stateNames[contract.state][language]}</span>
      {isElsewhere ? (
        <span className={classes["elsewhere"]}>
          {t("contracts.negotiation.bar.draftOf")}{" "}
          <Link to={`/documents/${contract.documentId}`}>{t("contracts.negotiation.bar.toText")}</Link>
        </span>
      ) : null}
    </>
  );
}

function Actions(props: {
  card: DocumentCard;
  negotiation: NegotiationFace | null;
  contract: Contract | null;
  onAsk: (asked: Asked) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { negotiation, contract, onAsk } = props;
  const mayOpen =
    contract?.mayLead === true &&
    contract.documentId === props.card.id &&
    (contract.state === "draft" || contract.state === "negotiated");
  const mayRelease = negotiation?.me.mayRelease === true;
  return (
    <>
      {negotiation?.me.mayLead ? (
        <Button size="compact-sm" variant="default" onClick={() => onAsk("close")}>
          {t("contracts.negotiation.close.action")}
        </Button>
      ) : null}
      {mayRelease ? (
        <Button size="compact-sm" onClick={() => onAsk("release")}>
          {t("contracts.negotiation.release.action")}
        </Button>
      ) : null}
      {mayOpen ? (
        <Button size="compact-sm" onClick={() => onAsk("open")}>
          {t("contracts.negotiation.openAction")}
        </Button>
      ) : null}
    </>
  );
}
