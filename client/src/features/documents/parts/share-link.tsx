import { Button, SegmentedControl } from "@mantine/core";
import type { Party, Role } from "@parley/base";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { useEarlierThreads } from "./earlier-threads.tsx";
import { GuestSightNote } from "./guest-sight-note.tsx";
import { DaysSelect, PartySelect } from "./guest-terms.tsx";
import { RoleSelect } from "./role-select.tsx";
import classes from "./share-dialog.module.css";

/** Making a link: for colleagues who are signed in, or for guests who prove an e-mail. `onMade` receives its address, once. */
export function ShareLink(props: { documentId: string; onMade: (url: string) => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [audience, setAudience] = useState<"company" | "guests">("company");
  const [role, setRole] = useState<Role>("view");
  const [party, setParty] = useState<Party>("counterparty");
  const [days, setDays] = useState("30");
  const earlier = useEarlierThreads(props.documentId);
  const make = useAction(
    () =>
      documentsEndpoints.shares.create.call({
        id: props.documentId,
        link: audience,
        role,
        party: audience === "guests" ? party : "ours",
        expiresInDays: Number(days),
        earlierThreads: earlier.value,
      }),
    {
      refreshes: [documentsEndpoints.shares.key(), documentsEndpoints.list.key()],
      onDone: ({ url }) => {
        if (url !== null) props.onMade(url);
      },
    },
  );
  return (
    <section>
      <h3 className={classes["heading"]}>{t("documents.share.link")}</h3>
      <SegmentedControl
        fullWidth
        aria-label={t("documents.share.audience")}
        value={audience}
        onChange={(value) => {
          setAudience(value === "guests" ? "guests" : "company");
          make.reset();
        }}
        data={[
          { value: "company", label: t("documents.share.forCompany") },
          { value: "guests", label: t("documents.share.forGuests") },
        ]}
      />
      <p className={classes["formNote"]}>
        {audience === "company" ? t("documents.share.companyNote") : t("documents.share.guestsNote")}
      </p>
      {audience === "guests" ? <GuestSightNote /> : null}
      {audience === "guests" ? earlier.choice : null}
      <div className={classes["linkForm"]}>
        <RoleSelect label={t("documents.share.role")} outside value={role} onChange={setRole} />
        {audience === "guests" ? <PartySelect value={party} onChange={setParty} /> : null}
        <DaysSelect value={days} onChange={setDays} />
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate(undefined)}>
          {t("documents.share.makeLink")}
        </Button>
      </div>
      {make.error ? (
        <div className={classes["problem"]} role="alert">
          {sentenceOf(make.error)}
        </div>
      ) : null}
    </section>
  );
}
