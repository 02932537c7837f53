import type { ReviewedChange } from "@parley/documents";
import { type CSSProperties, type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { partyWash, personColour } from "../../ui/theme/party-colour.ts";
import { ThreadCard } from "../comments/thread-card.tsx";
import { ChangedWords } from "../proposing/changed-words.tsx";
import { DecisionEntry } from "../proposing/decision-entry.tsx";
import { ProposalEntry } from "../proposing/proposal-entry.tsx";
import type { Verdict } from "../proposing/use-proposals.ts";
import type { ReviewItem } from "./review-items.ts";
import classes from "./review-panel.module.css";

/** One thing to look at, with what can be done about it in place. */
export function ReviewedItem(props: {
  item: ReviewItem;
  active: boolean;
  onLook: () => void;
  onDecide: (verdict: Verdict, reason: string) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { item, active, onLook } = props;
  switch (item.type) {
    case "proposal":
      return (
        <ProposalEntry
          proposal={item.proposal}
          active={active}
          sign={item.isNew ? t("editor.review.isNew") : null}
          onShow={onLook}
          onDecide={props.onDecide}
        />
      );
    case "change":
      return (
        <Framed active={active}>
          <Change change={item.change} active={active} onLook={onLook} />
        </Framed>
      );
    case "thread":
      return (
        <Framed active={active}>
          <button type="button" className={classes["label"]} onClick={onLook}>
            {t(`editor.review.why.${item.why}`)}
          </button>
          {item.thread.anchor.type === "document" || item.thread.anchor.quote === "" ? null : (
            <button type="button" className={classes["quote"]} onClick={onLook}>
              {item.thread.anchor.quote}
            </button>
          )}
          <ul className={classes["thread"]}>
            <ThreadCard thread={item.thread} beside />
          </ul>
        </Framed>
      );
    case "decision":
      return (
        <Framed active={active}>
          <ul className={classes["thread"]} onClick={onLook}>
            <DecisionEntry decision={item.decision} />
          </ul>
        </Framed>
      );
  }
}

/** The frame of what is looked at, kept in sight. */
function Framed(props: { active: boolean; children: ReactNode }): ReactElement {
  const frame = useRef<HTMLLIElement>(null);
  const { active } = props;
  useEffect(() => {
    if (active) frame.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <li ref={frame} className={classes["item"]} data-active={active || undefined}>
      {props.children}
    </li>
  );
}

function Change(props: { change: ReviewedChange; active: boolean; onLook: () => void }): ReactElement {
  const { t } = useTranslation();
  const { author, party, at, kind, insertedText, deletedText } = props.change;
  const colours = { "--person": personColour(party, author.id), "--person-wash": partyWash(party) } as CSSProperties;
  const isSilent = insertedText === "" && deletedText === "" && (kind === "delete" || kind === "remove");
  return (
    <button
      type="button"
      className={classes["face"]}
      aria-current={props.active}
      style={colours}
      onClick={props.onLook}
    >
      <span className={classes["who"]}>
        <PersonBadge id={author.id} name={author.name} party={party} sizePx={24} />
        <span className={classes["names"]}>
          <span className={classes["name"]}>{author.name}</span>
          <PartyLabel party={party} />
        </span>
        <span className={classes["when"]}>
          <Moment iso={at} />
        </span>
      </span>
      <CameBack change={props.change} />
      <ChangedWords {...props.change} />
      {isSilent ? <span className={classes["hint"]}>{t("editor.review.gone")}</span> : null}
    </button>
  );
}

/** That words are not new, and who wrote them: whoever restores a version writes nothing. */
function CameBack({ change }: { change: ReviewedChange }): ReactElement | null {
  const { t } = useTranslation();
  const { came, writers, author } = change;
  if (came === "written") return null;
  const names = writers.map(({ name }) => name).join(t("editor.review.and"));
  const isOwn = writers.every(({ id }) => id === author.id);
  return (
    <span className={classes["came"]}>
      <span>{t(`editor.review.came.${came}`)}</span>
      {isOwn ? null : <span>{t("editor.review.writtenBy", { names })}</span>}
    </span>
  );
}
