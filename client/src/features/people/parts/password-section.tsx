import { Button, PasswordInput, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { shortestPassword } from "@parley/people";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useMe } from "../../../platform/me.ts";
import { changePassword } from "../../../platform/sign-in.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import classes from "./sections.module.css";
import { usePasswordFault } from "./use-password-fault.ts";

/** A new password for oneself; it ends all other sessions. */
export function PasswordSection(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const me = useMe();
  const faultOf = usePasswordFault();
  const form = useForm({
    initialValues: { current: "", next: "" },
    validate: {
      current: (text) => (text === "" ? t("people.signIn.passwordNeeded") : null),
      next: (text) => faultOf(text, me.person),
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
