import { Select } from "@mantine/core";
import type { Party } from "@parley/base";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { GuestSightNote } from "./guest-sight-note.tsx";
import classes from "./share-dialog.module.css";

/** For whom an outsider acts. */
export function PartySelect(props: { value: Party; onChange: (party: Party) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Select
      label={t("documents.share.party")}
      allowDeselect={false}
      value={props.value}
      onChange={(value) => props.onChange(value === "counsel" ? "counsel" : "counterparty")}
      data={(["counterparty", "counsel"] as const).map((each) => ({ value: each, label: t(`ui.party.${each}`) }))}
    />
  );
}

/** How many days a share lasts. */
export function DaysSelect(props: { value: string; onChange: (days: string) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Select
      label={t("documents.share.lasts")}
      allowDeselect={false}
      value={props.value}
      onChange={(value) => props.onChange(value ?? "30")}
      data={["7", "30", "90", "365"].map((each) => ({
        value: each,
        label: t("documents.share.days", { count: Number(each) }),
      }))}
    />
  );
}

/** What is settled beside the role when an outsider is invited, and what they will see. */
export function GuestTerms(props: {
  party: Party;
  onParty: (party: Party) => void;
  days: string;
  onDays: (days: string) => void;
  earlier: ReactElement | null;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={classes["guest"]}>
      <PartySelect value={props.party} onChange={props.onParty} />
      <DaysSelect value={props.days} onChange={props.onDays} />
      {props.earlier}
      <p className={classes["guestNote"]}>{t("documents.share.guestNote")}</p>
      <GuestSightNote />
    </div>
  );
}
