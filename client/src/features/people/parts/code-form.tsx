import { Anchor, Button, PinInput, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { requestSignInCode, signInWithCode } from "../../../platform/sign-in.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import classes from "./entry-frame.module.css";
import { looksLikeEmail } from "./looks-like-email.ts";

/** E-mail, then the six digits that were sent to it. */
export function CodeForm(props: { initialEmail: string; onSignedIn: () => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [code, setCode] = useState("");
  const form = useForm({
    initialValues: { email: props.initialEmail },
    validate: { email: (email) => (looksLikeEmail(email) ? null : t("people.signIn.emailNeeded")) },
  });
  const request = useAction((email: string) => requestSignInCode(email), {
    onDone: (_answer, email) => setSentTo(email),
  });
  const enter = useAction((typed: string) => signInWithCode(sentTo ?? "", typed), {
    onDone: props.onSignedIn,
    onFailed: () => setCode(""),
  });
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
          type="email"
          autoComplete="username"
          inputMode="email"
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
    <form
      className={classes["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        enter.mutate(code);
      }}
    >
      <Text c="dimmed">{t("people.signIn.codeSent", { email: sentTo })}</Text>
      <PinInput
        className={classes["digits"] ?? ""}
        length={6}
        placeholder=""
        size="md"
        type="number"
        oneTimeCode
        autoFocus
        value={code}
        onChange={setCode}
        onComplete={(typed) => enter.mutate(typed)}
        aria-label={t("people.signIn.code")}
        getInputProps={(index) => ({ "aria-label": t("people.signIn.codeDigit", { digit: index + 1 }) })}
      />
      {notice}
      <Button type="submit" loading={enter.isPending} disabled={code.length !== 6}>
        {t("people.signIn.enter")}
      </Button>
      <Anchor
        component="button"
        type="button"
        onClick={() => {
          setSentTo(null);
          setCode("");
          enter.reset();
        }}
      >
        {t("people.signIn.otherEmail")}
      </Anchor>
    </form>
  );
}
