import { ActionIcon, Button, NumberInput, Select } from "@mantine/core";
import type { Contract, ReminderRules } from "@parley/contracts";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import classes from "../contract-page/contract-page.module.css";
import { dayInWords } from "../contract-page/written-values.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** Of what the contract reminds next, and the rules by which it does. */
export function ContractReminders({ contract }: { contract: Contract }): ReactElement | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const [editing, setEditing] = useState(false);
  const reminders = useQuery(contractsEndpoints.reminders.ofContract.queryOptions({ input: { id: contract.id } })).data;
  if (!reminders) return null;
  const what = ({
    kind,
    subject,
    dueDay,
  }: (typeof reminders.coming)[number] | (typeof reminders.sent)[number]): string =>
    t(`contracts.page.reminder.${kind}`, { what: subject ?? "", day: dayInWords(dueDay, language) });
  return (
    <section>
      <div className={classes["sectionHead"]}>
        <h2 className={classes["sectionTitle"]}>{t("contracts.page.reminder.title")}</h2>
        {contract.mayLead ? (
          <Button size="xs" variant="default" onClick={() => setEditing(true)}>
            {t("contracts.page.reminder.rules")}
          </Button>
        ) : null}
      </div>
      {reminders.coming.length + reminders.sent.length === 0 ? (
        <p className={classes["quiet"]}>{t("contracts.page.reminder.none")}</p>
      ) : null}
      <ul className={classes["reminders"]}>
        {reminders.coming.map((each) => (
          <li key={`${each.kind}${each.subject}${each.day}`}>
            <strong>{dayInWords(each.day, language)}</strong> {what(each)}
          </li>
        ))}
        {reminders.sent.map((each) => (
          <li key={`${each.kind}${each.subject}${each.at}`}>
            {t("contracts.page.reminder.sent", { name: each.to.name, what: what(each) })}
          </li>
        ))}
      </ul>
      {editing ? (
        <RulesDialog
          id={contract.id}
          own={reminders.own}
          company={reminders.company}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </section>
  );
}

type Kind = keyof ReminderRules;

function RulesDialog(props: {
  id: string;
  own: ReminderRules | null;
  company: ReminderRules;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [rules, setRules] = useState(props.own ?? props.company);
  const save = useAction(
    (own: ReminderRules | null) => contractsEndpoints.reminders.setOfContract.call({ id: props.id, own }),
    { refreshes: [contractsEndpoints.key()], onDone: props.onClose },
  );
  const change = (kind: Kind, index: number, rule: ReminderRules[Kind][number] | null): void => {
    const next = rules[kind].flatMap((each, at) => (at === index ? (rule ?? []) : each));
    setRules({ ...rules, [kind]: next });
  };
  return (
    <Dialog title={t("contracts.page.reminder.rules")} onClose={props.onClose}>
      {(["end", "payment"] as const).map((kind) => (
        <fieldset key={kind} className={classes["rules"]}>
          <legend>{t(`contracts.page.reminder.before.${kind}`)}</legend>
          {rules[kind].map((rule, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- rules have no ids, and two may be equal
            <div key={index} className={classes["rule"]}>
              <NumberInput
                aria-label={t("contracts.page.line.days")}
                min={0}
                max={730}
                allowDecimal={false}
                value={rule.days}
                onChange={(days) => change(kind, index, { ...rule, days: Number(days) })}
              />
              <Select
                aria-label={t("contracts.page.line.unit")}
                allowDeselect={false}
                data={(["working", "natural"] as const).map((unit) => ({
                  value: unit,
                  label: t(`contracts.page.unit.${unit}`),
                }))}
                value={rule.unit}
                onChange={(unit) => unit && change(kind, index, { ...rule, unit })}
              />
              <ActionIcon
                aria-label={t("contracts.page.reminder.remove", { days: rule.days })}
                onClick={() => change(kind, index, null)}
              >
                <IconTrash size={16} stroke={1.6} />
              </ActionIcon>
            </div>
          ))}
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => setRules({ ...rules, [kind]: [...rules[kind], { days: 7, unit: "natural" }] })}
          >
            {t("contracts.page.reminder.add")}
          </Button>
        </fieldset>
      ))}
      {save.error ? (
        <p className={classes["problem"]} role="alert">
          {sentenceOf(save.error)}
        </p>
      ) : null}
      <div className={classes["dialogButtons"]}>
        <Button variant="default" disabled={props.own === null} onClick={() => save.mutate(null)}>
          {t("contracts.page.reminder.asCompany")}
        </Button>
        <Button loading={save.isPending} onClick={() => save.mutate(rules)}>
          {t("contracts.page.save")}
        </Button>
      </div>
    </Dialog>
  );
}
