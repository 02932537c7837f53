import type { Language } from "@parley/base";
import { useTranslation } from "react-i18next";

/** The language shown now; the component renders again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === "zh" ? "zh" : "en";
}
