import { Badge } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile, IconTerminal2 } from "@tabler/icons-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../../../ui/moment.tsx";
import { type DeviceName, deviceName } from "./device-name.ts";
import classes from "./sections.module.css";

/** A session as the server lists it. */
export interface Session {
  readonly id: string;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly lastUsedAt: string;
  readonly current: boolean;
}

/** What a session is called: its program and system. */
export function useSessionName(): (session: Session) => string {
  const { t } = useTranslation();
  return (session) => nameOf(deviceName(session.userAgent)) ?? t("people.sessions.unknown");
}

function nameOf(device: DeviceName): string | null {
  if (device.system === null) return null;
  return [device.program, device.system].filter((part) => part !== null).join(" · ");
}

/** One session in a list: the device, where and when it was last used, and what can be done with it. */
export function SessionRow(props: { session: Session; action: ReactNode }): ReactElement {
  const { t } = useTranslation();
  const { session } = props;
  const name = useSessionName()(session);
  const { form } = deviceName(session.userAgent);
  const Icon = form === "phone" ? IconDeviceMobile : form === "program" ? IconTerminal2 : IconDeviceDesktop;
  return (
    <li className={classes["row"]}>
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
      {props.action}
    </li>
  );
}
