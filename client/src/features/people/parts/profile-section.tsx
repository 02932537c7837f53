import { Button, SegmentedControl, Stack, Text, TextInput, useMantineColorScheme } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { switchLanguage } from "../../../platform/language.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { meKey } from "../../../platform/session-life.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import classes from "./sections.module.css";

/** Name, title, language and appearance of oneself. */
export function ProfileSection(): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const language = useLanguage();
  const client = useQueryClient();
  const sentenceOf = useSentence();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const form = useForm({
    initialValues: { name: me.person.name, title: me.person.title ?? "" },
    validate: { name: (text) => (text.trim() === "" ? t("people.setUp.nameNeeded") : null) },
  });
  const takeOver = (person: typeof me.person): void => {
    client.setQueryData(meKey, { ...me, person });
  };
  const save = useAction(
    (values: typeof form.values) =>
      peopleEndpoints.me.update.call({ name: values.name.trim(), title: values.title.trim() || null }),
    {
      onDone: (person) => {
        takeOver(person);
        form.resetDirty();
        notifications.show({ message: t("people.profile.saved") });
      },
    },
  );
  const speak = useAction(async (next: "en" | "zh") => {
    await switchLanguage(next);
    takeOver(await peopleEndpoints.me.update.call({ language: next }));
  });
  return (
    <div className={classes["columns"]}>
      <form className={classes["form"]} onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <TextInput
          label={t("people.profile.name")}
          autoComplete="name"
          maxLength={120}
          {...form.getInputProps("name")}
        />
        {isColleague(me) ? (
          <TextInput label={t("people.profile.title")} maxLength={120} {...form.getInputProps("title")} />
        ) : null}
        <TextInput
          label={t("people.signIn.email")}
          value={me.person.email}
          readOnly
          description={t("people.profile.emailFixed")}
          variant="filled"
        />
        {save.error ? (
          <Text c="var(--parley-bad)" role="alert">
            {sentenceOf(save.error)}
          </Text>
        ) : null}
        <div>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t("people.profile.save")}
          </Button>
        </div>
      </form>
      <Stack gap="lg" className={classes["form"]}>
        <div>
          <Text fw={500} mb={6}>
            {t("people.profile.language")}
          </Text>
          <SegmentedControl
            aria-label={t("people.profile.language")}
            value={language}
            onChange={(value) => speak.mutate(value === "zh" ? "zh" : "en")}
            data={[
              { value: "zh", label: "简体中文" },
              { value: "en", label: "English" },
            ]}
          />
          {speak.error ? (
            <Text mt={6} c="var(--parley-bad)" role="alert">
              {sentenceOf(speak.error)}
            </Text>
          ) : null}
        </div>
        <div>
          <Text fw={500} mb={6}>
            {t("people.profile.appearance")}
          </Text>
          <SegmentedControl
            aria-label={t("people.profile.appearance")}
            value={colorScheme}
            onChange={(value) => setColorScheme(value === "dark" ? "dark" : value === "light" ? "light" : "auto")}
            data={[
              { value: "light", label: t("people.profile.light") },
              { value: "dark", label: t("people.profile.dark") },
              { value: "auto", label: t("people.profile.system") },
            ]}
          />
          <Text mt={6} c="dimmed">
            {t("people.profile.appearanceNote")}
          </Text>
        </div>
      </Stack>
    </div>
  );
}
