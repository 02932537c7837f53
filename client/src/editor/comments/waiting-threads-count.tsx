import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { CountSign } from "../../ui/count-sign.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { countWaitingThreads } from "./waiting-threads.ts";

/** How many threads wait for whoever looks, for the button that opens the comments. */
export function ThreadsCount(): ReactElement {
  const { t } = useTranslation();
  const { comments, person } = useDocumentEditor();
  const count = countWaitingThreads(comments.threads ?? [], person.id);
  return <CountSign count={count} words={t("editor.comments.waitingCount", { count })} />;
}
