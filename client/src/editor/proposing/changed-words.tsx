import type { BlockSubject, ProposedSetting, ReviewedChange } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import classes from "./changes-panel.module.css";
import { withSigns } from "./invisible-characters.ts";
import { describeSettings, kindWords } from "./setting-words.ts";

const BREAK = "\u2029";

/** What a proposal or a change does: its kind, the words before and after, and what is set or formatted. */
export function ChangedWords(props: {
  kind: ReviewedChange["kind"];
  subject?: BlockSubject | undefined;
  insertedText: string;
  deletedText: string;
  settings: readonly ProposedSetting[];
  /** The beginning of the paragraph whose settings change, where no words say which it is. */
  inParagraph?: string;
}): ReactElement {
  const { t } = useTranslation();
  const inserted = shown(props.insertedText);
  // Words that are moved as they are stand there once.
  const isMoved = props.kind === "move" && plain(props.deletedText) === plain(props.insertedText);
  const deleted = isMoved ? "" : shown(props.deletedText);
  return (
    <span className={classes["change"]}>
      <span className={classes["kind"]}>{kindWords(props.kind, props.subject, t)}</span>
      {deleted === "" ? null : <del className={classes["old"]}>{deleted}</del>}
      {inserted === "" ? null : <ins className={classes["new"]}>{inserted}</ins>}
      {props.inParagraph && inserted === "" && deleted === "" ? (
        <q className={classes["place"]}>{props.inParagraph}</q>
      ) : null}
      {describeSettings(props.settings, t).map((line) => (
        <span key={line} className={classes["setting"]}>
          {line}
        </span>
      ))}
    </span>
  );
}

/** Without spaces and the ends of paragraphs, which pasting may change. */
const plain = (text: string): string => text.replaceAll(/\s/g, "");

/** Words as they are listed: a proposed break is a pilcrow, and the end of the last paragraph is not shown. */
function shown(text: string): string {
  return withSigns(text.replaceAll(BREAK, "¶\n")).trim();
}
