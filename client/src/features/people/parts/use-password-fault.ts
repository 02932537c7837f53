import { passwordFault, peopleRefusals, shortestPassword } from "@parley/people";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../../platform/use-language.ts";

/** Returns a function that says what is wrong with a new password, by the rule that the server holds, or `null`. */
export function usePasswordFault(): (password: string, owner: { name: string; email: string }) => string | null {
  const { t } = useTranslation();
  const language = useLanguage();
  return (password, owner) => {
    if (password.length < shortestPassword) return t("people.setUp.passwordShort", { length: shortestPassword });
    const fault = passwordFault(password, owner);
    return fault && peopleRefusals[fault][language];
  };
}
