import { Button, Checkbox, Textarea } from "@mantine/core";
import { IconArrowBackUp, IconArrowsExchange, IconCheck, IconX } from "@tabler/icons-react";
import type { DocumentProposal } from "@parley/documents";
import { type CSSProperties, type ReactElement, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { partyWash, personColour } from "../../ui/theme/party-colour.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import { ChangedWords } from "./changed-words.tsx";
import { DiscussButton, ProposalDiscussion } from "./proposal-discussion.tsx";
import { threadsOfProposal } from "./proposal-threads.ts";
import { hasRival } from "./rivals.ts";
import { settingsOf } from "./proposed-settings.ts";
import type { Verdict } from "./use-proposals.ts";

/** One proposal: whose it is, what it changes, what is said about it, and what one may do about it. */
export function ProposalEntry(props: {
  proposal: DocumentProposal;
  active: boolean;
  onShow: () => void;
  onDecide: (verdict: Verdict, reason: string) => void;
  /** Whether it is one of several to be decided on at once; without it there is no choice. */
  chosen?: boolean;
  onChoose?: (chosen: boolean) => void;
  /** Whether it is listed behind what it answers. */
  answer?: boolean;
  /** A sign beside the name. */
  sign?: string | null;
}): ReactElement {
  const { t } = useTranslation();
  const { proposal, active } = props;
  const { author, party } = proposal;
  const { comments, proposals, opened } = useDocumentEditor();
  const [discussing, setDiscussing] = useState(false);
  const entry = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) entry.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const sign = props.answer ? t("editor.changes.counter.instead") : (props.sign ?? null);
  const rival = hasRival(proposal, proposals.list ?? []);
  const threads = threadsOfProposal(comments.threads ?? [], proposal, proposals.list ?? []);
  const colours = {
    "--person": personColour(party, author?.id ?? ""),
    "--person-wash": partyWash(party),
  } as CSSProperties;
  return (
    <li
      className={classes["entry"]}
      data-active={active || undefined}
      data-answer={props.answer || undefined}
      ref={entry}
      style={colours}
    >
      <div className={classes["top"]}>
        <button type="button" className={classes["face"]} aria-current={active} onClick={props.onShow}>
          <Byline proposal={proposal} />
          {sign === null ? null : <span className={classes["sign"]}>{sign}</span>}
          <ChangedWords {...proposal} settings={opened ? settingsOf(proposal.records, opened.ydoc) : []} />
        </button>
        {props.onChoose ? (
          <Choice proposal={proposal} chosen={props.chosen ?? false} onChoose={props.onChoose} />
        ) : null}
      </div>
      {active && rival ? <p className={classes["rival"]}>{t("editor.changes.counter.rival")}</p> : null}
      <Acts {...props}>
        <DiscussButton threads={threads} opened={discussing} onToggle={() => setDiscussing(!discussing)} />
      </Acts>
      {discussing ? <ProposalDiscussion threads={threads} proposalId={proposal.id} /> : null}
    </li>
  );
}

function Byline({ proposal }: { proposal: DocumentProposal }): ReactElement {
  const { t } = useTranslation();
  const { author, party, proposedAt } = proposal;
  const name = author?.name ?? t("editor.changes.unknownAuthor");
  return (
    <span className={classes["who"]}>
      <PersonBadge id={author?.id ?? ""} name={name} party={party} sizePx={24} />
      <span className={classes["name"]}>{name}</span>
      <PartyLabel party={party} />
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
function Acts(props: {
  proposal: DocumentProposal;
  active: boolean;
  onDecide: (verdict: Verdict, reason: string) => void;
  children: ReactElement;
}): ReactElement {
  const { t } = useTranslation();
  const { person, mayDecide, proposals, editable, countering } = useDocumentEditor();
  const own = props.proposal.author?.id === person.id;
  const { reason, setReason } = useReason(props.proposal.id);
  const button = (verdict: Verdict, variant: "default" | "subtle", icon: ReactElement): ReactElement => (
    <Button
      size="compact-xs"
      variant={variant}
      disabled={proposals.deciding}
      leftSection={icon}
      onClick={() => props.onDecide(verdict, props.active ? reason : "")}
    >
      {t(`editor.changes.${verdict}`)}
    </Button>
  );
  return (
    <>
      {props.active && (mayDecide || own) ? (
        <Textarea
          className={classes["reasonField"] ?? ""}
          size="xs"
          autosize
          minRows={1}
          maxRows={6}
          maxLength={2_000}
          value={reason}
          aria-label={t("editor.changes.reason")}
          placeholder={t("editor.changes.reasonPlaceholder")}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      ) : null}
      <div className={classes["acts"]}>
        {mayDecide ? button("accept", "default", <IconCheck size={14} />) : null}
        {mayDecide ? button("reject", "default", <IconX size={14} />) : null}
        {own ? button("withdraw", "subtle", <IconArrowBackUp size={14} />) : null}
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
