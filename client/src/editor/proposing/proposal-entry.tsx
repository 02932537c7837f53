import { Button, Checkbox } from "@mantine/core";
import { IconArrowBackUp, IconArrowsExchange, IconCheck, IconX } from "@tabler/icons-react";
import type { ClausePlace } from "@parley/document";
import type { CommentThread, DocumentProposal } from "@parley/documents";
import { type CSSProperties, type ReactElement, memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { partyWash, personColour } from "../../ui/theme/party-colour.ts";
import { type ListedRow, rowAttributes, useStaysInPage } from "../../ui/windowed-rows.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { AlternativeSign } from "./alternatives-choice.tsx";
import classes from "./changes-panel.module.css";
import { changedProposals } from "./changed-proposals.ts";
import { ChangedWords } from "./changed-words.tsx";
import { headWords } from "./head-words.ts";
import { InsideWords } from "./inside-words.tsx";
import { ChangesProposal } from "./changes-proposal.tsx";
import { LostWords } from "./lost-words.tsx";
import { PlaceLine } from "./place-line.tsx";
import { printedNumber } from "./place-words.ts";
import { MoveLine } from "./move-line.tsx";
import { DiscussButton, ProposalDiscussion } from "./proposal-discussion.tsx";
import { threadsOfProposal } from "./proposal-threads.ts";
import { ReasonField } from "./reason-field.tsx";
import { type Alternative, rivalsIn } from "./rivals.ts";
import { isOfOneBlock, settingPlaceWords, settingsOf } from "./proposed-settings.ts";
import { useShow } from "./use-deciding.ts";
import type { Verdict } from "./use-proposals.ts";

/** What one does with proposals of a list. */
export interface EntryActs {
  readonly show: (proposal: DocumentProposal) => void;
  readonly decide: (verdict: Verdict, proposal: DocumentProposal, reason: string) => void;
  readonly choose: (proposal: DocumentProposal, chosen: boolean) => void;
}

interface EntryProps {
  readonly proposal: DocumentProposal;
  readonly active: boolean;
  /** The same object as long as the list stands. */
  readonly acts: EntryActs;
  /** Whether something is being decided at this moment. */
  readonly deciding: boolean;
  /** Which alternative it is, where accepting it rejects another one. */
  readonly rival: Alternative | null;
  /** The proposal of somebody else of which it would change words. */
  readonly changed: DocumentProposal | null;
  /** Its discussions. */
  readonly threads: readonly CommentThread[];
  /** Whether it is one of several to be decided on at once; `null` where there is no choice. */
  readonly chosen: boolean | null;
  /** Whether it is listed behind what it answers. */
  readonly answer: boolean;
  /** A sign beside the name. */
  readonly sign: string | null;
  /** Where it stands, where no list says it. */
  readonly stands: ClausePlace | null;
  /** The number that is printed before the paragraph in which it stands; empty for none. */
  readonly number: string;
  /** The beginning of the paragraph whose settings it changes, as agreed; empty where it sets nothing. */
  readonly inParagraph: string;
  /** Its place among the rows of a long list: where it stands, and as which of how many. */
  readonly measure: (element: HTMLElement | null) => void;
  readonly index: number;
  readonly topPx: number | null;
  readonly ordinal: number;
  readonly ofCount: number;
}

/** A proposal that stands alone among other things: it finds out itself what a list would tell it. */
export function ProposalEntry(props: {
  proposal: DocumentProposal;
  active: boolean;
  onShow: () => void;
  onDecide: (verdict: Verdict, reason: string) => void;
  sign: string | null;
  stands: ClausePlace | null;
  row: ListedRow;
}): ReactElement {
  const { comments, opened } = useDocumentEditor();
  const { list, deciding } = useListedProposals();
  const showOther = useShow();
  const { proposal, active, sign, row } = props;
  const acts: EntryActs = {
    show: (shown) => (shown.id === proposal.id ? props.onShow() : showOther(shown.id)),
    decide: (verdict, _proposal, reason) => props.onDecide(verdict, reason),
    choose: () => undefined,
  };
  return (
    <EntryOfList
      proposal={proposal}
      active={active}
      acts={acts}
      deciding={deciding}
      rival={rivalsIn(list ?? []).get(proposal.id) ?? null}
      changed={changedProposals(list ?? []).get(proposal.id) ?? null}
      threads={threadsOfProposal(comments.threads ?? [], proposal, list ?? [])}
      chosen={null}
      answer={false}
      sign={sign}
      stands={props.stands}
      number={props.stands ? printedNumber(props.stands) : ""}
      inParagraph={opened ? settingPlaceWords(proposal.records, opened.ydoc, headWords(list ?? [])) : ""}
      measure={row.measure}
      index={row.place.index}
      topPx={row.place.topPx}
      ordinal={row.place.index + 1}
      ofCount={row.ofCount}
    />
  );
}

/**
 * One proposal: whose it is, what it changes, what is said about it, and what one may do about it.
 * Of a list of hundreds only those are drawn anew that have changed.
 */
export const EntryOfList = memo(function EntryOfList(props: EntryProps): ReactElement {
  const { t } = useTranslation();
  const { proposal, active, acts, threads, measure } = props;
  const { author, party } = proposal;
  const { opened, person } = useDocumentEditor();
  const [discussing, setDiscussing] = useState(false);
  useStaysInPage(proposal.id, discussing);
  const instead = props.answer ? t("editor.changes.counter.instead") : null;
  const colours = {
    "--person": personColour(party, author?.id ?? ""),
    "--person-wash": partyWash(party),
  } as CSSProperties;
  const row = rowAttributes(proposal.id, props);
  return (
    <li
      className={classes["entry"]}
      data-active={active || undefined}
      data-answer={props.answer || undefined}
      ref={measure}
      {...row}
      aria-posinset={props.ordinal}
      aria-setsize={props.ofCount}
      style={{ ...colours, ...row.style }}
    >
      <div className={classes["top"]}>
        <button type="button" className={classes["face"]} aria-current={active} onClick={() => acts.show(proposal)}>
          <Byline proposal={proposal} sign={props.sign} />
          {instead === null && props.rival === null ? null : (
            <span className={classes["signs"]}>
              {props.rival ? <AlternativeSign alternative={props.rival} /> : null}
              {instead === null ? null : <span className={classes["sign"]}>{instead}</span>}
            </span>
          )}
          <PlaceLine place={props.stands} />
          <ChangedWords
            {...proposal}
            settings={opened ? settingsOf(proposal, opened.ydoc) : []}
            inParagraph={props.inParagraph}
            number={isOfOneBlock(proposal) ? props.number : ""}
          />
          {proposal.kind === "move" ? <MoveLine proposal={proposal} /> : null}
        </button>
        {props.chosen === null ? null : (
          <Choice proposal={proposal} chosen={props.chosen} onChoose={(chosen) => acts.choose(proposal, chosen)} />
        )}
      </div>
      <ChangesProposal proposal={proposal} changed={props.changed} own={author?.id === person.id} onShow={acts.show} />
      <InsideWords inside={proposal.inside} />
      <LostWords proposal={proposal} />
      {active && props.rival ? <p className={classes["rival"]}>{t("editor.changes.counter.rival")}</p> : null}
      <Acts {...props}>
        <DiscussButton threads={threads} opened={discussing} onToggle={() => setDiscussing(!discussing)} />
      </Acts>
      {discussing ? <ProposalDiscussion threads={threads} proposalId={proposal.id} /> : null}
    </li>
  );
});

function Byline({ proposal, sign }: { proposal: DocumentProposal; sign: string | null }): ReactElement {
  const { t } = useTranslation();
  const { author, party, proposedAt } = proposal;
  const name = author?.name ?? t("editor.changes.unknownAuthor");
  return (
    <span className={classes["who"]}>
      <PersonBadge id={author?.id ?? ""} name={name} party={party} sizePx={24} />
      <span className={classes["names"]}>
        <span className={classes["name"]}>{name}</span>
        <PartyLabel party={party} />
      </span>
      {sign === null ? null : <span className={classes["sign"]}>{sign}</span>}
      <span className={classes["when"]}>
        <Moment iso={proposedAt} />
      </span>
    </span>
  );
}

function Choice(props: {
  proposal: DocumentProposal;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
}): ReactElement {
  const { t } = useTranslation();
  const name = props.proposal.author?.name ?? t("editor.changes.unknownAuthor");
  return (
    <Checkbox
      className={classes["choice"] ?? ""}
      size="xs"
      checked={props.chosen}
      aria-label={t("editor.changes.choose", { name })}
      onChange={({ currentTarget }) => props.onChoose(currentTarget.checked)}
    />
  );
}

/** Decisions, with a reason for whoever wants to give one: of the proposal that is looked at. */
function Acts(
  props: Pick<EntryProps, "proposal" | "active" | "acts" | "deciding"> & { children: ReactElement },
): ReactElement {
  const { t } = useTranslation();
  const { person, mayDecide, mayAccept, editable, countering } = useDocumentEditor();
  const own = props.proposal.author?.id === person.id;
  const { reason, setReason } = useReason(props.proposal.id);
  const button = (verdict: Verdict, variant: "default" | "subtle", icon: ReactElement): ReactElement => (
    <Button
      size="compact-xs"
      variant={variant}
      disabled={props.deciding}
      leftSection={icon}
      onClick={() => props.acts.decide(verdict, props.proposal, props.active ? reason : "")}
    >
      {t(`editor.changes.${verdict}`)}
    </Button>
  );
  return (
    <>
      {props.active && (mayDecide || (own && editable)) ? (
        <ReasonField inCard value={reason} onChange={setReason} />
      ) : null}
      <div className={classes["acts"]}>
        {mayDecide ? (
          <div className={classes["actsPart"]}>
            {mayAccept(props.proposal) ? button("accept", "default", <IconCheck size={14} />) : null}
            {button("reject", "default", <IconX size={14} />)}
          </div>
        ) : null}
        <div className={classes["actsPart"]}>
          {own && editable ? button("withdraw", "subtle", <IconArrowBackUp size={14} />) : null}
          {props.children}
          {editable && !own && props.active ? (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<IconArrowsExchange size={14} />}
              onClick={() => countering.begin(props.proposal)}
            >
              {t("editor.changes.counter.begin")}
            </Button>
          ) : null}
        </div>
      </div>
      {props.active && mayDecide && !mayAccept(props.proposal) ? (
        <p className={classes["whoDecides"]}>{t("editor.changes.otherSideDecides")}</p>
      ) : null}
    </>
  );
}

/** What is typed as a reason: kept while its proposal waits, also when another one is looked at in between. */
const typedReasons = new Map<string, string>();

function useReason(proposalId: string): { reason: string; setReason: (reason: string) => void } {
  const [reason, keep] = useState(() => typedReasons.get(proposalId) ?? "");
  const setReason = (next: string): void => {
    typedReasons.set(proposalId, next);
    keep(next);
  };
  return { reason, setReason };
}

/** The reason that is typed for a proposal, for whoever decides by a key. */
export const reasonTypedFor = (proposalId: string): string => typedReasons.get(proposalId) ?? "";
