import { Button, Checkbox, Textarea } from "@mantine/core";
import type { NegotiationFace } from "@parley/contracts";
import type { DocumentProposal } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./dialogs.module.css";
import { ChangeLine, Settled } from "./settled.tsx";

/** Closes a negotiation: what waits is listed first, and how all was settled afterwards. `onDecide` leads to what waits. */
export function CloseDialog(props: {
  negotiation: NegotiationFace;
  contractId: string;
  onDecide: () => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [settled, setSettled] = useState<NegotiationFace["settled"]>(null);
  const waiting = useQuery(
    documentsEndpoints.proposals.list.queryOptions({
      input: { id: props.negotiation.documentId },
      staleTime: 0,
      refetchOnMount: "always",
      enabled: settled === null,
    }),
  );
  return (
    <Dialog
      title={t(settled ? "contracts.negotiation.close.done" : "contracts.negotiation.close.title")}
      onClose={props.onClose}
    >
      {settled ? (
        <div className={classes["form"]} role="status">
          <Settled settled={settled} />
          <div className={classes["buttons"]}>
            <Button onClick={props.onClose} data-autofocus>
              {t("contracts.negotiation.release.close")}
            </Button>
          </div>
        </div>
      ) : waiting.isPending ? (
        <ListSkeleton rows={3} />
      ) : waiting.isError ? (
        <ErrorState compact sentence={sentenceOf(waiting.error)} onRetry={() => void waiting.refetch()} />
      ) : (
        <CloseForm {...props} waiting={waiting.data} onSettled={setSettled} onStale={() => void waiting.refetch()} />
      )}
    </Dialog>
  );
}

function CloseForm(props: {
  negotiation: NegotiationFace;
  contractId: string;
  waiting: readonly DocumentProposal[];
  onDecide: () => void;
  onSettled: (settled: NegotiationFace["settled"]) => void;
  onStale: () => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { waiting } = props;
  const [drop, setDrop] = useState(false);
  const [note, setNote] = useState("");
  const close = useAction(
    (wanted: { dropWaiting: boolean; note: string }) =>
      contractsEndpoints.negotiation.close.call({
        id: props.contractId,
        negotiationId: props.negotiation.id,
        ...wanted,
      }),
    {
      refreshes: [contractsEndpoints.negotiation.key(), contractsEndpoints.record.key(), documentsEndpoints.get.key()],
      onDone: ({ negotiation }) => props.onSettled(negotiation.settled),
      // Something may have been proposed since it was listed.
      onFailed: props.onStale,
    },
  );
  const some = waiting.length > 0;
  return (
    <form
      className={classes["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        close.mutate({ dropWaiting: some && drop, note: note.trim() });
      }}
    >
      {some ? (
        <>
          <p className={classes["text"]}>{t("contracts.negotiation.close.waiting", { count: waiting.length })}</p>
          <ul className={classes["changes"]}>
            {waiting.map(({ id, author, party, insertedText, deletedText }) => (
              <ChangeLine
                key={id}
                by={author?.name ?? ""}
                party={party}
                inserted={insertedText}
                deleted={deletedText}
              />
            ))}
          </ul>
          <Checkbox
            label={t("contracts.negotiation.close.drop")}
            description={t("contracts.negotiation.close.dropHint")}
            checked={drop}
            onChange={({ currentTarget }) => setDrop(currentTarget.checked)}
          />
        </>
      ) : (
        <p className={classes["text"]}>{t("contracts.negotiation.close.nothing")}</p>
      )}
      <Textarea
        label={t("contracts.negotiation.close.note")}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2_000}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      {close.error ? (
        <p className={classes["problem"]} role="alert">
          {sentenceOf(close.error)}
        </p>
      ) : null}
      <div className={classes["buttons"]}>
        {some ? (
          <Button variant="default" onClick={props.onDecide}>
            {t("contracts.negotiation.close.decide")}
          </Button>
        ) : (
          <Button variant="default" onClick={props.onClose}>
            {t("ui.cancel")}
          </Button>
        )}
        <Button type="submit" {...(some ? { color: "red" } : {})} disabled={some && !drop} loading={close.isPending}>
          {t(some ? "contracts.negotiation.close.sendDrop" : "contracts.negotiation.close.send")}
        </Button>
      </div>
    </form>
  );
}
