import { Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ContractField, ContractFields, VariableValues } from "@parley/contracts";
import { renderVariable } from "@parley/contracts";
import type { DocumentCard } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect, useRef } from "react";
import { useTextCommands } from "../../../editor/index.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { useAskedField } from "./asked-field.ts";
import classes from "./values.module.css";
import { useContractFields } from "./use-contract-fields.ts";
import { ValueInput } from "./value-input.tsx";

/** The panel "Fields": every value of the contract as its text has it, changed once for all its places, and the switches of its clauses. */
export function FieldsPanel({ card }: { card: DocumentCard }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { contract, query } = useContractFields(card.id);
  if (query.isError)
    return <ErrorState compact sentence={sentenceOf(query.error)} onRetry={() => void query.refetch()} />;
  if (contract === null) return <EmptyState compact title={t("contracts.values.noContract")} />;
  if (contract === undefined || !query.data) return <ListSkeleton rows={5} />;
  return <Loaded contractId={contract.id} fields={query.data} />;
}

function Loaded({ contractId, fields }: { contractId: string; fields: ContractFields }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { proposing } = useTextCommands();
  const language = useLanguage();
  const asProposal = proposing || fields.writes === "as-proposal";
  const told = {
    refreshes: [contractsEndpoints.fields.key(), contractsEndpoints.record.key()],
    onDone: ({ places }: { places: number }) =>
      notifications.show({
        message:
          places === 0
            ? t("contracts.values.nothingChanged")
            : t(asProposal ? "contracts.values.proposed" : "contracts.values.changed", { count: places }),
      }),
    onFailed: (error: Error) => notifications.show({ color: "red", message: sentenceOf(error) }),
  };
  const set = useAction(
    (values: VariableValues) =>
      contractsEndpoints.fields.set.call({ id: contractId, values: { ...values }, asProposal }),
    told,
  );
  const turn = useAction(
    (wanted: { name: string; value: "yes" | "no" }) =>
      contractsEndpoints.fields.turn.call({ id: contractId, ...wanted, asProposal }),
    told,
  );
  const locked = fields.writes === "not";
  const shown = fields.template === null ? fields.fields.filter(({ places }) => places.length > 0) : fields.fields;
  return (
    <div className={classes["panel"]}>
      {fields.template ? (
        <p className={classes["note"]}>
          {t("contracts.values.madeFrom", { title: fields.template.title, version: fields.template.version })}
        </p>
      ) : null}
      {asProposal && !locked ? <p className={classes["note"]}>{t("contracts.values.asProposal")}</p> : null}
      {fields.deadReferences.map((dead) => (
        <p key={`${dead.clause} ${dead.text}`} className={classes["fault"]} role="alert">
          <IconAlertTriangle size={16} aria-hidden />{" "}
          {t("contracts.values.dead", { text: dead.text, clause: dead.clause })}
        </p>
      ))}
      {fields.switches.length > 0 ? (
        <section aria-label={t("contracts.values.switches")} className={classes["group"]}>
          <h3 className={classes["heading"]}>{t("contracts.values.switches")}</h3>
          {fields.switches.map(({ name, labels, value, clauses }) => (
            <Switch
              key={name}
              label={labels[language]}
              description={clauses[0] ?? null}
              checked={value === "yes"}
              disabled={locked || turn.isPending}
              onChange={(event) => turn.mutate({ name, value: event.currentTarget.checked ? "yes" : "no" })}
            />
          ))}
        </section>
      ) : null}
      <section aria-label={t("contracts.values.fields")} className={classes["group"]}>
        <h3 className={classes["heading"]}>{t("contracts.values.fields")}</h3>
        {shown.length === 0 ? <p className={classes["note"]}>{t("contracts.values.noFields")}</p> : null}
        {shown.map((field) => (
          <Field
            key={field.definition.name}
            field={field}
            language={fields.language}
            disabled={locked || set.isPending || field.places.length === 0}
            onValue={(value) => set.mutate({ [field.definition.name]: value })}
          />
        ))}
      </section>
    </div>
  );
}

function Field(props: {
  field: ContractField;
  language: ContractFields["language"];
  disabled: boolean;
  onValue: (value: NonNullable<ContractField["value"]>) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { field, language } = props;
  const { definition, places, state, kept } = field;
  const box = useRef<HTMLDivElement>(null);
  const { asked } = useAskedField();
  useEffect(() => {
    if (asked?.name !== definition.name) return;
    box.current?.scrollIntoView({ block: "center" });
    box.current?.querySelector("input")?.focus();
  }, [asked, definition.name]);
  const odd = places.filter(({ isOdd }) => isOdd);
  const before = kept && renderVariable(definition, kept, null, language);
  return (
    <div ref={box} className={classes["field"]} data-state={state} data-field={definition.name}>
      <ValueInput
        definition={definition}
        language={language}
        value={field.value}
        side={field.field === "ourParty" ? "ours" : field.field === "counterparty" ? "counterparty" : null}
        disabled={props.disabled}
        onValue={props.onValue}
      />
      <span className={classes["places"]}>
        {t("contracts.values.places", { count: places.length })}
        {field.field ? ` · ${t(`contracts.values.record.${field.field}`)}` : ""}
      </span>
      {state === "conflict" || state === "unreadable" ? (
        <div className={classes["fault"]} role="alert">
          <IconAlertTriangle size={16} aria-hidden />
          <span>
            {t(state === "conflict" ? "contracts.values.conflict" : "contracts.values.notRead")}
            {odd.map(({ clause, text }) => (
              <span key={`${clause} ${text}`} className={classes["odd"]}>
                {t("contracts.values.place", { clause, text })}
              </span>
            ))}
            {before ? <span className={classes["odd"]}>{t("contracts.values.kept", { value: before })}</span> : null}
          </span>
        </div>
      ) : null}
      {definition.kind === "party" && field.field && field.value && !field.legalPartyId ? (
        <span className={classes["warn"]}>{t("contracts.values.unknownParty")}</span>
      ) : null}
    </div>
  );
}

/** How many fields contradict each other or are still to be filled in. */
export function FieldsCount({ card }: { card: DocumentCard }): ReactElement | null {
  const { query } = useContractFields(card.id);
  const wrong = (query.data?.fields ?? []).filter(({ state }) => state === "conflict" || state === "unreadable").length;
  const dead = query.data?.deadReferences.length ?? 0;
  return wrong + dead === 0 ? null : <>{wrong + dead}</>;
}
