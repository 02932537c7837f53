import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import type { ContractReview } from "@parley/contracts";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useRef } from "react";
import { ApiError } from "../../../platform/api-error.ts";
import { useNamedPlace } from "../../../platform/nav-place.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState, NoPermission } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { ReaderPartyContext } from "../../../ui/reader-party.ts";
import { ChangesSection } from "./changes-section.tsx";
import { DecisionBar } from "./decision-bar.tsx";
import { Judgements } from "./judgements.tsx";
import { OpenPoints } from "./open-points.tsx";
import { ReviewHead } from "./review-head.tsx";
import classes from "./review-page.module.css";
import { type FollowedReview, useReview } from "./use-review.ts";

/** What somebody needs to decide on a contract, on one page: what it is, what changed, what is open, and the decision. */
export function ReviewPage(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { contractId = "" }: { contractId?: string } = useParams({ strict: false });
  const { since }: { since?: unknown } = useSearch({ strict: false });
  const review = useReview(contractId, typeof since === "string" ? since : null);
  const { shown, error } = review;
  useNamedPlace("/contracts");
  usePageTitle(shown ? `${t("contracts.review.title")}: ${shown.contract.number} ${shown.contract.name}` : null);
  if (shown) return <ShownReview review={shown} followed={review} />;
  if (error instanceof ApiError && error.status === 403) return <NoPermission sentence={sentenceOf(error)} />;
  if (error instanceof ApiError && error.status === 404) return <EmptyState asPage title={sentenceOf(error)} />;
  if (error) return <ErrorState sentence={sentenceOf(error)} onRetry={() => void review.refresh()} />;
  return <ListSkeleton rows={8} />;
}

function ShownReview({ review, followed }: { review: ContractReview; followed: FollowedReview }): ReactElement {
  const { t } = useTranslation();
  const page = useRef<HTMLDivElement>(null);
  useHotkeys([
    ["J", () => step(page.current, 1)],
    ["K", () => step(page.current, -1)],
  ]);
  return (
    <ReaderPartyContext value={review.text?.party ?? "ours"}>
      <div ref={page} className={classes["page"]}>
        <ReviewHead review={review} />
        <Judgements run={review.approval} />
        {review.text ? (
          <>
            <ChangesSection text={review.text} />
            <OpenPoints text={review.text} />
            <p className={classes["keys"]}>{t("contracts.review.keys")}</p>
          </>
        ) : (
          <NoText hasText={review.contract.documentId !== null} contractId={review.contract.id} />
        )}
        <div className={classes["foot"]}>
          <News followed={followed} />
          <DecisionBar review={review} onChanged={followed.refresh} />
        </div>
      </div>
    </ReaderPartyContext>
  );
}

function NoText(props: { hasText: boolean; contractId: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconLock size={32} stroke={1.4} />}
      title={t(props.hasText ? "contracts.review.noText" : "contracts.review.noTextYet")}
      text={props.hasText ? t("contracts.review.noTextNote") : ""}
      actions={
        <Button variant="default" component={Link} to={`/contracts/${props.contractId}`}>
          {t("contracts.review.back")}
        </Button>
      }
    />
  );
}

/** Tells how much is new, and shows it when its reader wants it. */
function News({ followed: { news, takeIn } }: { followed: FollowedReview }): ReactElement {
  const { t } = useTranslation();
  return (
    <div role="status" className={classes["news"]} data-shown={news > 0 || undefined}>
      {news > 0 ? (
        <>
          <span>{t("contracts.review.news", { count: news })}</span>
          <Button size="compact-md" variant="white" onClick={takeIn}>
            {t("contracts.review.takeIn")}
          </Button>
        </>
      ) : null}
    </div>
  );
}

/** Leads to the next change or the one before, from the one that has the focus or the first in sight. */
function step(page: HTMLElement | null, by: 1 | -1): void {
  const changes = [...(page?.querySelectorAll<HTMLElement>("[data-change]") ?? [])];
  const at = changes.findIndex((change) => change.contains(document.activeElement));
  const next = changes[at < 0 ? (by > 0 ? 0 : changes.length - 1) : at + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}
