import type { DocumentCard } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Fragment, type ReactElement } from "react";
import { useSessionStatus } from "../../../editor/index.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { Moment } from "../../../ui/moment.tsx";
import classes from "./document-details.module.css";
import { useFreshCard } from "./use-fresh-card.ts";
import { useKinds } from "./use-kinds.ts";
import { OwnSide } from "./own-side.tsx";

/** What is known of a document beside its text, kept true while it is shown and others write. */
export function DocumentDetails(props: { card: DocumentCard }): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const { id } = props.card;
  const card = useFreshCard(id, useSessionStatus()?.seq ?? 0) ?? props.card;
  const changes = useQuery(
    documentsEndpoints.ownership.changes.queryOptions({ input: { id: card.id }, enabled: isColleague(me) }),
  );
  const kind = useKinds().find((each) => each.kind === card.kind)?.label ?? card.kind;
  return (
    <dl className={classes["facts"]}>
      <dt>{t("documents.details.kind")}</dt>
      <dd>{kind}</dd>
      <dt>{t("documents.details.owner")}</dt>
      <dd>{card.owner.name}</dd>
      <dt>{t("documents.details.role")}</dt>
      <dd>{t(`ui.role.${card.role}`)}</dd>
      <dt>{t("documents.details.party")}</dt>
      <dd>
        <OwnSide party={card.party} />
      </dd>
      <dt>{t("documents.details.created")}</dt>
      <dd>
        <Moment iso={card.createdAt} exact />
      </dd>
      <dt>{t("documents.details.changed")}</dt>
      <dd>
        <Moment iso={card.changedAt} exact />
        {card.changedBy ? (
          <div className={classes["by"]}>{t("documents.details.by", { name: card.changedBy.name })}</div>
        ) : null}
      </dd>
      {changes.data?.map(({ formerOwner, owner, givenBy, givenAt }) => (
        <Fragment key={givenAt}>
          <dt>{t("documents.details.ownerChange")}</dt>
          <dd>
            <Moment iso={givenAt} exact />
            <div className={classes["by"]}>
              {t("documents.details.ownerChangeText", {
                by: givenBy.name,
                owner: owner.name,
                former: formerOwner.name,
              })}
            </div>
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
