import { Button, PasswordInput, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { changePassword } from "../../../platform/sign-in.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { shortestPassword } from "./password-rule.ts";
import classes from "./sections.module.css";

/** A new password for oneself; it ends all other sessions. */
export function PasswordSection(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const form = useForm({
    initialValues: { current: "", next: "" },
    validate: {
      current: (text) => (text === "" ? t("people.signIn.passwordNeeded") : null),
      next: (text) =>
        text.length < shortestPassword ? t("people.setUp.passwordShort", { length: shortestPassword }) : null,
    },
  });
  const change = useAction((values: typeof form.values) => changePassword(values.current, values.next), {
    refreshes: [peopleEndpoints.me.sessions.key()],
    onDone: () => {
      form.reset();
      notifications.show({ message: t("people.password.changed") });
    },
  });
  return (
    <form className={classes["narrow"]} onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
      <PasswordInput
        label={t("people.password.current")}
        autoComplete="current-password"
        {...form.getInputProps("current")}
      />
      <PasswordInput
        label={t("people.password.next")}
        description={t("people.setUp.passwordRule", { length: shortestPassword })}
        autoComplete="new-password"
        {...form.getInputProps("next")}
      />
      <Text c="dimmed">{t("people.password.note")}</Text>
      {change.error ? (
        <Text c="var(--parley-bad)" role="alert">
          {sentenceOf(change.error)}
        </Text>
      ) : null}
      <div>
        <Button type="submit" loading={change.isPending}>
          {t("people.password.change")}
        </Button>
      </div>
    </form>
  );
}
