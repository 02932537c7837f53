import type { DocumentCard } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { Moment } from "../../../ui/moment.tsx";
import { PartyLabel } from "../../../ui/party-label.tsx";
import classes from "./document-details.module.css";
import { useKinds } from "./use-kinds.ts";

/** What is known of a document beside its text. */
export function DocumentDetails(props: { card: DocumentCard }): ReactElement {
  const { t } = useTranslation();
  const { card } = props;
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
        <PartyLabel party={card.party} />
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
    </dl>
  );
}
