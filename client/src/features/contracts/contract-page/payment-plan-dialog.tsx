import { ActionIcon, Button, Group, NumberInput, Select, TextInput } from "@mantine/core";
import { type Contract, type KeptPayment, type PaymentLine, currencies, readDay, readFigures } from "@parley/contracts";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./contract-page.module.css";
import { moneyInWords } from "./written-values.ts";

/** A line as it is typed. */
interface Draft {
  readonly key: number;
  readonly id: string | null;
  readonly label: string;
  readonly amount: string;
  readonly currency: string;
  readonly percent: string;
  readonly kind: PaymentLine["due"]["kind"];
  readonly day: string;
  readonly days: number;
  readonly unit: "working" | "natural";
  readonly condition: string;
  readonly conditionDay: string;
  readonly note: string;
}

function toDraft(line: KeptPayment, key: number): Draft {
  const { due, amount } = line;
  const after = due.kind === "after" ? due : null;
  return {
    ...{ key, id: line.id, label: line.label, percent: line.percent ?? "", note: line.note ?? "", kind: due.kind },
    amount: amount ? moneyInWords(amount, "en").replace(/^[^\d-]*/, "") : "",
    currency: amount?.currency ?? "CNY",
    day: due.kind === "day" ? due.day : "",
    ...{ days: after?.days ?? 10, unit: after?.unit ?? "working", condition: after?.condition ?? "" },
    conditionDay: after?.conditionDay ?? "",
  };
}

/** The line that is meant; `null` while something of it cannot be read. */
function toLine(draft: Draft): PaymentLine | null {
  const currency = currencies.find((each) => each === draft.currency) ?? "CNY";
  const read = draft.amount.trim() === "" ? null : readFigures(draft.amount, currency);
  if (read !== null && "fault" in read) return null;
  const amount = read && { minor: read.money.minor.toString(), currency: read.money.currency };
  const percent = draft.percent.trim();
  const due = toDue(draft);
  if (draft.label.trim() === "" || due === null || !/^(\d{1,3}(\.\d{1,2})?)?$/.test(percent)) return null;
  return {
    ...(draft.id !== null && { id: draft.id }),
    ...{ label: draft.label.trim(), amount, due, percent: percent === "" ? null : percent },
    note: draft.note.trim() === "" ? null : draft.note.trim(),
  };
}

function toDue(draft: Draft): PaymentLine["due"] | null {
  if (draft.kind === "open") return { kind: "open" };
  if (draft.kind === "day") {
    const day = readDay(draft.day);
    return day && { kind: "day", day };
  }
  const condition = draft.condition.trim();
  const { days, unit } = draft;
  return condition === "" ? null : { kind: "after", days, unit, condition, conditionDay: readDay(draft.conditionDay) };
}

/** Changes the payment plan as a whole. */
export function PaymentPlanDialog(props: {
  contract: Contract;
  payments: readonly KeptPayment[];
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { id, revision, amount } = props.contract;
  const [drafts, setDrafts] = useState(() => props.payments.map(toDraft));
  const lines = drafts.map(toLine);
  const save = useAction(
    (wanted: PaymentLine[]) => contractsEndpoints.page.setPayments.call({ id, revision, lines: wanted }),
    { refreshes: [contractsEndpoints.key()], onDone: props.onClose },
  );
  const add = (): void => {
    const key = Math.max(0, ...drafts.map((draft) => draft.key)) + 1;
    const usual = { amount: "", percent: "", day: "", days: 10, condition: "", conditionDay: "", note: "", label: "" };
    setDrafts([
      ...drafts,
      { ...usual, key, id: null, kind: "day", unit: "working", currency: amount?.currency ?? "CNY" },
    ]);
  };
  const change = (key: number, part: Partial<Draft>): void =>
    setDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));
  const complete = lines.filter((line) => line !== null);
  return (
    <Dialog title={t("contracts.page.payments")} size="lg" full onClose={props.onClose}>
      {drafts.map((draft) => (
        <LineFields
          key={draft.key}
          draft={draft}
          onChange={(part) => change(draft.key, part)}
          onRemove={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
        />
      ))}
      <Button variant="subtle" leftSection={<IconPlus size={16} />} onClick={add}>
        {t("contracts.page.addPayment")}
      </Button>
      {save.error ? (
        <p className={classes["problem"]} role="alert">
          {sentenceOf(save.error)}
        </p>
      ) : null}
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button
          loading={save.isPending}
          disabled={complete.length < drafts.length}
          onClick={() => save.mutate(complete)}
        >
          {t("contracts.page.save")}
        </Button>
      </Group>
    </Dialog>
  );
}

function LineFields(props: {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  onRemove: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { draft, onChange } = props;
  return (
    <fieldset className={classes["line"]}>
      <TextInput
        label={t("contracts.page.line.label")}
        value={draft.label}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
      />
      <TextInput
        label={t("contracts.page.field.amount")}
        inputMode="decimal"
        value={draft.amount}
        onChange={(event) => onChange({ amount: event.currentTarget.value })}
      />
      <Select
        label={t("contracts.page.currency")}
        allowDeselect={false}
        data={[...currencies]}
        value={draft.currency}
        onChange={(currency) => currency && onChange({ currency })}
      />
      <TextInput
        label={t("contracts.page.line.percent")}
        inputMode="decimal"
        value={draft.percent}
        onChange={(event) => onChange({ percent: event.currentTarget.value })}
      />
      <Select
        label={t("contracts.page.line.due")}
        allowDeselect={false}
        data={(["day", "after", "open"] as const).map((kind) => ({
          value: kind,
          label: t(`contracts.page.line.${kind}`),
        }))}
        value={draft.kind}
        onChange={(kind) => kind && onChange({ kind })}
      />
      {draft.kind === "day" ? (
        <TextInput
          type="date"
          label={t("contracts.page.line.dueDay")}
          value={draft.day}
          onChange={(event) => onChange({ day: event.currentTarget.value })}
        />
      ) : null}
      {draft.kind === "after" ? <ConditionFields {...props} /> : null}
      <TextInput
        label={t("contracts.page.line.note")}
        value={draft.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
      />
      <ActionIcon aria-label={t("contracts.page.removePayment", { label: draft.label })} onClick={props.onRemove}>
        <IconTrash size={17} stroke={1.6} />
      </ActionIcon>
    </fieldset>
  );
}

function ConditionFields({
  draft,
  onChange,
}: Pick<Parameters<typeof LineFields>[0], "draft" | "onChange">): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t("contracts.page.line.condition")}
        value={draft.condition}
        onChange={(event) => onChange({ condition: event.currentTarget.value })}
      />
      <NumberInput
        label={t("contracts.page.line.days")}
        min={0}
        max={3_650}
        allowDecimal={false}
        value={draft.days}
        onChange={(days) => onChange({ days: Number(days) })}
      />
      <Select
        label={t("contracts.page.line.unit")}
        allowDeselect={false}
        data={(["working", "natural"] as const).map((unit) => ({
          value: unit,
          label: t(`contracts.page.unit.${unit}`),
        }))}
        value={draft.unit}
        onChange={(unit) => unit && onChange({ unit })}
      />
      <TextInput
        type="date"
        label={t("contracts.page.line.conditionDay")}
        value={draft.conditionDay}
        onChange={(event) => onChange({ conditionDay: event.currentTarget.value })}
      />
    </>
  );
}
