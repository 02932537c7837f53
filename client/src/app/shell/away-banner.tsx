import { IconCloudOff } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect, useSyncExternalStore } from "react";
import { isServerAlive } from "../../platform/api.ts";
import { connectivity, noteUnreached, subscribeConnectivity } from "../../platform/connectivity.ts";
import classes from "./shell.module.css";

const retryMs = 4_000;

/** Says that the server cannot be reached, for as long as that is so, and asks again by itself. */
export function AwayBanner(): ReactElement | null {
  const { t } = useTranslation();
  const client = useQueryClient();
  const state = useSyncExternalStore(subscribeConnectivity, connectivity);
  useEffect(() => {
    const check = (): void => {
      void isServerAlive().then((alive) => {
        if (alive && connectivity() === "reachable") return client.invalidateQueries();
        return undefined;
      });
    };
    window.addEventListener("offline", noteUnreached);
    window.addEventListener("online", check);
    const timer = state === "reachable" ? null : window.setInterval(check, retryMs);
    return () => {
      window.removeEventListener("offline", noteUnreached);
      window.removeEventListener("online", check);
      if (timer !== null) window.clearInterval(timer);
    };
  }, [state, client]);
  if (state === "reachable") return null;
  return (
    <div className={classes["away"]} role="status">
      <IconCloudOff size={16} />
      {state === "offline" ? t("app.away.offline") : t("app.away.away")}
    </div>
  );
}
