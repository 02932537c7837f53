import { FileInput, Radio, Stack } from "@mantine/core";
import { IconFileTypeDocx } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { TemplateFields } from "../templates/template-fields.tsx";
import type { StartFormFace } from "./start-form-face.ts";

const kinds = ["template", "empty", "file"] as const;

/** Where the text comes from. */
export function TextFields({ form }: { form: StartFormFace }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group aria-label={t("contracts.starting.text")} {...form.getInputProps("textKind")}>
        <Stack gap={10}>
          {kinds.map((kind) => (
            <Radio key={kind} value={kind} label={t(`contracts.starting.textKind.${kind}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {form.values.textKind === "template" ? (
        <TemplateFields
          choice={form.values.template}
          categoryId={form.values.categoryId}
          error={typeof form.errors["template"] === "string" ? form.errors["template"] : null}
          onChange={(choice) => form.setFieldValue("template", choice)}
        />
      ) : null}
      {form.values.textKind === "file" ? (
        <FileInput
          label={t("contracts.starting.file")}
          placeholder={t("contracts.starting.chooseFile")}
          accept=".docx,.md"
          clearable
          leftSection={<IconFileTypeDocx size={18} />}
          {...form.getInputProps("file")}
        />
      ) : null}
    </>
  );
}
