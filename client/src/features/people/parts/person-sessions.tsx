import { Button } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import type { Person } from "@parley/people";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ConfirmPopover } from "../../../ui/confirm-popover.tsx";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import classes from "./person-details.module.css";
import rows from "./sections.module.css";
import { SessionRow, useSessionName } from "./session-row.tsx";

/** Where a person is signed in, for administrators: one session or all of them can be ended. */
export function PersonSessions(props: { person: Person }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const confirm = useConfirm();
  const nameOf = useSessionName();
  const { id, name } = props.person;
  const sessions = useQuery(peopleEndpoints.directory.sessions.queryOptions({ input: { id } }));
  const refreshes = [peopleEndpoints.directory.sessions.key()];
  const end = useAction((sessionId: string) => peopleEndpoints.directory.endSession.call({ id, sessionId }), {
    refreshes,
  });
  const endAll = useAction(() => peopleEndpoints.directory.endSessions.call({ id }), { refreshes });
  // One's own present session is not ended from here: that is signing out.
  const others = sessions.data?.some(({ current }) => current) ? 0 : (sessions.data?.length ?? 0);
  const failure = end.error ?? endAll.error;
  return (
    <section className={classes["section"]} aria-labelledby="person-sessions">
      <div className={classes["sectionHead"]}>
        <h3 id="person-sessions" className={classes["sectionTitle"]}>
          {t("people.sessions.ofPerson")}
        </h3>
        {others > 1 ? (
          <Button
            variant="default"
            size="xs"
            loading={endAll.isPending}
            onClick={() =>
              confirm({
                title: t("people.sessions.endAllTitle", { name }),
                text: t("people.sessions.endAllText", { name }),
                action: t("people.sessions.endAll"),
                onConfirm: () => endAll.mutate(undefined),
              })
            }
          >
            {t("people.sessions.endAll")}
          </Button>
        ) : null}
      </div>
      {sessions.isPending ? <ListSkeleton rows={2} /> : null}
      {sessions.isError ? (
        <ErrorState compact sentence={sentenceOf(sessions.error)} onRetry={() => void sessions.refetch()} />
      ) : null}
      {sessions.data?.length === 0 ? <p className={classes["sectionNote"]}>{t("people.sessions.nowhere")}</p> : null}
      {sessions.data && sessions.data.length > 0 ? (
        <ul className={rows["rows"]}>
          {sessions.data.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              action={
                session.current ? null : (
                  <ConfirmPopover
                    icon={<IconLogout size={18} stroke={1.6} />}
                    label={t("people.sessions.endOf", { name: nameOf(session) })}
                    text={t("people.sessions.endText", { name: nameOf(session) })}
                    action={t("people.sessions.end")}
                    onConfirm={() => end.mutate(session.id)}
                  />
                )
              }
            />
          ))}
        </ul>
      ) : null}
      {failure ? <ErrorState compact sentence={sentenceOf(failure)} /> : null}
      <p className={classes["sectionNote"]}>{t("people.sessions.tokensToo")}</p>
    </section>
  );
}
