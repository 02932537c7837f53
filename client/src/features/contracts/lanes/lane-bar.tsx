/** Between a page's bar and its paper: beside the shared text the way to one's side's private draft, above the draft that it is private. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Lane } from "@parley/contracts";
import type { DocumentCard } from "@parley/documents";
import { IconArrowLeft, IconEyeOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./lane-bar.module.css";
import { ReleaseLaneDialog } from "./release-lane-dialog.tsx";

export function LaneBar({ card }: { card: DocumentCard }): ReactElement | null {
  return card.kind === "lane" ? <DraftBar card={card} /> : <WayToDraft card={card} />;
}

function WayToDraft({ card }: { card: DocumentCard }): ReactElement | null {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sentenceOf = useSentence();
  const { data } = useQuery(contractsEndpoints.lanes.ofShared.queryOptions({ input: { id: card.id }, retry: false }));
  const open = useAction(() => contractsEndpoints.lanes.open.call({ id: card.id }), {
    refreshes: [contractsEndpoints.lanes.key()],
    onDone: ({ documentId }) => void navigate({ to: `/documents/${documentId}` }),
    onFailed: (error) => notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  if (!data || (!data.mayOpen && !data.lane)) return null;
  return (
    <section className={classes["bar"]} aria-label={t("contracts.lanes.label")}>
      <p className={classes["hint"]}>
        <IconEyeOff size={15} aria-hidden />
        {t(data.lane ? "contracts.lanes.goOn" : "contracts.lanes.draftHint")}
      </p>
      <Button size="compact-sm" variant="default" loading={open.isPending} onClick={() => open.mutate(undefined)}>
        {t(data.lane ? "contracts.lanes.toDraft" : "contracts.lanes.draft")}
      </Button>
    </section>
  );
}

function DraftBar({ card }: { card: DocumentCard }): ReactElement | null {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const sentenceOf = useSentence();
  const [isReleasing, setReleasing] = useState(false);
  const { data: lane } = useQuery(contractsEndpoints.lanes.ofDraft.queryOptions({ input: { id: card.id } }));
  const discard = useAction(() => contractsEndpoints.lanes.discard.call({ id: card.id }), {
    refreshes: [contractsEndpoints.lanes.key()],
    onFailed: (error) => notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  const navigate = useNavigate();
  const refresh = useAction(() => contractsEndpoints.lanes.refresh.call({ id: card.id }), {
    refreshes: [contractsEndpoints.lanes.key()],
    onDone: ({ lane: newer, unplaced }) => {
      for (const { outcome, text } of unplaced)
        notifications.show({
          message: t(`contracts.lanes.${outcome === "nearest" ? "placed" : "leftOut"}`, { text }),
          autoClose: false,
        });
      void navigate({ to: `/documents/${newer.documentId}` });
    },
    onFailed: (error) => notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  if (!lane) return null;
  const askDiscard = (): void =>
    confirm({
      title: t("contracts.lanes.discardTitle"),
      text: t("contracts.lanes.discardText"),
      action: t("contracts.lanes.discard"),
      onConfirm: () => discard.mutate(undefined),
    });
  return (
    <section className={classes["bar"]} data-private aria-label={t("contracts.lanes.label")}>
      <div className={classes["facts"]}>
        <Link to={`/documents/${lane.sharedId}`} className={classes["back"] ?? ""}>
          <IconArrowLeft size={14} stroke={1.8} aria-hidden />
          {t("contracts.lanes.toShared")}
        </Link>
        <strong className={classes["sign"]}>
          <IconEyeOff size={15} aria-hidden />
          {t("contracts.lanes.private")}
        </strong>
        <Standing lane={lane} />
      </div>
      {lane.mayEnd ? (
        <div className={classes["actions"]}>
          <Button size="compact-sm" variant="subtle" color="red" onClick={askDiscard}>
            {t("contracts.lanes.discard")}
          </Button>
          {lane.sharedSeq > lane.madeSeq ? (
            <Button
              size="compact-sm"
              variant="default"
              loading={refresh.isPending}
              onClick={() => refresh.mutate(undefined)}
            >
              {t("contracts.lanes.refresh")}
            </Button>
          ) : null}
          <Button size="compact-sm" onClick={() => setReleasing(true)}>
            {t("contracts.lanes.release")}
          </Button>
        </div>
      ) : null}
      {isReleasing ? <ReleaseLaneDialog lane={lane} onClose={() => setReleasing(false)} /> : null}
    </section>
  );
}

function Standing({ lane }: { lane: Lane }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  if (lane.state === "open") {
    return (
      <>
        <span className={classes["text"]}>{t("contracts.lanes.onlyOurs")}</span>
        {lane.sharedSeq > lane.madeSeq ? (
          <Link
            to={`/documents/${lane.sharedId}`}
            search={{ version: String(lane.madeSeq), with: "present", view: "proposed" }}
            className={classes["back"] ?? ""}
          >
            {t("contracts.lanes.since")}
          </Link>
        ) : (
          <span className={classes["soft"]}>{t("contracts.lanes.sinceNothing")}</span>
        )}
      </>
    );
  }
  const day = lane.endedAt
    ? new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium" }).format(
        new Date(lane.endedAt),
      )
    : "";
  return (
    <span className={classes["text"]}>{t(`contracts.lanes.${lane.state}`, { name: lane.endedBy ?? "", day })}</span>
  );
}
