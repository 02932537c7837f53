import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import classes from "./entry-frame.module.css";

const demoPassword = "parley-demo";
const accounts = [
  { email: "legal@parley.example", key: "people.demo.legal" },
  { email: "ceo@parley.example", key: "people.demo.ceo" },
  { email: "finance@parley.example", key: "people.demo.finance" },
  { email: "rd@parley.example", key: "people.demo.rd" },
] as const;

/** The demo company's accounts: one click fills the form. Shown only by a server that runs the demo. */
export function DemoAccounts(props: { onPick: (account: { email: string; password: string }) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes["divider"]}>{t("people.demo.title")}</div>
      <div className={classes["demo"]}>
        {accounts.map((account) => (
          <button
            key={account.email}
            type="button"
            className={classes["demoAccount"]}
            onClick={() => props.onPick({ email: account.email, password: demoPassword })}
          >
            <span>{t(account.key)}</span>
            <span className={classes["demoMail"]}>{account.email}</span>
          </button>
        ))}
      </div>
    </>
  );
}
