import { ActionIcon } from "@mantine/core";
import { IconInfoCircle, IconX } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import classes from "../parts/document-frame.module.css";
import { useMayReadHistory } from "../parts/use-kinds.ts";
import { whyPresentText } from "./version-address.ts";

/** Why the text is shown as it is now, where the page's address asks for something else of its history. */
export function PresentTextNotice({ kind, onClose }: { kind: string; onClose: () => void }): ReactElement | null {
  const { t } = useTranslation();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const why = whyPresentText(search, useMayReadHistory(kind));
  if (why === null) return null;
  return (
    <div className={classes["notice"]} role="status">
      <IconInfoCircle size={16} aria-hidden />
      {t(`documents.versions.whyPresent.${why}`)}
      <ActionIcon size="sm" color="inherit" variant="subtle" aria-label={t("ui.close")} onClick={onClose}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
