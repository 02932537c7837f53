import { Select } from "@mantine/core";
import { IconBuilding, IconLink, IconMail, IconUserMinus } from "@tabler/icons-react";
import type { Role } from "@parley/base";
import type { Share } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ConfirmPopover } from "../../../ui/confirm-popover.tsx";
import { formatDay } from "../../../ui/format-moment.ts";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import classes from "./share-dialog.module.css";
import { colleagueRoles, outsideRoles, roleOf } from "./share-roles.ts";

/** Everyone who has access, as the server lists them, owners too; roles and access itself can be changed in place. */
export function ShareList(props: { documentId: string; shares: readonly Share[]; editable: boolean }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const refreshes = [documentsEndpoints.shares.key(), documentsEndpoints.list.key(), documentsEndpoints.get.key()];
  const change = useAction(
    ({ share, role }: { share: Share; role: Role }) =>
      documentsEndpoints.shares.update.call({ id: props.documentId, shareId: share.id, role }),
    { refreshes },
  );
  const revoke = useAction(
    (share: Share) => documentsEndpoints.shares.revoke.call({ id: props.documentId, shareId: share.id }),
    { refreshes },
  );
  const failure = change.error ?? revoke.error;
  return (
    <>
      <ul className={classes["rows"]}>
        {props.shares.map((share) => (
          <li key={share.id} className={classes["row"]}>
            <ShareFace share={share} />
            {props.editable ? (
              <>
                <Select
                  className={classes["role"]}
                  aria-label={t("documents.share.roleOf", { name: shareName(share, t) })}
                  allowDeselect={false}
                  variant="filled"
                  value={share.role}
                  onChange={(value) => change.mutate({ share, role: roleOf(value, share.role) })}
                  data={(isOutside(share) ? outsideRoles : colleagueRoles).map((each) => ({
                    value: each,
                    label: t(`ui.role.${each}`),
                  }))}
                />
                <ConfirmPopover
                  className={classes["revoke"]}
                  icon={<IconUserMinus size={18} stroke={1.6} />}
                  label={t("documents.share.revokeOf", { name: shareName(share, t) })}
                  text={t("documents.share.revokeText", { name: shareName(share, t) })}
                  action={t("documents.share.revoke")}
                  onConfirm={() => revoke.mutate(share)}
                />
              </>
            ) : (
              <span className={classes["fixedRole"]}>{t(`ui.role.${share.role}`)}</span>
            )}
          </li>
        ))}
      </ul>
      {failure ? (
        <div className={classes["problem"]} role="alert">
          {sentenceOf(failure)}
        </div>
      ) : null}
    </>
  );
}

function isOutside(share: Share): boolean {
  return share.target.type === "link" || (share.target.type === "person" && share.target.standing === "guest");
}

function shareName(share: Share, t: (key: string) => string): string {
  const { target } = share;
  if (target.type !== "link") return target.name;
  return target.email ?? t(target.audience === "company" ? "documents.share.companyLink" : "documents.share.guestLink");
}

function ShareFace(props: { share: Share }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { target, party } = props.share;
  const name = shareName(props.share, t);
  const details: string[] = [];
  if (target.type === "person") details.push(target.email);
  if (target.type === "department") details.push(t("documents.share.wholeDepartment"));
  if (target.type === "link") {
    if (target.email !== null) details.push(t("documents.share.invitation"));
    if (target.usedBy.length > 0) details.push(t("documents.share.usedBy", { names: target.usedBy.join("、") }));
    else if (target.audience === "guests") details.push(t("documents.share.unused"));
    if (target.expiresAt !== null)
      details.push(t("documents.share.until", { day: formatDay(target.expiresAt, language) }));
  }
  return (
    <>
      {target.type === "person" ? (
        <PersonBadge id={target.personId} name={target.name} party={party} sizePx={32} />
      ) : null}
      {target.type === "department" ? (
        <span className={classes["round"]}>
          <IconBuilding size={18} stroke={1.6} />
        </span>
      ) : null}
      {target.type === "link" ? (
        <span className={classes["round"]}>
          {target.email ? <IconMail size={18} stroke={1.6} /> : <IconLink size={18} stroke={1.6} />}
        </span>
      ) : null}
      <div className={classes["who"]}>
        <div className={classes["name"]}>
          {name}
          {party !== "ours" ? <PartyLabel party={party} /> : null}
        </div>
        <div className={classes["detail"]}>{details.join(" · ")}</div>
      </div>
    </>
  );
}
