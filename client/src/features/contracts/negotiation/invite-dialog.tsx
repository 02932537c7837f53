import { Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import type { Party } from "@parley/base";
import type { NegotiationFace } from "@parley/contracts";
import { emailSchema } from "@parley/people";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./dialogs.module.css";
import { FindColleague } from "./opening-rows.tsx";
import { type NegotiatorRole, negotiatorRoles } from "./opening-values.ts";
import { OutsidersSee } from "./outsiders-see.tsx";

type Who = "guest" | "colleague";

/** Brings one more person into an open negotiation. */
export function InviteDialog(props: {
  negotiation: NegotiationFace;
  contractId: string;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const [made, setMade] = useState<{ url: string | null } | null>(null);
  return (
    <Dialog title={t("contracts.negotiation.rounds.inviteTitle")} onClose={props.onClose}>
      {made ? (
        <div className={classes["form"]} role="status">
          {made.url === null ? (
            <p className={classes["text"]}>{t("contracts.negotiation.rounds.inviteKnown")}</p>
          ) : (
            <CopyField label={t("contracts.negotiation.rounds.inviteDone")} value={made.url} />
          )}
          <div className={classes["buttons"]}>
            <Button onClick={props.onClose}>{t("contracts.negotiation.release.close")}</Button>
          </div>
        </div>
      ) : (
        <InviteForm {...props} onMade={setMade} />
      )}
    </Dialog>
  );
}

function InviteForm(props: {
  negotiation: NegotiationFace;
  contractId: string;
  onMade: (made: { url: string | null }) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [who, setWho] = useState<Who>("guest");
  const [email, setEmail] = useState("");
  const [judged, setJudged] = useState(false);
  const [person, setPerson] = useState<{ personId: string; name: string } | null>(null);
  const [party, setParty] = useState<Party>("counterparty");
  const [role, setRole] = useState<NegotiatorRole>("edit");
  const invite = useAction(
    (wanted: { email?: string; personId?: string; party: Party; role: NegotiatorRole }) =>
      contractsEndpoints.negotiation.invite.call({
        id: props.contractId,
        negotiationId: props.negotiation.id,
        ...wanted,
      }),
    { refreshes: [contractsEndpoints.negotiation.key()], onDone: props.onMade },
  );
  const read = emailSchema.safeParse(email.normalize("NFKC").trim());
  const isFaulty = judged && who === "guest" && !read.success;
  const partiesHere = who === "guest" ? (["counterparty", "counsel"] as const) : (["ours", "counsel"] as const);
  return (
    <form
      noValidate
      className={classes["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        setJudged(true);
        if (who === "guest" && read.success) invite.mutate({ email: read.data, party, role });
        if (who === "colleague" && person) invite.mutate({ personId: person.personId, party, role });
      }}
    >
      <SegmentedControl
        value={who}
        onChange={(value) => {
          const next = value === "colleague" ? "colleague" : "guest";
          setWho(next);
          setParty(next === "guest" ? "counterparty" : "ours");
        }}
        data={[
          { value: "guest", label: t("contracts.negotiation.open.guests") },
          { value: "colleague", label: t("contracts.negotiation.open.colleagues") },
        ]}
      />
      {who === "guest" ? (
        <TextInput
          label={t("contracts.negotiation.rounds.inviteEmail")}
          type="email"
          data-autofocus
          value={email}
          maxLength={254}
          onChange={({ currentTarget }) => {
            setEmail(currentTarget.value);
            setJudged(false);
          }}
          error={isFaulty ? t("contracts.negotiation.open.emailFault") : null}
        />
      ) : person ? (
        <p className={classes["text"]}>{person.name}</p>
      ) : (
        <FindColleague known={new Set(props.negotiation.people.map(({ id }) => id))} onFound={setPerson} />
      )}
      <Select
        label={t("contracts.negotiation.open.actsFor")}
        allowDeselect={false}
        value={party}
        onChange={(value) => setParty(partiesHere.find((each) => each === value) ?? party)}
        data={partiesHere.map((each) => ({ value: each, label: t(`ui.party.${each}`) }))}
      />
      <Select
        label={t("contracts.negotiation.open.role")}
        allowDeselect={false}
        value={role}
        onChange={(value) => setRole(negotiatorRoles.find((each) => each === value) ?? role)}
        data={negotiatorRoles.map((each) => ({ value: each, label: t(`contracts.negotiation.role.${each}`) }))}
      />
      {who === "guest" ? <OutsidersSee /> : null}
      {invite.error ? (
        <p className={classes["problem"]} role="alert">
          {sentenceOf(invite.error)}
        </p>
      ) : null}
      <div className={classes["buttons"]}>
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button
          type="submit"
          loading={invite.isPending}
          disabled={who === "guest" ? email.trim() === "" : person === null}
        >
          {t("contracts.negotiation.rounds.inviteSend")}
        </Button>
      </div>
    </form>
  );
}
