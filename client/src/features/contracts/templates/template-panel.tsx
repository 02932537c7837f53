import { Button, Menu, Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconDots, IconPlus } from "@tabler/icons-react";
import {
  type TemplateDefinition,
  type TemplateDraft,
  type VariableDefinition,
  blankWords,
  particularWords,
  variableForms,
  writeCondition,
} from "@parley/contracts";
import type { DocumentCard } from "@parley/documents";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect, useState } from "react";
import { useSelectedCondition, useSettledSeq, useTextCommands } from "../../../editor/index.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { wordKey } from "../contract-page/word-key.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { SwitchDialog } from "./switch-dialog.tsx";
import classes from "./templates.module.css";
import { VariableDialog } from "./variable-dialog.tsx";

/** The panel "Template": variables to put in, switches of clauses, what keeps it from being published, and publishing it. */
export function TemplatePanel({ card }: { card: DocumentCard }): ReactElement {
  const sentenceOf = useSentence();
  const client = useQueryClient();
  const seq = useSettledSeq();
  const draft = useQuery(contractsEndpoints.templates.draft.queryOptions({ input: { id: card.id } }));
  useEffect(() => {
    void client.invalidateQueries({ queryKey: contractsEndpoints.templates.draft.key() });
  }, [seq, client]);
  if (draft.isError)
    return <ErrorState compact sentence={sentenceOf(draft.error)} onRetry={() => void draft.refetch()} />;
  return draft.data ? <Loaded draft={draft.data} /> : <ListSkeleton rows={5} />;
}

function Loaded({ draft }: { draft: TemplateDraft }): ReactElement {
  const sentenceOf = useSentence();
  const { id, revision, definition } = draft;
  const update = useAction(
    (change: { definition?: TemplateDefinition; active?: boolean }) =>
      contractsEndpoints.templates.update.call({ id, revision, ...change }),
    {
      refreshes: [contractsEndpoints.templates.key()],
      onFailed: (error) => notifications.show({ color: "red", message: sentenceOf(error) }),
    },
  );
  const define = (change: Partial<TemplateDefinition>): void =>
    update.mutate({ definition: { ...definition, ...change } });
  return (
    <div className={classes["panel"]}>
      <Publishing draft={draft} />
      <Variables draft={draft} define={define} />
      <Switches draft={draft} define={define} />
    </div>
  );
}

function Publishing({ draft }: { draft: TemplateDraft }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [note, setNote] = useState("");
  const publish = useAction(() => contractsEndpoints.templates.publish.call({ id: draft.id, note }), {
    refreshes: [contractsEndpoints.templates.key()],
    onDone: ({ version }) => {
      setNote("");
      notifications.show({ message: t("contracts.templates.published", { version }) });
    },
    onFailed: (error) => notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  const { faults, isChanged, versions, mayEdit } = draft;
  const isFaulty = faults.some(({ isFatal }) => isFatal);
  return (
    <section className={classes["group"]} aria-label={t("contracts.templates.publishing")}>
      <h3 className={classes["heading"]}>{t("contracts.templates.publishing")}</h3>
      {faults.map(({ code, name, isFatal }) => (
        <p key={`${code} ${name}`} className={classes["fault"]} data-fatal={isFatal || undefined}>
          <IconAlertTriangle size={16} aria-hidden /> {t(`contracts.templates.fault.${wordKey(code)}`, { name })}
        </p>
      ))}
      {mayEdit && isChanged ? (
        <>
          <TextInput
            label={t("contracts.templates.note")}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Button disabled={isFaulty} loading={publish.isPending} onClick={() => publish.mutate(undefined)}>
            {t("contracts.templates.publish", { version: draft.version + 1 })}
          </Button>
        </>
      ) : null}
      {!isChanged ? (
        <p className={classes["note"]}>{t("contracts.templates.unchanged", { version: draft.version })}</p>
      ) : null}
      <ul className={classes["list"]}>
        {versions.map((version) => (
          <li key={version.version} className={classes["version"]}>
            <b>{t("contracts.templates.version", { version: version.version })}</b> ·{" "}
            <Moment iso={version.publishedAt} /> · {version.publishedBy.name} ·{" "}
            {t("contracts.templates.contracts", { count: version.contractCount })}
            {version.note ? <span className={classes["note"]}> {version.note}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PartProps {
  readonly draft: TemplateDraft;
  readonly define: (change: Partial<TemplateDefinition>) => void;
}

function Variables({ draft, define }: PartProps): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState<VariableDefinition | "new" | null>(null);
  const { definition, places, mayEdit } = draft;
  const { variables, bindings } = definition;
  const remove = (name: string): void => {
    const { [name]: _gone, ...others } = bindings;
    define({ variables: variables.filter((each) => each.name !== name), bindings: others });
  };
  return (
    <section className={classes["group"]} aria-label={t("contracts.templates.variables")}>
      <h3 className={classes["heading"]}>{t("contracts.templates.variables")}</h3>
      <p className={classes["note"]}>{t("contracts.templates.variablesHint")}</p>
      <ul className={classes["list"]}>
        {variables.map((variable) => (
          <Variable
            key={variable.name}
            variable={variable}
            draft={draft}
            places={places[variable.name] ?? 0}
            onEdit={() => setOpen(variable)}
            onRemove={() => remove(variable.name)}
          />
        ))}
      </ul>
      {mayEdit ? (
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={15} />} onClick={() => setOpen("new")}>
          {t("contracts.templates.addVariable")}
        </Button>
      ) : null}
      {open ? (
        <VariableDialog
          variable={open === "new" ? null : open}
          definition={definition}
          onClose={() => setOpen(null)}
          onDone={(change) => {
            define(change);
            setOpen(null);
          }}
        />
      ) : null}
    </section>
  );
}

function Variable(props: {
  variable: VariableDefinition;
  draft: TemplateDraft;
  places: number;
  onEdit: () => void;
  onRemove: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const text = useTextCommands();
  const { variable, draft } = props;
  const { definition } = draft;
  const { name, kind, labels } = variable;
  const field = definition.bindings[name];
  const insert = (form: string): void => void text.insertVariable(name, form, blankWords(definition, name, form));
  const formName = (form: string): string =>
    kind === "party"
      ? particularWords[form as keyof typeof particularWords][language]
      : t(`contracts.templates.form.${form}`);
  return (
    <li className={classes["row"]}>
      <span className={classes["names"]}>
        <b>{labels[language]}</b>
        <span className={classes["note"]}>
          {t(`contracts.templates.kind.${kind}`)} · {t("contracts.values.places", { count: props.places })}
          {field ? ` · ${t(`contracts.values.record.${field}`)}` : ""}
        </span>
      </span>
      {draft.mayEdit ? (
        <Menu position="bottom-end" returnFocus={false}>
          <Menu.Target>
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={t("contracts.templates.actions", { name: labels[language] })}
              onMouseDown={(event) => event.preventDefault()}
            >
              <IconDots size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("contracts.templates.insertAs")}</Menu.Label>
            {variableForms[kind].map((form) => (
              <Menu.Item key={form} disabled={!text.editable} onClick={() => insert(form)}>
                {formName(form)}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item onClick={props.onEdit}>{t("contracts.templates.change")}</Menu.Item>
            <Menu.Item color="var(--parley-bad)" disabled={props.places > 0} onClick={props.onRemove}>
              {t("contracts.templates.remove")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  );
}

function Switches({ draft, define }: PartProps): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const text = useTextCommands();
  const condition = useSelectedCondition();
  const [adds, setAdds] = useState(false);
  const { switches } = draft.definition;
  const choices = switches.flatMap(({ name, labels }) =>
    (["yes", "no"] as const).map((value) => ({
      value: writeCondition({ name, value }),
      label: t(`contracts.templates.when.${value}`, { label: labels[language] }),
    })),
  );
  return (
    <section className={classes["group"]} aria-label={t("contracts.templates.switches")}>
      <h3 className={classes["heading"]}>{t("contracts.templates.switches")}</h3>
      <p className={classes["note"]}>{t("contracts.templates.switchesHint")}</p>
      <ul className={classes["list"]}>
        {switches.map(({ name, labels, initially }) => (
          <li key={name} className={classes["row"]}>
            <span className={classes["names"]}>
              <b>{labels[language]}</b>
              <span className={classes["note"]}>{t(`contracts.templates.initially.${initially}`)}</span>
            </span>
            {draft.mayEdit ? (
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => define({ switches: switches.filter((each) => each.name !== name) })}
              >
                {t("contracts.templates.remove")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {draft.mayEdit ? (
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={15} />} onClick={() => setAdds(true)}>
          {t("contracts.templates.addSwitch")}
        </Button>
      ) : null}
      {switches.length > 0 ? (
        <Select
          label={t("contracts.templates.condition")}
          description={condition === undefined ? t("contracts.templates.mixed") : null}
          disabled={!text.editable || !draft.mayEdit}
          allowDeselect={false}
          data={[{ value: "", label: t("contracts.templates.always") }, ...choices]}
          value={condition ?? ""}
          onChange={(value) => void text.setCondition(value || null)}
        />
      ) : null}
      {adds ? (
        <SwitchDialog
          taken={switches.map(({ name }) => name)}
          onClose={() => setAdds(false)}
          onDone={(made) => {
            define({ switches: [...switches, made] });
            setAdds(false);
          }}
        />
      ) : null}
    </section>
  );
}
