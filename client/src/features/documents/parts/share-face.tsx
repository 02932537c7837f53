import { Badge } from "@mantine/core";
import { IconBuilding, IconLink, IconMail } from "@tabler/icons-react";
import type { Share } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { Fragment, type ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { formatDay } from "../../../ui/format-moment.ts";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import classes from "./share-dialog.module.css";

/** What a share is called in the list and in the labels of its buttons. */
export function shareName(share: Share, t: (key: string) => string): string {
  const { target } = share;
  if (target.type !== "link") return target.name;
  return target.email ?? t(target.audience === "company" ? "documents.share.companyLink" : "documents.share.guestLink");
}

/** Whom a share is for, and what is known of it beside the role. */
export function ShareFace(props: { share: Share }): ReactElement {
  const { t } = useTranslation();
  const { target, party } = props.share;
  const details = useDetails(props.share);
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
          {shareName(props.share, t)}
          {party !== "ours" ? <PartyLabel party={party} /> : null}
          {target.type === "person" && !target.active ? (
            <Badge size="sm" variant="outline" color="gray" tt="none">
              {t("documents.share.inactive")}
            </Badge>
          ) : null}
        </div>
        <div className={classes["detail"]}>
          {details.map((detail, index) => (
            <Fragment key={detail}>
              {index === 0 ? null : " · "}
              <span className={index === 0 ? "" : (classes["whole"] ?? "")}>{detail}</span>
            </Fragment>
          ))}
        </div>
      </div>
    </>
  );
}

function useDetails({ target, createdAt }: Share): string[] {
  const { t } = useTranslation();
  const language = useLanguage();
  if (target.type === "person") return [target.email];
  if (target.type === "department") return [t("documents.share.wholeDepartment")];
  const details: string[] = [];
  const [first] = target.usedBy;
  if (target.email !== null) {
    details.push(first ? t("documents.share.enteredAs", { name: first.name }) : t("documents.share.invitation"));
    if (first) details.push(t("documents.share.since", { day: formatDay(first.since, language) }));
  } else {
    details.push(t("documents.share.made", { day: formatDay(createdAt, language) }));
    if (target.audience === "company" && first)
      details.push(t("documents.share.usedBy", { names: target.usedBy.map(({ name }) => name).join("、") }));
  }
  if (target.audience === "guests" && !first) details.push(t("documents.share.unused"));
  if (target.expiresAt !== null)
    details.push(t("documents.share.until", { day: formatDay(target.expiresAt, language) }));
  return details;
}
