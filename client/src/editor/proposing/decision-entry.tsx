import type { KeptProposalDecision } from "@parley/documents";
import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { type CSSProperties, type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { personColour } from "../../ui/theme/party-colour.ts";
import { type ListedRow, rowAttributes, useStaysInPage } from "../../ui/windowed-rows.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { ChangedWords } from "./changed-words.tsx";
import { UndoneNote } from "../restoring/undone-note.tsx";
import classes from "./changes-panel.module.css";
import { InsideWords } from "./inside-words.tsx";
import { movedBetweenWords } from "./moved-between.ts";
import { PlaceLine } from "./place-line.tsx";
import { DiscussButton, ProposalDiscussion } from "./proposal-discussion.tsx";
import { threadsOfDecided } from "./proposal-threads.ts";
import { useTakingBack } from "./use-telling.tsx";

/** The name of a decision's row in a list. */
export const decisionRow = ({ seq }: Pick<KeptProposalDecision, "seq">): string => `decision ${seq}`;

/**
 * A decision: who made it, for which party, when and why, and who had proposed what. `row` is its place in a list of them; `onShow` leads to
 * its place in the text.
 */
export function DecisionEntry(props: {
  decision: KeptProposalDecision;
  row?: ListedRow;
  onShow: () => void;
  /** Whether it is the one whose place is shown. */
  shown?: boolean;
  /** What is to be said of its place. */
  note?: string | undefined;
  /** A sign beside its name. */
  sign?: string | null;
}): ReactElement {
  const { decision, row, onShow, sign = null } = props;
  const { t } = useTranslation();
  const isTakenBack = decision.takenBackBy !== null;
  const { undone } = decision;
  const late = decision.verdict === "void" ? decision.proposals[0]?.late : undefined;
  return (
    <li
      className={classes["decision"]}
      data-verdict={isTakenBack || undone ? undefined : decision.verdict}
      data-shown={props.shown === true || undefined}
      onClick={({ target }) => {
        // What can be pressed or written in has a meaning of its own, and whoever selects words points at nothing.
        const isItself = !(target instanceof Element && target.closest("button, a, input, textarea"));
        if (isItself && (window.getSelection()?.isCollapsed ?? true)) onShow();
      }}
      ref={row?.measure}
      {...(row && {
        ...rowAttributes(decisionRow(decision), row.place),
        "aria-posinset": row.place.index + 1,
        "aria-setsize": row.ofCount,
      })}
    >
      <button
        type="button"
        className={classes["decisionFace"]}
        aria-current={props.shown}
        title={t("story.change.show")}
        onClick={onShow}
      >
        <span className={classes["names"]}>
          <span className={classes["name"]}>
            {late
              ? t("editor.changes.verdict.late", { name: late.by?.name ?? t("editor.changes.unknownAuthor") })
              : t(`editor.changes.verdict.${decision.verdict}`, { name: decision.decidedBy.name })}
          </span>
          <PartyLabel party={decision.party} />
          {sign === null ? null : <span className={classes["sign"]}>{sign}</span>}
        </span>
        <span className={classes["when"]}>
          <Moment iso={decision.decidedAt} />
        </span>
      </button>
      {isTakenBack ? (
        <span className={classes["sign"]}>
          {t(decision.verdict === "void" ? "editor.changes.revived" : "editor.changes.takenBack")}
        </span>
      ) : null}
      {undone ? <UndoneNote undone={undone} className={classes["undone"]} /> : null}
      {decision.reason === null ? null : <p className={classes["reason"]}>{decision.reason}</p>}
      {decision.verdict === "takeBack" ? (
        <span className={classes["kind"]}>{t("editor.changes.waitsAgain")}</span>
      ) : null}
      {decision.proposals.map((proposal) => (
        <DecidedProposal key={proposal.id} decision={decision} proposal={proposal} />
      ))}
      {props.note === undefined ? null : (
        <p className={classes["hint"]} role="status">
          {props.note}
        </p>
      )}
      <AlongWith decision={decision} fate="notChosen" why="editor.changes.counter.notChosen" />
      <AlongWith decision={decision} fate="voided" why="editor.changes.voided" />
      {/* Last, since it takes all of this back. */}
      <TakeBack decision={decision} />
    </li>
  );
}

/** Offers to take a decision back, to who may decide for the side that made it. */
function TakeBack({ decision }: { decision: KeptProposalDecision }): ReactElement | null {
  const { t } = useTranslation();
  const { mayDecide, party } = useDocumentEditor();
  const { deciding } = useListedProposals();
  const takeBack = useTakingBack();
  const { verdict, takenBackBy, seq, stays } = decision;
  if (!mayDecide || takenBackBy !== null || decision.party !== party) return null;
  if (verdict !== "accept" && verdict !== "reject") return null;
  // That its place has changed is said with what became of it.
  if (stays)
    return stays === "moved" ? <span className={classes["kind"]}>{t("editor.restored.stays.moved")}</span> : null;
  return (
    <div className={classes["acts"]}>
      <Button
        size="compact-xs"
        variant="subtle"
        disabled={deciding}
        leftSection={<IconArrowBackUp size={14} />}
        onClick={(event) => {
          event.stopPropagation();
          takeBack(seq, { verdict, proposals: decision.proposals });
        }}
      >
        {t("editor.changes.takeBack")}
      </Button>
    </div>
  );
}

/** What the decision settled without naming it, by a bar of its own: it was not accepted. A taking back brings it back like the rest. */
function AlongWith(props: {
  decision: KeptProposalDecision;
  fate: "notChosen" | "voided";
  why: string;
}): ReactElement | null {
  const { t } = useTranslation();
  const { decision, fate } = props;
  const proposals = decision[fate];
  if (proposals.length === 0) return null;
  const stands = decision.verdict !== "takeBack" && decision.takenBackBy === null;
  return (
    <section className={classes["along"]} data-fate={stands ? fate : undefined}>
      {decision.verdict === "takeBack" ? null : <span className={classes["alongHead"]}>{t(props.why)}</span>}
      {proposals.map((proposal) => (
        <DecidedProposal key={proposal.id} decision={decision} proposal={proposal} />
      ))}
    </section>
  );
}

/** How it is said that its words went: alone, or with what they would replace. */
const broughtWith = { none: "brought", part: "broughtPart", all: "broughtAll" } as const;

const bringsAnything = ({ kind, insertedText }: KeptProposalDecision["proposals"][number]): boolean =>
  kind === "block" || insertedText !== "";

function DecidedProposal(props: {
  decision: KeptProposalDecision;
  proposal: KeptProposalDecision["proposals"][number];
}): ReactElement {
  const { t } = useTranslation();
  const { comments } = useDocumentEditor();
  const { decision, proposal } = props;
  const [discussing, setDiscussing] = useState(false);
  useStaysInPage(decisionRow(decision), discussing);
  const threads = threadsOfDecided(comments.threads ?? [], decision.seq, proposal.id);
  const { author, party } = proposal;
  const name = author?.name ?? t("editor.changes.unknownAuthor");
  const colours = { "--person": personColour(party, author?.id ?? "") } as CSSProperties;
  // Where all of it waits again the decision says so, and by whom.
  const isBack = proposal.waitsAgain && decision.takenBackBy === null && decision.undone === null;
  // Whoever withdraws withdraws what is their own.
  const isNamed = decision.verdict !== "withdraw";
  return (
    <div className={classes["decided"]} style={colours}>
      {isNamed ? (
        <span className={classes["proposer"]}>
          <PersonBadge id={author?.id ?? ""} name={name} party={party} sizePx={24} />
          {t(`editor.changes.${proposal.writers.length > 0 ? "proposedWith" : "proposedBy"}`, {
            name,
            writers: proposal.writers.map((writer) => writer.name).join(t("editor.review.and")),
          })}
        </span>
      ) : null}
      <PlaceLine place={proposal.clause} />
      <ChangedWords {...proposal} movedFrom={proposal.moved ? movedBetweenWords(proposal.moved, t) : null} />
      <InsideWords inside={proposal.inside} accepted />
      {isBack ? <span className={classes["sign"]}>{t("editor.changes.revived")}</span> : null}
      {decision.verdict === "void" && !isBack ? (
        <span className={classes["kind"]}>
          {proposal.late
            ? t("editor.changes.void.late", { name: proposal.late.by?.name ?? t("editor.changes.unknownAuthor") })
            : t(
                `editor.changes.void.${bringsAnything(proposal) ? broughtWith[proposal.groundGone ?? "none"] : "about"}`,
                {
                  name: decision.decidedBy.name,
                },
              )}
        </span>
      ) : null}
      {threads.length > 0 ? (
        <div className={classes["acts"]}>
          <DiscussButton threads={threads} opened={discussing} onToggle={() => setDiscussing(!discussing)} />
        </div>
      ) : null}
      {discussing ? <ProposalDiscussion threads={threads} proposalId={null} /> : null}
    </div>
  );
}
