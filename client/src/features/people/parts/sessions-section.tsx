import { Badge, Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconTerminal2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import { deviceName } from "./device-name.ts";
import classes from "./sections.module.css";

/** Where one is signed in, and ending it there. */
export function SessionsSection(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const confirm = useConfirm();
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
        {sessions.data.map((session) => {
          const device = deviceName(session.userAgent);
          const name =
            device.system === null
              ? t("people.sessions.unknown")
              : [device.program, device.system].filter((part) => part !== null).join(" · ");
          const Icon =
            device.form === "phone" ? IconDeviceMobile : device.form === "program" ? IconTerminal2 : IconDeviceDesktop;
          return (
            <li key={session.id} className={classes["row"]}>
              <span className={classes["rowIcon"]}>
                <Icon size={22} stroke={1.5} />
              </span>
              <div className={classes["rowText"]}>
                <div>
                  {name}{" "}
                  {session.current ? (
                    <Badge size="sm" variant="light" color="gray" tt="none">
                      {t("people.sessions.current")}
                    </Badge>
                  ) : null}
                </div>
                <div className={classes["rowNote"]}>
                  {session.address ?? t("people.sessions.noAddress")} · {t("people.sessions.used")}{" "}
                  <Moment iso={session.lastUsedAt} />
                </div>
              </div>
              {session.current ? null : (
                <Button
                  variant="default"
                  onClick={() =>
                    confirm({
                      title: t("people.sessions.endTitle"),
                      text: t("people.sessions.endText", { name }),
                      action: t("people.sessions.end"),
                      onConfirm: () => revoke.mutate(session.id),
                    })
                  }
                >
                  {t("people.sessions.end")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {revoke.error ? <ErrorState compact sentence={sentenceOf(revoke.error)} /> : null}
    </>
  );
}
