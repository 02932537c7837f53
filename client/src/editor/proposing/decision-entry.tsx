import type { KeptProposalDecision } from "@parley/documents";
import { type CSSProperties, type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { personColour } from "../../ui/theme/party-colour.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { ChangedWords } from "./changed-words.tsx";
import classes from "./changes-panel.module.css";
import { DiscussButton, ProposalDiscussion } from "./proposal-discussion.tsx";
import { threadsOfDecided } from "./proposal-threads.ts";

/** A decision: who made it, for which party, when and why, and who had proposed what. */
export function DecisionEntry({ decision }: { decision: KeptProposalDecision }): ReactElement {
  const { t } = useTranslation();
  return (
    <li className={classes["decision"]} data-verdict={decision.verdict}>
      <span className={classes["who"]}>
        <span className={classes["name"]}>
          {t(`editor.changes.verdict.${decision.verdict}`, { name: decision.decidedBy.name })}
        </span>
        <PartyLabel party={decision.party} />
        <span className={classes["when"]}>
          <Moment iso={decision.decidedAt} />
        </span>
      </span>
      {decision.reason === null ? null : <p className={classes["reason"]}>{decision.reason}</p>}
      {decision.proposals.map((proposal) => (
        <DecidedProposal key={proposal.id} decision={decision} proposal={proposal} />
      ))}
      <AlongWith decision={decision} proposals={decision.notChosen} why="editor.changes.counter.notChosen" />
      <AlongWith decision={decision} proposals={decision.voided} why="editor.changes.voided" />
    </li>
  );
}

/** What the decision settled without naming it. */
function AlongWith(props: {
  decision: KeptProposalDecision;
  proposals: KeptProposalDecision["proposals"];
  why: string;
}): ReactElement | null {
  const { t } = useTranslation();
  if (props.proposals.length === 0) return null;
  return (
    <>
      <span className={classes["kind"]}>{t(props.why)}</span>
      {props.proposals.map((proposal) => (
        <DecidedProposal key={proposal.id} decision={props.decision} proposal={proposal} />
      ))}
    </>
  );
}

function DecidedProposal(props: {
  decision: KeptProposalDecision;
  proposal: KeptProposalDecision["proposals"][number];
}): ReactElement {
  const { t } = useTranslation();
  const { comments } = useDocumentEditor();
  const { decision, proposal } = props;
  const [discussing, setDiscussing] = useState(false);
  const threads = threadsOfDecided(comments.threads ?? [], decision.seq, proposal.id);
  const { author, party } = proposal;
  const name = author?.name ?? t("editor.changes.unknownAuthor");
  const colours = { "--person": personColour(party, author?.id ?? "") } as CSSProperties;
  // Whoever withdraws withdraws what is their own.
  const isNamed = decision.verdict !== "withdraw";
  return (
    <div className={classes["decided"]} style={colours}>
      {isNamed ? (
        <span className={classes["proposer"]}>
          <PersonBadge id={author?.id ?? ""} name={name} party={party} sizePx={18} />
          {t("editor.changes.proposedBy", { name })}
        </span>
      ) : null}
      <ChangedWords {...proposal} />
      {threads.length > 0 ? (
        <div className={classes["acts"]}>
          <DiscussButton threads={threads} opened={discussing} onToggle={() => setDiscussing(!discussing)} />
        </div>
      ) : null}
      {discussing ? <ProposalDiscussion threads={threads} proposalId={null} /> : null}
    </div>
  );
}
