import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { signInWithPassword } from "../../../platform/sign-in.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import classes from "./entry-frame.module.css";
import { looksLikeEmail } from "./looks-like-email.ts";

/** E-mail and password. `initial` fills it, for the demo's accounts. */
export function PasswordForm(props: {
  initial: { email: string; password: string };
  onSignedIn: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const form = useForm({
    initialValues: props.initial,
    validate: {
      email: (email) => (looksLikeEmail(email) ? null : t("people.signIn.emailNeeded")),
      password: (password) => (password === "" ? t("people.signIn.passwordNeeded") : null),
    },
  });
  const enter = useAction(
    (values: { email: string; password: string }) =>
      signInWithPassword(values.email.trim().toLowerCase(), values.password),
    {
      onDone: props.onSignedIn,
    },
  );
  return (
    <form className={classes["form"]} onSubmit={form.onSubmit((values) => enter.mutate(values))} noValidate>
      <TextInput
        label={t("people.signIn.email")}
        type="email"
        autoComplete="username"
        inputMode="email"
        autoFocus={props.initial.email === ""}
        {...form.getInputProps("email")}
      />
      <PasswordInput
        label={t("people.signIn.password")}
        autoComplete="current-password"
        {...form.getInputProps("password")}
      />
      {enter.error ? (
        <div className={classes["notice"]} role="alert">
          {sentenceOf(enter.error)}
        </div>
      ) : null}
      <Button type="submit" loading={enter.isPending} data-autofocus>
        {t("people.signIn.enter")}
      </Button>
    </form>
  );
}
