import { Anchor, Button, PinInput, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import classes from "./entry-frame.module.css";
import { looksLikeEmail } from "./looks-like-email.ts";

/** The two steps of a guest: asking for the code, then code, name and organisation. Nothing typed is lost between them. */
export function GuestEntry(props: {
  secret: string;
  emailHint: string | null;
  onEntered: (documentId: string) => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    initialValues: { email: "", code: "", name: "", organisation: "" },
    validate: {
      email: (text) => (looksLikeEmail(text) ? null : t("people.signIn.emailNeeded")),
      code: (text) => (sentTo !== null && !/^\d{6}$/.test(text) ? t("people.invitation.codeNeeded") : null),
      name: (text) => (sentTo !== null && text.trim() === "" ? t("people.setUp.nameNeeded") : null),
    },
  });
  const request = useAction(
    (email: string) => peopleEndpoints.guests.requestCode.call({ secret: props.secret, email, language }),
    {
      onDone: (_answer, email) => setSentTo(email),
    },
  );
  const enter = useAction(
    (values: typeof form.values) =>
      peopleEndpoints.guests.enter.call({
        secret: props.secret,
        email: sentTo ?? values.email,
        code: values.code,
        name: values.name.trim(),
        organisation: values.organisation.trim() || null,
      }),
    { onDone: ({ documentId }) => props.onEntered(documentId), onFailed: () => form.setFieldValue("code", "") },
  );
  const failure = enter.error ?? request.error;
  const notice = failure ? (
    <div className={classes["notice"]} role="alert">
      {sentenceOf(failure)}
    </div>
  ) : null;
  if (sentTo === null) {
    return (
      <form
        className={classes["form"]}
        onSubmit={form.onSubmit(({ email }) => request.mutate(email.trim().toLowerCase()))}
        noValidate
      >
        <TextInput
          label={t("people.signIn.email")}
          description={
            props.emailHint
              ? t("people.invitation.madeOutTo", { email: props.emailHint })
              : t("people.invitation.whyEmail")
          }
          type="email"
          inputMode="email"
          autoComplete="email"
          autoFocus
          {...form.getInputProps("email")}
        />
        {notice}
        <Button type="submit" loading={request.isPending}>
          {t("people.signIn.sendCode")}
        </Button>
      </form>
    );
  }
  return (
    <form className={classes["form"]} onSubmit={form.onSubmit((values) => enter.mutate(values))} noValidate>
      <Text c="dimmed">{t("people.invitation.codeSent", { email: sentTo })}</Text>
      <PinInput
        className={classes["digits"] ?? ""}
        length={6}
        placeholder=""
        size="md"
        type="number"
        oneTimeCode
        autoFocus
        value={form.values.code}
        onChange={(code) => form.setFieldValue("code", code)}
        error={form.errors["code"] !== undefined}
        aria-label={t("people.signIn.code")}
        getInputProps={(index) => ({ "aria-label": t("people.signIn.codeDigit", { digit: index + 1 }) })}
      />
      <TextInput
        label={t("people.invitation.name")}
        description={t("people.invitation.whyName")}
        autoComplete="name"
        {...form.getInputProps("name")}
      />
      <TextInput
        label={t("people.invitation.organisation")}
        autoComplete="organization"
        {...form.getInputProps("organisation")}
      />
      {notice}
      <Button type="submit" loading={enter.isPending}>
        {t("people.invitation.open")}
      </Button>
      <Anchor
        component="button"
        type="button"
        onClick={() => {
          setSentTo(null);
          enter.reset();
        }}
      >
        {t("people.signIn.otherEmail")}
      </Anchor>
    </form>
  );
}
