import type { ReviewedChange, ReviewedRestoration } from "@parley/documents";
import type { CSSProperties, ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { partyWash, personColour } from "../../ui/theme/party-colour.ts";
import { type ListedRow, rowAttributes } from "../../ui/windowed-rows.ts";
import { ThreadCard } from "../comments/thread-card.tsx";
import { WordsLeft } from "../comments/words-left.tsx";
import { ChangedWords } from "../proposing/changed-words.tsx";
import type { ClauseOutline } from "../proposing/clause-outline.ts";
import { DecisionEntry, decisionRow } from "../proposing/decision-entry.tsx";
import { movedFromWords } from "../proposing/moved-from.ts";
import { PlaceLine } from "../proposing/place-line.tsx";
import { ProposalEntry } from "../proposing/proposal-entry.tsx";
import type { Verdict } from "../proposing/use-proposals.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { CompareRestoration } from "../restoring/compare-restoration.tsx";
import { RestorationLines } from "../restoring/restoration-lines.tsx";
import { useRestoredTitle } from "../restoring/use-restored-title.ts";
import { placeOfItem, placeOfReviewed } from "./place-of-item.ts";
import type { ReviewItem } from "./review-items.ts";
import classes from "./review-panel.module.css";

/** One thing to look at, with what can be done about it in place. */
export function ReviewedItem(props: {
  item: ReviewItem;
  active: boolean;
  /** Where everything stands in the contract; a decision says that itself. */
  outline: ClauseOutline | null;
  row: ListedRow;
  /** Looks at it, or at one of the changes that it consists of. */
  onLook: (part?: ReviewedChange) => void;
  onDecide: (verdict: Verdict, reason: string) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { item, active, outline, row } = props;
  const stands = outline && placeOfItem(item, outline);
  const onLook = (): void => props.onLook();
  const frame = { active, row, name: rowOf(item) };
  switch (item.type) {
    case "proposal":
      return (
        <ProposalEntry
          proposal={item.proposal}
          active={active}
          stands={stands}
          row={row}
          sign={item.isNew ? t("editor.review.isNew") : null}
          onShow={onLook}
          onDecide={props.onDecide}
        />
      );
    case "change":
      return (
        <Framed {...frame}>
          <Change change={item.change} active={active} outline={outline} onLook={onLook} />
        </Framed>
      );
    case "thread":
      return (
        <Framed {...frame}>
          <button type="button" className={classes["label"]} onClick={onLook}>
            {t(`editor.review.why.${item.why}`)}
          </button>
          <PlaceLine place={stands} />
          {item.thread.anchor.type === "document" || item.thread.anchor.quote === "" ? null : (
            <button type="button" className={classes["quote"]} onClick={onLook}>
              {item.thread.anchor.quote}
            </button>
          )}
          <WordsLeft thread={item.thread} />
          <ul className={classes["thread"]}>
            <ThreadCard thread={item.thread} beside />
          </ul>
        </Framed>
      );
    case "restoration":
      return (
        <Framed {...frame}>
          <Restored item={item} active={active} outline={outline} onLook={props.onLook} />
        </Framed>
      );
    case "decision":
      return (
        <Framed {...frame}>
          <ul className={classes["thread"]}>
            {/* Only what was decided since this person last looked is here. */}
            <DecisionEntry decision={item.decision} sign={t("editor.review.isNew")} onShow={onLook} />
          </ul>
        </Framed>
      );
  }
}

/** The name of an item's row: what is opened or written in it keeps the row in the page by that. */
export function rowOf(item: ReviewItem): string {
  switch (item.type) {
    case "proposal":
      return item.proposal.id;
    case "thread":
      return item.thread.id;
    case "decision":
      return decisionRow(item.decision);
    case "change":
    case "restoration":
      return item.id;
  }
}

/** The frame of what is looked at. */
function Framed(props: { name: string; active: boolean; row: ListedRow; children: ReactNode }): ReactElement {
  const { active, name } = props;
  const { place, ofCount, measure } = props.row;
  return (
    <li
      ref={measure}
      className={classes["item"]}
      data-active={active || undefined}
      {...rowAttributes(name, place)}
      aria-posinset={place.index + 1}
      aria-setsize={ofCount}
    >
      {props.children}
    </li>
  );
}

function Change(props: {
  change: ReviewedChange;
  active: boolean;
  outline: ClauseOutline | null;
  onLook: () => void;
}): ReactElement {
  const { author, party, at } = props.change;
  const colours = { "--person": personColour(party, author.id), "--person-wash": partyWash(party) } as CSSProperties;
  return (
    <button
      type="button"
      className={classes["face"]}
      aria-current={props.active}
      style={colours}
      onClick={props.onLook}
    >
      <Who person={author} party={party} at={at} />
      <CameBack change={props.change} />
      <WhatChanged change={props.change} outline={props.outline} />
    </button>
  );
}

/** Where a change is, and what it did. */
function WhatChanged({ change, outline }: { change: ReviewedChange; outline: ClauseOutline | null }): ReactElement {
  const { t } = useTranslation();
  const { kind, subject, insertedText, deletedText, movedFrom } = change;
  // A table, a picture or a row that went is told by that.
  const isTold = kind === "remove" && subject !== undefined && subject !== "paragraph";
  const isSilent = insertedText === "" && deletedText === "" && (kind === "delete" || kind === "remove") && !isTold;
  return (
    <>
      <PlaceLine place={outline && placeOfReviewed(change, outline)} />
      <ChangedWords {...change} movedFrom={movedFrom && movedFromWords(movedFrom, outline, t)} />
      {isSilent ? <span className={classes["hint"]}>{t("editor.review.gone")}</span> : null}
    </>
  );
}

function Who({
  person,
  party,
  at,
}: Pick<ReviewedRestoration, "party" | "at"> & { person: ReviewedRestoration["by"] }): ReactElement {
  return (
    <span className={classes["who"]}>
      <PersonBadge id={person.id} name={person.name} party={party} sizePx={24} />
      <span className={classes["names"]}>
        <span className={classes["name"]}>{person.name}</span>
        <PartyLabel party={party} />
      </span>
      <span className={classes["when"]}>
        <Moment iso={at} />
      </span>
    </span>
  );
}

/** That somebody restored a version: which one, what went and came back with that, change by change when asked, and the way to see it. */
function Restored(props: {
  item: Extract<ReviewItem, { type: "restoration" }>;
  active: boolean;
  outline: ClauseOutline | null;
  onLook: (part?: ReviewedChange) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { person } = useDocumentEditor();
  const { restoration, parts } = props.item;
  const title = useRestoredTitle()(restoration.version);
  const { by, party, at, figures } = restoration;
  const colours = { "--person": personColour(party, by.id), "--person-wash": partyWash(party) } as CSSProperties;
  return (
    <div className={classes["face"]} style={colours}>
      <button type="button" className={classes["face"]} aria-current={props.active} onClick={() => props.onLook()}>
        <Who person={by} party={party} at={at} />
        <span className={classes["did"]}>
          {title === null ? t("editor.restored.restoredEarlier") : t("editor.restored.restored", { title })}
        </span>
      </button>
      {figures ? <RestorationLines figures={figures} tense="did" readerId={person.id} /> : null}
      {parts.length === 0 ? null : (
        <details className={classes["parts"]}>
          <summary>{t("editor.review.parts", { count: parts.length })}</summary>
          <ul className={classes["list"]}>
            {parts.map((change) => (
              <li key={change.id}>
                <button type="button" className={classes["part"]} onClick={() => props.onLook(change)}>
                  <WhatChanged change={change} outline={props.outline} />
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
      <CompareRestoration restoration={restoration} className={classes["link"]} />
    </div>
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
