import { Button } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconX } from "@tabler/icons-react";
import type { DocumentProposal } from "@parley/documents";
import { type CSSProperties, type ReactElement, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { partyWash, personColour } from "../../ui/theme/party-colour.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import { ChangedWords } from "./changed-words.tsx";
import type { Verdict } from "./use-proposals.ts";

/** One proposal: whose it is, what it changes, and what one may do about it. */
export function ProposalEntry(props: {
  proposal: DocumentProposal;
  active: boolean;
  onShow: () => void;
  onDecide: (verdict: Verdict) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { proposal, active } = props;
  const { author, party } = proposal;
  const { person, mayDecide, proposals } = useDocumentEditor();
  const own = author?.id === person.id;
  const entry = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) entry.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const name = author?.name ?? t("editor.changes.unknownAuthor");
  const colours = {
    "--person": personColour(party, author?.id ?? ""),
    "--person-wash": partyWash(party),
  } as CSSProperties;
  return (
    <li className={classes["entry"]} data-active={active || undefined} ref={entry} style={colours}>
      <button type="button" className={classes["face"]} aria-current={active} onClick={props.onShow}>
        <span className={classes["who"]}>
          <PersonBadge id={author?.id ?? ""} name={name} party={party} sizePx={24} />
          <span className={classes["name"]}>{name}</span>
          <PartyLabel party={party} />
          <span className={classes["when"]}>
            <Moment iso={proposal.proposedAt} />
          </span>
        </span>
        <ChangedWords {...proposal} attributes={proposal.records} />
      </button>
      <div className={classes["acts"]}>
        {mayDecide ? (
          <>
            <Button
              size="compact-xs"
              variant="default"
              disabled={proposals.deciding}
              leftSection={<IconCheck size={14} />}
              onClick={() => props.onDecide("accept")}
            >
              {t("editor.changes.accept")}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              disabled={proposals.deciding}
              leftSection={<IconX size={14} />}
              onClick={() => props.onDecide("reject")}
            >
              {t("editor.changes.reject")}
            </Button>
          </>
        ) : null}
        {own ? (
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={proposals.deciding}
            leftSection={<IconArrowBackUp size={14} />}
            onClick={() => props.onDecide("withdraw")}
          >
            {t("editor.changes.withdraw")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
