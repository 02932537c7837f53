import { Button, Checkbox, Select, Stack, TextInput } from "@mantine/core";
import {
  type RecordField,
  type TemplateDefinition,
  type VariableDefinition,
  type VariableKind,
  recordFieldKinds,
  recordFields,
  templateDefinitionSchema,
  variableKinds,
} from "@parley/contracts";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { Dialog } from "../../../ui/dialog.tsx";
import { nameFor } from "./name-for.ts";

/** A variable of a template: what it is called, its kind, and the field of the record that it stands for. */
export function VariableDialog(props: {
  variable: VariableDefinition | null;
  definition: TemplateDefinition;
  onClose: () => void;
  onDone: (change: Pick<TemplateDefinition, "variables" | "bindings">) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { variable, definition } = props;
  const { variables, bindings } = definition;
  const [zh, setZh] = useState(variable?.labels.zh ?? "");
  const [en, setEn] = useState(variable?.labels.en ?? "");
  const [kind, setKind] = useState<VariableKind>(variable?.kind ?? "text");
  const [required, setRequired] = useState(variable?.required ?? false);
  const [field, setField] = useState<RecordField | null>((variable && bindings[variable.name]) ?? null);
  const labels = { en: en.trim() || zh.trim(), zh: zh.trim() || en.trim() };
  const done = (): void => {
    const name =
      variable?.name ??
      nameFor(
        labels,
        variables.map((each) => each.name),
      );
    const { choices: _choices, min: _min, max: _max, currency: _currency, ...kept } = variable ?? { choices: null };
    const made: VariableDefinition =
      variable?.kind === kind ? { ...variable, labels, required } : { ...kept, name, kind, labels, required };
    const { [name]: _former, ...others } = bindings;
    const next = {
      variables: variable ? variables.map((each) => (each.name === name ? made : each)) : [...variables, made],
      bindings: field && recordFieldKinds[field] === kind ? { ...others, [name]: field } : others,
    };
    if (templateDefinitionSchema.safeParse({ ...definition, ...next }).success) props.onDone(next);
  };
  const free = recordFields.filter(
    (each) =>
      recordFieldKinds[each] === kind &&
      !Object.entries(bindings).some(([name, bound]) => bound === each && name !== variable?.name),
  );
  return (
    <Dialog
      title={t(variable ? "contracts.templates.changeVariable" : "contracts.templates.addVariable")}
      onClose={props.onClose}
    >
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
        <Select
          label={t("contracts.templates.kindLabel")}
          allowDeselect={false}
          data={variableKinds.map((each) => ({ value: each, label: t(`contracts.templates.kind.${each}`) }))}
          value={kind}
          onChange={(value) => {
            setKind(value as VariableKind);
            setField(null);
          }}
        />
        {free.length > 0 ? (
          <Select
            label={t("contracts.templates.binding")}
            description={t("contracts.templates.bindingHint")}
            clearable
            data={free.map((each) => ({ value: each, label: t(`contracts.values.record.${each}`) }))}
            value={field}
            onChange={(value) => setField(value as RecordField | null)}
          />
        ) : null}
        <Checkbox
          label={t("contracts.templates.required")}
          checked={required}
          onChange={(event) => setRequired(event.currentTarget.checked)}
        />
        <Button disabled={labels.en === ""} onClick={done}>
          {t("contracts.templates.done")}
        </Button>
      </Stack>
    </Dialog>
  );
}
