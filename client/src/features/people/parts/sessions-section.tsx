import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import classes from "./sections.module.css";
import { SessionRow, useSessionName } from "./session-row.tsx";

/** Where one is signed in, and ending it there. */
export function SessionsSection(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const confirm = useConfirm();
  const nameOf = useSessionName();
  const sessions = useQuery(peopleEndpoints.me.sessions.queryOptions());
  const revoke = useAction((id: string) => peopleEndpoints.me.revokeSession.call({ id }), {
    refreshes: [peopleEndpoints.me.sessions.key()],
  });
  if (sessions.isPending) return <ListSkeleton rows={3} />;
  if (sessions.isError)
    return <ErrorState sentence={sentenceOf(sessions.error)} onRetry={() => void sessions.refetch()} />;
  return (
    <>
      <div className={classes["intro"]}>
        <p className={classes["introText"]}>{t("people.sessions.intro")}</p>
      </div>
      <ul className={classes["rows"]}>
        {sessions.data.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            action={
              session.current ? null : (
                <Button
                  variant="default"
                  onClick={() =>
                    confirm({
                      title: t("people.sessions.endTitle"),
                      text: t("people.sessions.endText", { name: nameOf(session) }),
                      action: t("people.sessions.end"),
                      onConfirm: () => revoke.mutate(session.id),
                    })
                  }
                >
                  {t("people.sessions.end")}
                </Button>
              )
            }
          />
        ))}
      </ul>
      {revoke.error ? <ErrorState compact sentence={sentenceOf(revoke.error)} /> : null}
    </>
  );
}
