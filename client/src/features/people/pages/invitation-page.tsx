import { Button } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { ApiError } from "../../../platform/api-error.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { forgetSession } from "../../../platform/session-life.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { formatDay } from "../../../ui/format-moment.ts";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { EntryFrame } from "../parts/entry-frame.tsx";
import classes from "../parts/entry-frame.module.css";
import { GuestEntry } from "../parts/guest-entry.tsx";

/** A guest's way in: what the invitation is for, then proving an e-mail by a code, then the document. */
export function InvitationPage(): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const params: { secret?: string } = useParams({ strict: false });
  const secret = params.secret ?? "";
  const sentenceOf = useSentence();
  const client = useQueryClient();
  const navigate = useNavigate();
  const face = useQuery(peopleEndpoints.guests.face.queryOptions({ input: { secret }, retry: false }));
  usePageTitle(t("people.invitation.tab"));
  const unusable =
    face.error instanceof ApiError && face.error.status >= 400 && face.error.status < 500 && face.error.status !== 429;
  return (
    <EntryFrame>
      {face.isPending ? <ListSkeleton rows={4} /> : null}
      {face.isError && unusable ? (
        <EmptyState
          asPage
          role="alert"
          icon={<IconLinkOff size={32} stroke={1.4} />}
          title={t("people.invitation.unusable")}
          text={
            face.error instanceof ApiError && face.error.status === 400
              ? t("people.invitation.incomplete")
              : sentenceOf(face.error)
          }
          actions={
            <Button component={Link} to="/sign-in" variant="default">
              {t("people.invitation.colleague")}
            </Button>
          }
        />
      ) : null}
      {face.isError && !unusable ? (
        <ErrorState sentence={sentenceOf(face.error)} onRetry={() => void face.refetch()} />
      ) : null}
      {face.data ? (
        <>
          <h1 className={classes["title"]}>{t("people.invitation.title", { inviter: face.data.inviterName })}</h1>
          <p className={classes["lead"]}>{t("people.invitation.lead", { company: face.data.companyName })}</p>
          <div className={classes["face"]}>
            <span className={classes["faceTitle"]}>{face.data.documentTitle}</span>
            <span className={classes["faceRow"]}>
              <PartyLabel party={face.data.party}>
                <span className={classes["faceSide"]}>
                  {t(`people.invitation.side.${face.data.party}`, { company: face.data.companyName })}
                </span>
              </PartyLabel>
              <span>{t(`ui.role.${face.data.role}`)}</span>
              <span>{t("people.invitation.until", { day: formatDay(face.data.expiresAt, language) })}</span>
            </span>
          </div>
          <GuestEntry
            secret={secret}
            emailHint={face.data.emailHint}
            onEntered={(documentId) => {
              forgetSession(client);
              void navigate({ to: `/documents/${documentId}` });
            }}
          />
        </>
      ) : null}
    </EntryFrame>
  );
}
