import { Select, TextInput } from "@mantine/core";
import { type Language } from "@parley/base";
import {
  type LegalParty,
  type VariableDefinition,
  type VariableValue,
  readVariable,
  renderVariable,
  valueFault,
  yesNoChoices,
} from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";

interface ValueInputProps {
  readonly definition: VariableDefinition;
  /** The language of the text, in which values are written and read. */
  readonly language: Language;
  readonly value: VariableValue | null;
  /** Which parties can be chosen; `null` for all. */
  readonly side: "ours" | "counterparty" | null;
  readonly disabled?: boolean;
  readonly label?: string;
  /** Called with what was entered when it is a value that suits the definition, and is another one than before. */
  readonly onValue: (value: VariableValue) => void;
}

/** Where a value of any kind is entered, as people write it: 12万元, 13%, 30个工作日. */
export function ValueInput(props: ValueInputProps): ReactElement {
  const { kind } = props.definition;
  if (kind === "party") return <PartyInput {...props} />;
  if (kind === "choice") return <ChoiceInput {...props} />;
  return <TypedInput key={wordsOf(props)} {...props} />;
}

const labelOf = ({ label, definition }: ValueInputProps, language: Language): string =>
  label ?? definition.labels[language];

function wordsOf({ definition, value, language }: ValueInputProps): string {
  if (value === null) return "";
  return renderVariable(definition, value, definition.kind === "date" ? "iso" : null, language) ?? "";
}

function TypedInput(props: ValueInputProps): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { definition } = props;
  const [text, setText] = useState(wordsOf(props));
  const [fault, setFault] = useState<string | null>(null);
  const take = (): void => {
    if (text.trim() === "" || text === wordsOf(props)) return setFault(null);
    const read = readVariable(definition, text.trim(), null);
    if (!("value" in read)) return setFault(t(`contracts.values.unreadable.${definition.kind}`));
    if (valueFault(definition, read.value) !== null) return setFault(t("contracts.values.unfit"));
    setFault(null);
    props.onValue(read.value);
  };
  return (
    <TextInput
      label={labelOf(props, language)}
      type={definition.kind === "date" ? "date" : "text"}
      value={text}
      error={fault}
      disabled={props.disabled ?? false}
      withAsterisk={definition.required}
      placeholder={definition.kind === "text" ? "" : t(`contracts.values.example.${definition.kind}`)}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
        if (event.key === "Escape") setText(wordsOf(props));
      }}
    />
  );
}

function ChoiceInput(props: ValueInputProps): ReactElement {
  const language = useLanguage();
  const { definition, value } = props;
  return (
    <Select
      label={labelOf(props, language)}
      allowDeselect={false}
      disabled={props.disabled ?? false}
      data={(definition.choices ?? yesNoChoices).map((choice) => ({
        value: choice.value,
        label: choice.labels[language],
      }))}
      value={value?.kind === "choice" ? value.choice : null}
      onChange={(choice) => choice !== null && props.onValue({ kind: "choice", choice })}
    />
  );
}

function PartyInput(props: ValueInputProps): ReactElement {
  const language = useLanguage();
  const { side, value } = props;
  const parties = useQuery(
    contractsEndpoints.parties.list.queryOptions({ input: { limit: 200, ...(side && { side }) } }),
  ).data?.parties;
  const name = value?.kind === "party" ? (value.name ?? null) : null;
  const known = (parties ?? []).map((party) => party.name);
  return (
    <Select
      label={labelOf(props, language)}
      searchable
      allowDeselect={false}
      disabled={props.disabled ?? false}
      data={name !== null && !known.includes(name) ? [name, ...known] : known}
      value={name}
      onChange={(chosen) => {
        const party = parties?.find((each) => each.name === chosen);
        if (party) props.onValue(asValue(party));
      }}
    />
  );
}

function asValue(party: LegalParty): VariableValue {
  const { name, creditCode, address, bankName, bankAccount, contactName, representative } = party;
  const known = { name, creditCode, address, bankName, bankAccount, contact: contactName, representative };
  return { kind: "party", ...Object.fromEntries(Object.entries(known).filter(([, each]) => each)) };
}
