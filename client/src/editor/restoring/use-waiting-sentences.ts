import type { RestoredWaiting } from "@parley/documents";
import { useTranslation } from "react-i18next";

/** What became of everything that waited when a version was restored, a line for each thing; none where all stayed beside its words. */
export function useWaitingSentences(): (waiting: RestoredWaiting) => string[] {
  const { t } = useTranslation();
  return ({ voided, parted }) => [
    ...(voided > 0 ? [t("editor.restored.did.voided", { count: voided })] : []),
    ...(parted > 0 ? [t("editor.restored.did.parted", { count: parted })] : []),
  ];
}
