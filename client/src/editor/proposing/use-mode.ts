import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import type { DocumentEditor } from "../provider/create-document-editor.ts";

/** Returns how to choose between proposing and editing; it answers whether that is so now, and says why where it cannot be. What is chosen for now is over with the page. */
export function useMode(
  opened: OpenDocument | null,
  documentEditor: DocumentEditor | null,
): (proposing: boolean, howLong?: "forNow") => boolean {
  const { t } = useTranslation();
  return useCallback(
    (wanted: boolean, howLong?: "forNow"): boolean => {
      if (!opened || !documentEditor) return false;
      if (opened.status().proposing === wanted) return true;
      documentEditor.binding.flush();
      if (!opened.setProposing(wanted, howLong)) {
        notifications.show({ id: "mode", color: "yellow", message: t("editor.proposing.modeUnsaved") });
        return false;
      }
      // What was made in one way cannot be taken back in the other.
      documentEditor.undo.clear();
      return true;
    },
    [opened, documentEditor, t],
  );
}
