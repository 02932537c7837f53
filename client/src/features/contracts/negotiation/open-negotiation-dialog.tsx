import { Button, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMediaQuery } from "@mantine/hooks";
import type { Contract } from "@parley/contracts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { ApiError } from "../../../platform/api-error.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./dialogs.module.css";
import { ColleagueRows, GuestRows } from "./opening-rows.tsx";
import { type WantedOpening, emailFault, noOpeningValues, wantedOf } from "./opening-values.ts";
import { OutsidersSee } from "./outsiders-see.tsx";

/** What came of opening: the document in which it goes on, and how guests come in. */
export interface MadeOpening {
  readonly negotiation: { readonly documentId: string };
  readonly invitations: readonly { readonly email: string; readonly url: string | null }[];
}

/** Opens a negotiation of a contract: with whom, and what outsiders will see. `open` sends it where it is not opened from the contract itself. */
export function OpenNegotiationDialog(props: {
  contract: Pick<Contract, "id" | "name" | "revision" | "documentId" | "draftId">;
  open?: (wanted: WantedOpening) => Promise<MadeOpening>;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const phone = useMediaQuery("(max-width: 47.99em)") ?? false;
  const [made, setMade] = useState<MadeOpening | null>(null);
  return (
    <Dialog
      title={t(made ? "contracts.negotiation.open.done" : "contracts.negotiation.open.title")}
      onClose={props.onClose}
      size="lg"
      full={phone}
    >
      {made ? <Made made={made} onClose={props.onClose} /> : <OpeningForm {...props} onMade={setMade} />}
    </Dialog>
  );
}

function OpeningForm(props: {
  contract: Pick<Contract, "id" | "name" | "revision" | "documentId" | "draftId">;
  open?: (wanted: WantedOpening) => Promise<MadeOpening>;
  onMade: (made: MadeOpening) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { contract } = props;
  const form = useForm({
    initialValues: noOpeningValues,
    validate: (values) =>
      Object.fromEntries(
        values.guests.flatMap((_guest, at) => {
          const fault = emailFault(values, at);
          return fault === null ? [] : [[`guests.${at}.email`, t(`contracts.negotiation.open.${fault}`)]];
        }),
      ),
  });
  const open = useAction<WantedOpening, MadeOpening>(
    (wanted) =>
      props.open?.(wanted) ??
      contractsEndpoints.negotiation.open.call({ id: contract.id, revision: contract.revision, ...wanted }),
    {
      refreshes: [contractsEndpoints.negotiation.key(), contractsEndpoints.record.key(), documentsEndpoints.get.key()],
      onDone: props.onMade,
      onFailed: (error) => {
        if (!(error instanceof ApiError)) return;
        form.setErrors(Object.fromEntries(error.issues.map(({ path, message }) => [path, message])));
      },
    },
  );
  const guestCount = form.values.guests.length;
  const begins = guestCount > 0 && contract.documentId === contract.draftId;
  const isAtField = open.error instanceof ApiError && open.error.issues.length > 0;
  return (
    <form noValidate className={classes["form"]} onSubmit={form.onSubmit((values) => open.mutate(wantedOf(values)))}>
      <ColleagueRows form={form} />
      <GuestRows form={form} />
      {guestCount > 0 ? (
        <>
          <TextInput
            label={t("contracts.negotiation.open.outsideTitle")}
            description={t("contracts.negotiation.open.outsideTitleHint", { name: contract.name })}
            maxLength={300}
            {...form.getInputProps("title")}
          />
          <OutsidersSee />
        </>
      ) : null}
      <Textarea
        label={t("contracts.negotiation.open.note")}
        description={t("contracts.negotiation.open.noteHint")}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2_000}
        {...form.getInputProps("note")}
      />
      {guestCount === 0 || begins ? (
        <p className={classes["told"]}>
          {t(begins ? "contracts.negotiation.open.newDocument" : "contracts.negotiation.open.inside")}
        </p>
      ) : null}
      {open.error && !isAtField ? (
        <p className={classes["problem"]} role="alert">
          {sentenceOf(open.error)}
        </p>
      ) : null}
      <div className={classes["buttons"]}>
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button type="submit" loading={open.isPending}>
          {guestCount === 0
            ? t("contracts.negotiation.open.send")
            : t("contracts.negotiation.open.sendInvite", { count: guestCount })}
        </Button>
      </div>
    </form>
  );
}

function Made({ made, onClose }: { made: MadeOpening; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { invitations, negotiation } = made;
  return (
    <div className={classes["form"]} role="status">
      <p className={classes["text"]}>
        {t(invitations.length > 0 ? "contracts.negotiation.open.doneGuests" : "contracts.negotiation.open.doneInside")}
      </p>
      <div className={classes["links"]}>
        {invitations.map(({ email, url }) =>
          url === null ? (
            <p key={email} className={classes["sectionNote"]}>
              {t("contracts.negotiation.open.knew", { email })}
            </p>
          ) : (
            <CopyField key={email} label={email} value={url} />
          ),
        )}
      </div>
      <div className={classes["buttons"]}>
        <Button component={Link} to={`/documents/${negotiation.documentId}`} onClick={onClose} data-autofocus>
          {t("contracts.negotiation.open.goText")}
        </Button>
      </div>
    </div>
  );
}
