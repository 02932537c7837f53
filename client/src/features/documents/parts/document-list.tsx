import { textWithSigns } from "@parley/document";
import { IconUsers } from "@tabler/icons-react";
import { Tooltip } from "@mantine/core";
import type { DocumentCard } from "@parley/documents";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useMe } from "../../../platform/me.ts";
import { useUnsentDocuments } from "../../../platform/session/unsent-marks.ts";
import { MarkedText } from "../../../ui/marked-text.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { UnsentNote } from "./unsent-note.tsx";
import { DocumentMenu } from "./document-menu.tsx";
import classes from "./document-list.module.css";
import { KindIcon } from "./kind-icon.tsx";
import type { LibraryView } from "./library-filters.ts";

/** Documents in rows: what it is, whose, how far it is shared, when it last changed. */
export function DocumentList(props: {
  cards: readonly DocumentCard[];
  view: LibraryView;
  waiting: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const unsent = useUnsentDocuments(useMe().person.id);
  return (
    <div className={classes["list"]} data-waiting={props.waiting || undefined}>
      <div className={classes["head"]} aria-hidden>
        <span />
        <span>{t("documents.list.title")}</span>
        <span>{t("documents.list.owner")}</span>
        <span>{props.view === "trash" ? t("documents.list.trashed") : t("documents.list.changed")}</span>
        <span />
      </div>
      <ul className={classes["rows"]}>
        {props.cards.map((card) => (
          <DocumentRow key={card.id} card={card} inTrash={props.view === "trash"} unsent={unsent.has(card.id)} />
        ))}
      </ul>
    </div>
  );
}

function DocumentRow(props: { card: DocumentCard; inTrash: boolean; unsent: boolean }): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const { card } = props;
  const own = card.owner.id === me.person.id;
  const title = <span className={classes["titleText"]}>{textWithSigns(card.title)}</span>;
  return (
    <li className={classes["row"]}>
      <span className={classes["icon"]}>
        <KindIcon kind={card.kind} />
      </span>
      <div className={classes["main"]}>
        <span className={classes["title"]}>
          {props.inTrash ? (
            title
          ) : (
            <Link
              to={`/documents/${card.id}`}
              {...(card.inThread && { search: { panel: "comments", thread: card.inThread } })}
              className={classes["link"]}
            >
              {title}
            </Link>
          )}
          {card.shareCount > 0 ? (
            <Tooltip label={t("documents.list.shared", { count: card.shareCount })}>
              <span
                className={classes["shared"]}
                role="img"
                aria-label={t("documents.list.shared", { count: card.shareCount })}
              >
                <IconUsers size={14} />
                <span aria-hidden>{card.shareCount}</span>
              </span>
            </Tooltip>
          ) : null}
          {card.party !== "ours" ? <PartyLabel party={card.party} /> : null}
        </span>
        {props.unsent && !props.inTrash ? <UnsentNote /> : null}
        {card.excerpt ? (
          <span className={classes["excerpt"]}>
            {card.inThread ? `${t("documents.list.inComment")} ` : null}
            <MarkedText text={card.excerpt} />
          </span>
        ) : null}
        <span className={classes["phoneNote"]}>
          {own ? t("documents.list.me") : card.owner.name} · <Moment iso={card.trashedAt ?? card.changedAt} />
        </span>
      </div>
      <span className={classes["cell"]}>
        {own ? t("documents.list.me") : card.owner.name}
        {own ? null : <span className={classes["role"]}>{t(`ui.role.${card.role}`)}</span>}
      </span>
      <span className={classes["cell"]}>
        <Moment iso={card.trashedAt ?? card.changedAt} />
        {card.changedBy && !props.inTrash ? (
          <span className={classes["role"]}>
            {card.changedBy.id === me.person.id ? t("documents.list.me") : card.changedBy.name}
          </span>
        ) : null}
      </span>
      <DocumentMenu card={card} inTrash={props.inTrash} />
    </li>
  );
}
