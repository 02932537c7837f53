import type { BlockSubject, BreakPlace, ProposedSetting, ReviewedChange } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { innerQuotes } from "../../platform/inner-quotes.ts";
import classes from "./changes-panel.module.css";
import { SmallPicture, usePicturesOf } from "./shown-pictures.tsx";
import { shownWords } from "./shown-words.ts";
import { breakWords, describeSettings, kindWords } from "./setting-words.ts";

const BREAK = "\u2029";

/** What a proposal or a change does: its kind, the words before and after, the pictures that come, and what is set or formatted. */
export function ChangedWords(props: {
  kind: ReviewedChange["kind"];
  subject?: BlockSubject | undefined;
  breaks?: BreakPlace | undefined;
  insertedText: string;
  deletedText: string;
  settings: readonly ProposedSetting[];
  /** From where it was moved, in words. */
  movedFrom?: string | null;
  /** The beginning of the paragraph whose settings change, where no words say which it is. */
  inParagraph?: string;
  /** The number of that paragraph as it is printed now. */
  number?: string;
}): ReactElement {
  const { t } = useTranslation();
  const broken = breakWords(props.breaks, t);
  const { inserted: came, deleted } = shownWords(props);
  const inserted = broken ? "" : came;
  const deletedText = deleted === "" ? "" : props.deletedText;
  const { documentId, pictures, others } = usePicturesOf(props.settings);
  // Words that are moved into a new row stand in its cells, though no row is moved.
  const shape = props.subject ?? (props.kind === "move" ? "tableRow" : undefined);
  const rows = (text: string): string[][] | null => cellsOf(text, shape);
  return (
    <span className={classes["change"]}>
      <span className={classes["kind"]}>{broken?.kind ?? kindWords(props.kind, props.subject, t)}</span>
      {deleted === "" ? null : (
        <del className={rows(deletedText) ? classes["oldCells"] : classes["old"]}>
          {rows(deletedText) ? (
            <Words text={deleted} rows={rows(deletedText)} />
          ) : (
            <span className="parley-struck">{deleted}</span>
          )}
        </del>
      )}
      {inserted === "" ? null : (
        <ins className={rows(props.insertedText) ? classes["newCells"] : classes["new"]}>
          <Words text={inserted} rows={rows(props.insertedText)} />
        </ins>
      )}
      {broken && broken.place !== "" ? <span className={classes["setting"]}>{broken.place}</span> : null}
      {props.movedFrom ? <span className={classes["setting"]}>{props.movedFrom}</span> : null}
      {props.inParagraph && inserted === "" && deleted === "" ? (
        <q className={classes["place"]}>{innerQuotes(props.inParagraph)}</q>
      ) : null}
      {pictures.map((picture) => (
        <SmallPicture
          key={picture.imageId}
          documentId={documentId}
          picture={picture}
          instead={t("editor.changes.attribute.newImage")}
        />
      ))}
      {describeSettings(others, t, props.number).map((line) => (
        <span key={line} className={classes["setting"]}>
          {line}
        </span>
      ))}
    </span>
  );
}

/** Words as they stand, or the cells of rows beside each other. */
function Words({ text, rows }: { text: string; rows: readonly (readonly string[])[] | null }): ReactElement {
  if (rows === null) return <>{text}</>;
  return (
    <span className={classes["cells"]}>
      {rows.map((cells, row) => (
        <span key={row} className={classes["row"]}>
          {cells.map((cell, column) => (
            <span key={column} className={classes["cell"]} data-short={isShort(cell) || undefined}>
              {cell}
            </span>
          ))}
        </span>
      ))}
    </span>
  );
}

/** Longer cells may break: as wide as eight Chinese characters or sixteen others. */
const SHORT_WIDTH = 16;
const WIDE = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\u3000-\u303F\uFF01-\uFF60]/u;

/** Whether every line of a cell is short enough to stand unbroken: Chinese breaks between any two characters. */
export function isShort(cell: string): boolean {
  const widthOf = (line: string): number =>
    Array.from(line).reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
  return cell.split("\n").every((line) => widthOf(line) <= SHORT_WIDTH);
}

const ofCells: readonly (BlockSubject | undefined)[] = ["table", "tableRow", "tableColumn"];

/** The cells of rows by row, where words are those of whole rows: a tab parts them. */
export function cellsOf(text: string, subject: BlockSubject | undefined): string[][] | null {
  if (!ofCells.includes(subject) || !text.includes("\t")) return null;
  const lines = text
    .replace(/\n+$/, "")
    .split("\n")
    .map((line) => line.split("\t"));
  const [first] = lines;
  // Lines of unlike many cells are paragraphs in the cells of one row.
  const rows = lines.every((line) => line.length === first?.length) ? lines : [text.split("\t")];
  return rows.map((row) => row.map((cell) => cell.replaceAll(BREAK, "¶\n").trim()));
}
