import { Button, Group, Text, Textarea } from "@mantine/core";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/dialog.tsx";
import type { DocumentProposal } from "@parley/documents";
import type { Verdict } from "./use-proposals.ts";

/** What is about to be decided. */
export interface AskedDecision {
  readonly verdict: Verdict;
  readonly chosen: readonly DocumentProposal[];
}

/** Asks before many proposals are decided on at once, and for a reason, which may be left out. */
export function DecideDialog(props: {
  asked: AskedDecision;
  onDecide: (verdict: Verdict, chosen: readonly DocumentProposal[], reason: string) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { verdict, chosen } = props.asked;
  const [reason, setReason] = useState("");
  return (
    <Dialog title={t(`editor.changes.many.${verdict}Title`, { count: chosen.length })} onClose={props.onClose}>
      <Text c="dimmed" mb="md">
        {t(`editor.changes.many.${verdict}Text`)}
      </Text>
      <Textarea
        label={t("editor.changes.reason")}
        placeholder={t("editor.changes.reasonPlaceholder")}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2_000}
        value={reason}
        data-autofocus
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button
          onClick={() => {
            props.onClose();
            props.onDecide(verdict, chosen, reason);
          }}
        >
          {t(`editor.changes.many.${verdict}Action`)}
        </Button>
      </Group>
    </Dialog>
  );
}
