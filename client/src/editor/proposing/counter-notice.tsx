import { Button } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";

/** Above the text while somebody answers a proposal: whose, and how to leave it. */
export function CounterNotice(): ReactElement | null {
  const { t } = useTranslation();
  const { answered, giveUp } = useDocumentEditor().countering;
  if (!answered) return null;
  return (
    <p className={classes["counter"]} role="status">
      <IconArrowsExchange size={15} stroke={1.7} aria-hidden />
      <span>
        {t("editor.changes.counter.answering", { name: answered.author?.name ?? t("editor.changes.unknownAuthor") })}
      </span>
      <Button size="compact-xs" variant="default" onClick={giveUp}>
        {t("ui.cancel")}
      </Button>
    </p>
  );
}
