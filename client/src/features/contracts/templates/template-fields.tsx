import { Select, Stack, Switch } from "@mantine/core";
import type { TemplateVersion, VariableValue } from "@parley/contracts";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { ValueInput } from "../values/value-input.tsx";

/** What the request form says of a template: which version, and what its other fields do not say already. */
export interface TemplateChoice {
  readonly templateId: string | null;
  readonly version: number;
  readonly values: Readonly<Record<string, VariableValue>>;
  readonly options: Readonly<Record<string, "yes" | "no">>;
}

export const noTemplate: TemplateChoice = { templateId: null, version: 0, values: {}, options: {} };

/** Choosing a template, turning its switches and filling in the variables that stand for no field of the form. */
export function TemplateFields(props: {
  choice: TemplateChoice;
  categoryId: string | null;
  error: string | null;
  onChange: (choice: TemplateChoice) => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { choice, categoryId, onChange } = props;
  const found = useQuery(contractsEndpoints.templates.list.queryOptions({ input: {} }));
  const usable = (found.data?.templates ?? []).filter(({ version, active }) => version > 0 && active);
  const ofCategory = usable.filter(({ category }) => category === null || category.id === categoryId);
  const offered = ofCategory.length > 0 ? ofCategory : usable;
  const chosen = usable.find(({ id }) => id === choice.templateId);
  const version = useQuery(
    contractsEndpoints.templates.version.queryOptions({
      input: chosen ? { id: chosen.id, version: chosen.version } : skipToken,
    }),
  );
  // An address may name a template before the list of them is there.
  useEffect(() => {
    if (chosen && chosen.version !== choice.version) onChange({ ...choice, version: chosen.version });
  }, [chosen, choice, onChange]);
  const choose = (id: string | null): void =>
    onChange({ ...noTemplate, templateId: id, version: usable.find((each) => each.id === id)?.version ?? 0 });
  return (
    <Stack gap={14}>
      <Select
        label={t("contracts.templates.choose")}
        searchable
        allowDeselect={false}
        withAsterisk
        error={props.error}
        placeholder={found.data && usable.length === 0 ? t("contracts.templates.none") : ""}
        data={[...new Map([...(chosen ? [chosen] : []), ...offered].map((each) => [each.id, each])).values()].map(
          ({ id, title }) => ({ value: id, label: title }),
        )}
        value={choice.templateId}
        onChange={choose}
      />
      {version.data ? <Filling choice={choice} version={version.data} language={language} onChange={onChange} /> : null}
    </Stack>
  );
}

function Filling(props: {
  choice: TemplateChoice;
  version: TemplateVersion;
  language: "en" | "zh";
  onChange: (choice: TemplateChoice) => void;
}): ReactElement {
  const { choice, version, language, onChange } = props;
  const { definition } = version;
  const free = definition.variables.filter(({ name }) => definition.bindings[name] === undefined);
  return (
    <>
      {definition.switches.map(({ name, labels, initially }) => (
        <Switch
          key={name}
          label={labels[language]}
          checked={(choice.options[name] ?? initially) === "yes"}
          onChange={(event) =>
            onChange({ ...choice, options: { ...choice.options, [name]: event.currentTarget.checked ? "yes" : "no" } })
          }
        />
      ))}
      {free.map((variable) => (
        <ValueInput
          key={variable.name}
          definition={variable}
          language={definition.language}
          value={choice.values[variable.name] ?? null}
          side={null}
          onValue={(value) => onChange({ ...choice, values: { ...choice.values, [variable.name]: value } })}
        />
      ))}
    </>
  );
}
