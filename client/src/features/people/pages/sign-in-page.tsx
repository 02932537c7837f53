import { Button, SegmentedControl } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { safeReturnPath } from "../../../platform/return-path.ts";
import { forgetSession } from "../../../platform/session-life.ts";
import { startCompanySignIn } from "../../../platform/sign-in.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { CodeForm } from "../parts/code-form.tsx";
import { DemoAccounts } from "../parts/demo-accounts.tsx";
import { EntryFrame } from "../parts/entry-frame.tsx";
import classes from "../parts/entry-frame.module.css";
import { PasswordForm } from "../parts/password-form.tsx";

/** Sign-in of colleagues: by password, by a code sent by mail, or through the company's own provider. */
export function SignInPage(): ReactElement {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const search: { next?: unknown; error?: string } = useSearch({ strict: false });
  const next = safeReturnPath(search.next);
  const sentenceOf = useSentence();
  const start = useQuery(peopleEndpoints.start.queryOptions());
  const [way, setWay] = useState<"password" | "code">("password");
  const [filled, setFilled] = useState({ email: "", password: "" });
  const company = useAction(() => startCompanySignIn(next), { onDone: (address) => window.location.assign(address) });
  usePageTitle(t("people.signIn.tab"));
  const onSignedIn = (): void => {
    forgetSession(client);
    void navigate({ to: next });
  };
  if (start.data && !start.data.setUp) return <Navigate to="/set-up" />;
  return (
    <EntryFrame>
      <h1 className={classes["title"]}>{t("people.signIn.title")}</h1>
      <p className={classes["lead"]}>{start.data?.companyName ?? t("people.signIn.lead")}</p>
      {search.error ? (
        <p className={classes["notice"]} role="alert">
          {t("people.signIn.companyFailed")}
        </p>
      ) : null}
      {start.isError ? (
        <ErrorState compact sentence={sentenceOf(start.error)} onRetry={() => void start.refetch()} />
      ) : null}
      {start.data?.oidc ? (
        <>
          <Button fullWidth variant="default" loading={company.isPending} onClick={() => company.mutate(undefined)}>
            {t("people.signIn.with", { name: start.data.oidc.name })}
          </Button>
          {company.error ? (
            <p className={classes["notice"]} role="alert">
              {sentenceOf(company.error)}
            </p>
          ) : null}
          <div className={classes["divider"]}>{t("people.signIn.or")}</div>
        </>
      ) : null}
      <SegmentedControl
        fullWidth
        mb="md"
        aria-label={t("people.signIn.way")}
        value={way}
        onChange={(value) => setWay(value === "code" ? "code" : "password")}
        data={[
          { value: "password", label: t("people.signIn.byPassword") },
          { value: "code", label: t("people.signIn.byCode") },
        ]}
      />
      {way === "password" ? (
        <PasswordForm key={filled.email} initial={filled} onSignedIn={onSignedIn} />
      ) : (
        <CodeForm initialEmail={filled.email} onSignedIn={onSignedIn} />
      )}
      {start.data?.demo ? (
        <DemoAccounts
          onPick={(account) => {
            setWay("password");
            setFilled(account);
          }}
        />
      ) : null}
    </EntryFrame>
  );
}
