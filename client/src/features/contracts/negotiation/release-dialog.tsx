import { Button, Radio, Textarea } from "@mantine/core";
import { type Party, parties } from "@parley/base";
import type { NegotiationFace } from "@parley/contracts";
import { IconRosetteDiscountCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { usePartyName } from "../../../ui/reader-party.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./dialogs.module.css";
import { useNegotiationOf } from "./use-negotiation.ts";

/** Releases a round to another party, and shows what was sealed. */
export function ReleaseDialog(props: { negotiation: NegotiationFace; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const [released, setReleased] = useState<NegotiationFace["rounds"][number] | null>(null);
  const number = released?.number ?? (props.negotiation.rounds.at(-1)?.number ?? 0) + 1;
  return (
    <Dialog
      title={t(released ? "contracts.negotiation.release.done" : "contracts.negotiation.release.title", { number })}
      onClose={props.onClose}
    >
      {released ? (
        <Released round={released} onClose={props.onClose} />
      ) : (
        <ReleaseForm negotiation={props.negotiation} onReleased={setReleased} onClose={props.onClose} />
      )}
    </Dialog>
  );
}

function ReleaseForm(props: {
  negotiation: NegotiationFace;
  onReleased: (round: NegotiationFace["rounds"][number]) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const nameOf = usePartyName();
  const { documentId, me } = props.negotiation;
  // Somebody may have come in since the page was told.
  const { data } = useNegotiationOf(documentId);
  const { people } = data?.negotiation ?? props.negotiation;
  const others = parties.filter((party) => party !== me.party);
  const there = new Set<Party>(people.map(({ party }) => party));
  const [chosen, setTo] = useState<Party | null>(null);
  const to = chosen ?? others.find((party) => there.has(party)) ?? null;
  const [note, setNote] = useState("");
  const release = useAction(
    (wanted: { to: Party; note: string }) => contractsEndpoints.negotiation.release.call({ id: documentId, ...wanted }),
    {
      refreshes: [contractsEndpoints.negotiation.key()],
      onDone: ({ rounds }) => {
        const last = rounds.at(-1);
        if (last) props.onReleased(last);
      },
    },
  );
  return (
    <form
      className={classes["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (to) release.mutate({ to, note: note.trim() });
      }}
    >
      <Radio.Group
        label={t("contracts.negotiation.release.to")}
        value={to}
        onChange={(value) => setTo(parties.find((party) => party === value) ?? null)}
        error={release.error ? sentenceOf(release.error) : null}
      >
        <div className={classes["radios"]}>
          {others.map((party) => (
            <Radio
              key={party}
              value={party}
              label={nameOf(party)}
              disabled={!there.has(party)}
              {...(there.has(party) ? {} : { description: t("contracts.negotiation.release.nobody") })}
            />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={t("contracts.negotiation.release.note")}
        description={t("contracts.negotiation.release.noteHint")}
        data-autofocus
        autosize
        minRows={3}
        maxRows={8}
        maxLength={2_000}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      <p className={classes["told"]}>
        <IconRosetteDiscountCheck size={18} stroke={1.6} aria-hidden />
        {t("contracts.negotiation.release.sealed")}
      </p>
      <div className={classes["buttons"]}>
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button type="submit" disabled={to === null} loading={release.isPending}>
          {t("contracts.negotiation.release.send")}
        </Button>
      </div>
    </form>
  );
}

function Released(props: { round: NegotiationFace["rounds"][number]; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const nameOf = usePartyName();
  const { to, textHash, logHash } = props.round;
  return (
    <div className={classes["form"]} role="status">
      <p className={classes["text"]}>{t("contracts.negotiation.release.doneText", { party: nameOf(to) })}</p>
      <CopyField label={t("contracts.negotiation.release.hash")} value={textHash} />
      <CopyField label={t("contracts.negotiation.release.logHash")} value={logHash} />
      <div className={classes["buttons"]}>
        <Button onClick={props.onClose} data-autofocus>
          {t("contracts.negotiation.release.close")}
        </Button>
      </div>
    </div>
  );
}
