import { IconUserMinus } from "@tabler/icons-react";
import type { Share } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ConfirmPopover } from "../../../ui/confirm-popover.tsx";
import { formatDay } from "../../../ui/format-moment.ts";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import classes from "./share-dialog.module.css";

/** The guests who came in through a link that is made out to nobody, below it; each can be removed alone. */
export function LinkGuests(props: { documentId: string; share: Share; editable: boolean }): ReactElement | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const { target, party, id } = props.share;
  const remove = useAction(
    (personId: string) =>
      documentsEndpoints.shares.removeFromLink.call({ id: props.documentId, shareId: id, personId }),
    { refreshes: [documentsEndpoints.shares.key(), documentsEndpoints.mentionable.key()] },
  );
  if (target.type !== "link" || target.audience !== "guests" || target.email !== null) return null;
  if (target.usedBy.length === 0) return null;
  return (
    <>
      <ul className={classes["guests"]} aria-label={t("documents.share.guestsOfLink")}>
        {target.usedBy.map(({ personId, name, email, since }) => (
          <li key={personId} className={classes["guestRow"]}>
            <PersonBadge id={personId} name={name} party={party} sizePx={28} />
            <div className={classes["who"]}>
              <div className={classes["guestName"]}>{name}</div>
              <div className={classes["detail"]}>
                {email} ·{" "}
                <span className={classes["whole"]}>
                  {t("documents.share.since", { day: formatDay(since, language) })}
                </span>
              </div>
            </div>
            {props.editable ? (
              <ConfirmPopover
                className={classes["revoke"]}
                icon={<IconUserMinus size={18} stroke={1.6} />}
                label={t("documents.share.removeOf", { name })}
                text={t("documents.share.removeText", { name, email })}
                action={t("documents.share.remove")}
                onConfirm={() => remove.mutate(personId)}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {remove.error ? (
        <div className={classes["problem"]} role="alert">
          {sentenceOf(remove.error)}
        </div>
      ) : null}
    </>
  );
}
