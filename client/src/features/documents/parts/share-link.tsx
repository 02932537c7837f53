import { Button, SegmentedControl, Select } from "@mantine/core";
import type { Party, Role } from "@parley/base";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import classes from "./share-dialog.module.css";
import { outsideRoles, roleOf } from "./share-roles.ts";

/** Making a link: for colleagues who are signed in, or for guests who prove an e-mail. Its address is shown once. */
export function ShareLink(props: { documentId: string }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [audience, setAudience] = useState<"company" | "guests">("company");
  const [role, setRole] = useState<Role>("view");
  const [party, setParty] = useState<Party>("counterparty");
  const [days, setDays] = useState("30");
  const make = useAction(
    () =>
      documentsEndpoints.shares.create.call({
        id: props.documentId,
        link: audience,
        role,
        party: audience === "guests" ? party : "ours",
        expiresInDays: Number(days),
      }),
    { refreshes: [documentsEndpoints.shares.key(), documentsEndpoints.list.key()] },
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
      <p className={classes["note"]} style={{ margin: "8px 0 0" }}>
        {audience === "company" ? t("documents.share.companyNote") : t("documents.share.guestsNote")}
      </p>
      <div className={classes["linkForm"]}>
        <Select
          label={t("documents.share.role")}
          allowDeselect={false}
          value={role}
          onChange={(value) => setRole(roleOf(value, "view"))}
          data={outsideRoles.map((each) => ({ value: each, label: t(`ui.role.${each}`) }))}
        />
        {audience === "guests" ? (
          <Select
            label={t("documents.share.party")}
            allowDeselect={false}
            value={party}
            onChange={(value) => setParty(value === "counsel" ? "counsel" : "counterparty")}
            data={(["counterparty", "counsel"] as const).map((each) => ({ value: each, label: t(`ui.party.${each}`) }))}
          />
        ) : null}
        <Select
          label={t("documents.share.lasts")}
          allowDeselect={false}
          value={days}
          onChange={(value) => setDays(value ?? "30")}
          data={["7", "30", "90", "365"].map((each) => ({
            value: each,
            label: t("documents.share.days", { count: Number(each) }),
          }))}
        />
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate(undefined)}>
          {t("documents.share.makeLink")}
        </Button>
      </div>
      {make.error ? (
        <div className={classes["problem"]} role="alert">
          {sentenceOf(make.error)}
        </div>
      ) : null}
      {make.data?.url ? (
        <div className={classes["made"]} role="status">
          <CopyField
            label={t("documents.share.linkReady")}
            description={t("documents.share.linkOnce")}
            value={make.data.url}
          />
        </div>
      ) : null}
    </section>
  );
}
