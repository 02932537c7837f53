import { IconInbox } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { isAdministrator, useMe } from "../../../platform/me.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState, NoPermission } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Page } from "../../../ui/page.tsx";
import { LetterText } from "../parts/letter-text.tsx";
import classes from "./mailbox-page.module.css";

const refreshMs = 5_000;

/** Mails that were written but not sent, because no mail server is set: codes and invitations, for the administrator to pass on. */
export function MailboxPage(): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const sentenceOf = useSentence();
  const permitted = isAdministrator(me);
  const mails = useQuery(peopleEndpoints.mailbox.queryOptions({ enabled: permitted, refetchInterval: refreshMs }));
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = mails.data?.find((mail) => mail.id === chosen) ?? mails.data?.[0];
  return (
    <Page title={t("people.mailbox.title")} note={t("people.mailbox.note")}>
      {!permitted ? <NoPermission sentence={t("people.mailbox.forbidden")} /> : null}
      {permitted && mails.isPending ? <ListSkeleton /> : null}
      {mails.isError && !mails.data ? (
        <ErrorState sentence={sentenceOf(mails.error)} onRetry={() => void mails.refetch()} />
      ) : null}
      {mails.data?.length === 0 ? (
        <EmptyState
          icon={<IconInbox size={32} stroke={1.4} />}
          title={t("people.mailbox.emptyTitle")}
          text={t("people.mailbox.emptyText")}
        />
      ) : null}
      {mails.data && shown ? (
        <div className={classes["box"]}>
          <ul className={classes["list"]}>
            {mails.data.map((mail) => (
              <li key={mail.id}>
                <button
                  type="button"
                  className={classes["item"]}
                  data-active={mail.id === shown.id || undefined}
                  onClick={() => setChosen(mail.id)}
                >
                  <span className={classes["subject"]}>{mail.subject}</span>
                  <span className={classes["meta"]}>
                    <span className={classes["to"]}>{mail.to}</span>
                    <Moment iso={mail.sentAt} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <article className={classes["letter"]} aria-label={shown.subject}>
            <h2 className={classes["letterSubject"]}>{shown.subject}</h2>
            <p className={classes["meta"]}>
              <span className={classes["to"]}>{t("people.mailbox.to", { address: shown.to })}</span>
              <Moment iso={shown.sentAt} exact />
            </p>
            <LetterText text={shown.text} />
          </article>
        </div>
      ) : null}
    </Page>
  );
}
