import type { DocumentRestoration } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { sizeLines } from "./restored-sizes.ts";

/** What restoring a version did to the text, where that is known, and what became of everything that waited, a line for each thing. */
export function useRestoredSentences(): (restored: Pick<DocumentRestoration, "did" | "waiting">) => string[] {
  const { t } = useTranslation();
  return ({ did, waiting: { voided, parted } }) => [
    ...(did === null ? [] : sizeLines(did, "did", t)),
    ...(voided > 0 ? [t("editor.restored.did.voided", { count: voided })] : []),
    ...(parted > 0 ? [t("editor.restored.did.parted", { count: parted })] : []),
  ];
}
