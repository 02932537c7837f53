import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { shortestPassword } from "@parley/people";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { forgetSession } from "../../../platform/session-life.ts";
import { signInWithPassword } from "../../../platform/sign-in.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { usePageTitle } from "../../../ui/page.tsx";
import { EntryFrame } from "../parts/entry-frame.tsx";
import classes from "../parts/entry-frame.module.css";
import { looksLikeEmail } from "../parts/looks-like-email.ts";
import { usePasswordFault } from "../parts/use-password-fault.ts";

/** The first page of an empty installation: the company and its first administrator, who is then signed in. */
export function SetUpPage(): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const client = useQueryClient();
  const sentenceOf = useSentence();
  const start = useQuery(peopleEndpoints.start.queryOptions());
  const faultOf = usePasswordFault();
  usePageTitle(t("people.setUp.title"));
  const form = useForm({
    initialValues: { companyName: "", name: "", email: "", password: "" },
    validate: {
      companyName: (text) => (text.trim() === "" ? t("people.setUp.companyNeeded") : null),
      name: (text) => (text.trim() === "" ? t("people.setUp.nameNeeded") : null),
      email: (text) => (looksLikeEmail(text) ? null : t("people.signIn.emailNeeded")),
      password: (text, values) => faultOf(text, values),
    },
  });
  const create = useAction(
    async (values: typeof form.values) => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      await peopleEndpoints.setUp.call({ ...values, timeZone, language });
      await signInWithPassword(values.email.trim().toLowerCase(), values.password);
    },
    {
      onDone: () => {
        forgetSession(client);
        void navigate({ to: "/" });
      },
    },
  );
  if (start.data?.setUp && !create.isPending && !create.isSuccess) return <Navigate to="/sign-in" />;
  return (
    <EntryFrame>
      <h1 className={classes["title"]}>{t("people.setUp.title")}</h1>
      <p className={classes["lead"]}>{t("people.setUp.lead")}</p>
      <form className={classes["form"]} onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
        <TextInput
          label={t("people.setUp.company")}
          autoComplete="organization"
          autoFocus
          {...form.getInputProps("companyName")}
        />
        <TextInput label={t("people.setUp.name")} autoComplete="name" {...form.getInputProps("name")} />
        <TextInput
          label={t("people.signIn.email")}
          type="email"
          autoComplete="username"
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t("people.signIn.password")}
          description={t("people.setUp.passwordRule", { length: shortestPassword })}
          autoComplete="new-password"
          {...form.getInputProps("password")}
        />
        {create.error ? (
          <div className={classes["notice"]} role="alert">
            {sentenceOf(create.error)}
          </div>
        ) : null}
        <Button type="submit" loading={create.isPending}>
          {t("people.setUp.create")}
        </Button>
      </form>
    </EntryFrame>
  );
}
