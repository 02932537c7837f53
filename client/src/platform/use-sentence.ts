import { useTranslation } from "react-i18next";
import { ApiError, UNREACHABLE } from "./api-error.ts";
import { useLanguage } from "./use-language.ts";

/** Returns a function that says in the reader's language what went wrong: the server's own sentence, or what is known of it. */
export function useSentence(): (error: unknown) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (error) => {
    if (!(error instanceof ApiError)) return t("platform.error.unexpected");
    const said = error.sentence(language);
    if (said !== null) return said;
    if (error.code === UNREACHABLE) return t("platform.error.unreachable");
    if (error.status === 429) return t("platform.error.tooMany");
    if (error.status === 401) return t("platform.error.signedOut");
    if (error.status === 403) return t("platform.error.notPermitted");
    if (error.status === 404) return t("platform.error.notFound");
    if (error.status >= 500) return t("platform.error.server");
    return t("platform.error.refused");
  };
}
