import { Tooltip } from "@mantine/core";
import {
  IconCircleCheck,
  IconCloudOff,
  IconEye,
  IconLoader2,
  IconLock,
  IconPlugConnected,
  IconAlertTriangle,
} from "@tabler/icons-react";
import type { SessionState, SessionStatus } from "@parley/sync";
import { type ReactElement, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { useDocumentEditor, useSessionStatus } from "../provider/editor-context.ts";
import { connectionOf, refusalKey, refusalOf } from "./connection.ts";
import classes from "./save-status.module.css";

/** "Saved" appears when it has been true for this long, so that the words do not flicker with every key. */
const SETTLE_MS = 500;

const icons: Readonly<Record<SessionState, typeof IconEye>> = {
  connecting: IconPlugConnected,
  saved: IconCircleCheck,
  saving: IconLoader2,
  offline: IconCloudOff,
  "read-only": IconEye,
  removed: IconLock,
  refused: IconAlertTriangle,
};

/** What stands when everything is saved is shown late, everything else at once: the words never promise too much. */
function useSettledState(state: SessionState): SessionState {
  const [shown, setShown] = useState(state);
  if (state !== "saved" && shown !== state) setShown(state);
  const settling = state === "saved" && shown === "saving";
  useEffect(() => (settling ? browserClock.schedule(() => setShown("saved"), SETTLE_MS) : undefined), [settling]);
  return settling ? "saving" : state;
}

/** Where the words are, in words: connecting, saved, saving, offline with what is kept here, read-only, removed. */
export function SaveStatus(): ReactElement | null {
  const status = useSessionStatus();
  return status ? <StatusLine status={status} /> : null;
}

function StatusLine({ status }: { status: SessionStatus }): ReactElement {
  const { t } = useTranslation();
  const { opened } = useDocumentEditor();
  const connection = connectionOf(status);
  const state = useSettledState(connection === "refused" ? "refused" : status.state);
  const signedOut = connection === "signed-out";
  const text = ((): string => {
    switch (state) {
      case "connecting":
        return t("editor.status.connecting");
      case "saved":
        return t("editor.status.saved");
      case "saving":
        return t("editor.status.saving");
      case "offline":
        if (status.unsavedCount === 0) return t("editor.status.offline");
        // Without storage on the device the changes live in this window only, and the words must say so.
        return opened?.keepsCopy === false
          ? t("editor.status.offlineWindow", { count: status.unsavedCount })
          : t("editor.status.offlineKept", { count: status.unsavedCount });
      case "read-only":
        if (status.standing.frozen) return t("editor.status.frozen");
        return t(status.role === "comment" ? "editor.status.commentOnly" : "editor.status.readOnly");
      case "removed":
        return t(signedOut ? "editor.status.signedOut" : "editor.status.removed");
      case "refused":
        return t(signedOut ? "editor.status.signedOut" : "editor.status.refused");
    }
  })();
  const Icon = icons[state];
  // A screen reader hears of trouble, not of every key that was saved.
  const urgent = state === "offline" || state === "removed" || state === "refused";
  const line = (
    <span
      className={classes["status"]}
      data-state={state}
      data-window-only={(state === "offline" && opened?.keepsCopy === false) || undefined}
      role="status"
      aria-live={urgent ? "polite" : "off"}
    >
      {state === "saved" || state === "saving" ? (
        <SavedOrSaving state={state} />
      ) : (
        <>
          <Icon size={15} stroke={1.7} aria-hidden />
          <span>{text}</span>
        </>
      )}
    </span>
  );
  return state === "refused" && !signedOut ? (
    <Tooltip
      label={t(refusalKey(refusalOf(status)))}
      multiline
      w={280}
      events={{ hover: true, focus: true, touch: true }}
    >
      {line}
    </Tooltip>
  ) : (
    line
  );
}

/**
 * What changes with the first key after every pause. Both stand in one place and one of them is seen: going from one to the other moves
 * nothing on the page, else the browser would lay it out in the same frame as the key, and read the whole text once more for input methods.
 */
function SavedOrSaving({ state }: { state: "saved" | "saving" }): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={classes["saves"]}>
      <span className={classes["save"]} data-seen={state === "saved"}>
        <IconCircleCheck size={15} stroke={1.7} aria-hidden />
        <span>{t("editor.status.saved")}</span>
      </span>
      <span className={classes["save"]} data-seen={state === "saving"}>
        <IconLoader2 size={15} stroke={1.7} aria-hidden />
        <span>{t("editor.status.saving")}</span>
      </span>
    </span>
  );
}
