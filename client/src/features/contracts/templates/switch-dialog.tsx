import { Button, Checkbox, Stack, TextInput } from "@mantine/core";
import type { TemplateSwitch } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { Dialog } from "../../../ui/dialog.tsx";
import { nameFor } from "./name-for.ts";

/** A new switch of a template, in both languages. */
export function SwitchDialog(props: {
  taken: readonly string[];
  onClose: () => void;
  onDone: (made: TemplateSwitch) => void;
}): ReactElement {
  const { t } = useTranslation();
  const [zh, setZh] = useState("");
  const [en, setEn] = useState("");
  const [on, setOn] = useState(true);
  const labels = { en: en.trim() || zh.trim(), zh: zh.trim() || en.trim() };
  return (
    <Dialog title={t("contracts.templates.addSwitch")} onClose={props.onClose}>
      <Stack gap={14}>
        <TextInput
          label={t("contracts.templates.labelZh")}
          maxLength={120}
          value={zh}
          onChange={(event) => setZh(event.currentTarget.value)}
        />
        <TextInput
          label={t("contracts.templates.labelEn")}
          maxLength={120}
          value={en}
          onChange={(event) => setEn(event.currentTarget.value)}
        />
        <Checkbox
          label={t("contracts.templates.onInitially")}
          checked={on}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
        <Button
          disabled={labels.en === ""}
          onClick={() => props.onDone({ name: nameFor(labels, props.taken), labels, initially: on ? "yes" : "no" })}
        >
          {t("contracts.templates.done")}
        </Button>
      </Stack>
    </Dialog>
  );
}
