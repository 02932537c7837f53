import { Button, Group, TextInput, Textarea } from "@mantine/core";
import { type Contract, type SuccessorKind, readDay } from "@parley/contracts";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import classes from "../contract-page/contract-page.module.css";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** Begins a change, a renewal or an end of a contract, and goes to the new one. */
export function SuccessorDialog(props: { contract: Contract; kind: SuccessorKind; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sentenceOf = useSentence();
  const [reason, setReason] = useState("");
  const [day, setDay] = useState("");
  const { kind } = props;
  const ends = kind === "termination";
  const begin = useAction(
    () =>
      contractsEndpoints.related.succeed.call({
        ...{ id: props.contract.id, kind, reason: reason.trim() },
        terminationDay: ends ? readDay(day) : null,
      }),
    {
      refreshes: [contractsEndpoints.key()],
      onDone: ({ id }) => void navigate({ to: `/contracts/${id}` }),
    },
  );
  return (
    <Dialog title={t(`contracts.page.succeed.${kind}`)} onClose={props.onClose}>
      <p className={classes["quiet"]}>{t(`contracts.page.succeed.text.${kind}`)}</p>
      <Textarea
        label={t("contracts.page.field.reason")}
        autosize
        minRows={2}
        maxLength={2_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      {ends ? (
        <TextInput
          mt="sm"
          type="date"
          label={t("contracts.page.succeed.day")}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      ) : null}
      {begin.error ? (
        <p className={classes["problem"]} role="alert">
          {sentenceOf(begin.error)}
        </p>
      ) : null}
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button
          loading={begin.isPending}
          disabled={reason.trim() === "" || (ends && readDay(day) === null)}
          onClick={() => begin.mutate()}
        >
          {t("contracts.page.succeed.begin")}
        </Button>
      </Group>
    </Dialog>
  );
}
