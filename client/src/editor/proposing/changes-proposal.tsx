import { Anchor } from "@mantine/core";
import type { DocumentProposal } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import classes from "./changes-panel.module.css";

/** Says that a proposal is about words that somebody else only proposes, and leads to those; its author is told how to answer instead. */
export function ChangesProposal(props: {
  proposal: DocumentProposal;
  changed: DocumentProposal | null;
  /** Whether it is the reader's own. */
  own: boolean;
  onShow: (changed: DocumentProposal) => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const { proposal, changed, own } = props;
  if (changed === null) return null;
  const name = changed.author?.name ?? t("editor.changes.unknownAuthor");
  return (
    <div className={classes["inside"]}>
      <p>
        {t("editor.changes.changing.words", { name })}{" "}
        <Anchor component="button" type="button" inherit onClick={() => props.onShow(changed)}>
          {t("editor.changes.changing.show")}
        </Anchor>
      </p>
      {proposal.requires.includes(changed.id) ? <p>{t("editor.changes.changing.after")}</p> : null}
      {own ? <p>{t("editor.changes.changing.instead", { act: t("editor.changes.counter.begin") })}</p> : null}
    </div>
  );
}
