import { textWithSigns } from "@parley/document";
import type { RestoredVersion } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { formatMoment } from "../../ui/format-moment.ts";

/** How a restored version is called: by its name or the file that brought it in, else by its moment; `null` where neither is the reader's to know. */
export function useRestoredTitle(): (version: RestoredVersion) => string | null {
  const { t, i18n } = useTranslation();
  return ({ name, imported, at }) => {
    if (name !== null) {
      const seen = textWithSigns(name);
      return imported ? t("editor.restored.asImported", { name: seen }) : seen;
    }
    return at === null ? null : formatMoment(at, i18n.language);
  };
}
