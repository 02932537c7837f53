import { VisuallyHidden } from "@mantine/core";
import type { ComparedPieceAnswer } from "@parley/documents";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type CSSProperties, type ReactElement, createElement } from "react";
import { personColour } from "../../../ui/theme/party-colour.ts";
import { MarkedWords } from "./marked-words.tsx";
import { type RowFacts, useLettered, useNameOfChange, useNameOfWriting, useTeller } from "./redline-words.ts";
import classes from "./redline.module.css";

type Rows = ReadonlyMap<number, RowFacts>;

/** The colour of whoever made a row. */
export function colourOf(row: RowFacts | undefined): CSSProperties {
  return row ? ({ "--person": personColour(row.party, row.author.id) } as CSSProperties) : {};
}

/** What is heard and not seen. */
export function Said({ children }: { children: string }): ReactElement {
  return <VisuallyHidden className={classes["said"] ?? ""}>[{children}] </VisuallyHidden>;
}

/** The sign of an alternative; in words it is part of what is told. */
export function Letter({ children }: { children: string }): ReactElement {
  return (
    <span className={classes["letter"]} aria-hidden>
      {children}
    </span>
  );
}

/** The paragraph break that was made, or taken away, in this place. */
export function BreakSign(props: {
  broken: NonNullable<ComparedPieceAnswer["broken"]>;
  rows: Rows;
  stop: number | undefined;
}): ReactElement {
  const { broken, rows } = props;
  const { t } = useTranslation();
  const tell = useTeller(rows);
  const isSplit = broken.do === "split";
  const notes = tell(t(`documents.versions.broken.${isSplit ? "split" : "joinedHere"}`), broken.seq, broken.decidedSeq);
  return createElement(
    isSplit ? "ins" : "del",
    {
      className: `${classes["piece"] ?? ""} ${classes["break"] ?? ""}`,
      "data-change": "",
      "data-stop": props.stop,
      "data-note": notes,
      tabIndex: -1,
      title: notes,
      style: colourOf(rows.get(broken.seq ?? 0)),
    },
    <Said key="said">{notes.replaceAll("\n", "; ")}</Said>,
    <span key="sign" aria-hidden>
      ¶
    </span>,
  );
}

/** Words with what happened to them. `moved` says which row moved the paragraph as a whole, and whether it is shown where it was. */
export function Piece(props: {
  piece: ComparedPieceAnswer;
  rows: Rows;
  moved: { readonly seq: number | null; readonly isAway: boolean } | null;
  stop: number | undefined;
  /** Where words were and are that moved between two paragraphs. */
  elsewhere?: WordsPlaces | undefined;
}): ReactElement | null {
  const { piece } = props;
  const { t } = useTranslation();
  const tell = useTeller(props.rows);
  const nameOf = useNameOfChange();
  const nameOfWriting = useNameOfWriting(props.rows);
  const lettered = useLettered();
  const { fate, placedSeq, writtenSeq, deletedSeq, decidedSeq, formatting, proposed, waits } = piece;
  const text = <MarkedWords text={piece.text} marks={piece.marks} />;
  const goes = fate === "deleted" || fate === "left";
  if (piece.reflowed && proposed.length + formatting.length === 0) return goes ? null : text;
  if (piece.reflowed && goes) return null;
  const seq = fate === "deleted" ? deletedSeq : fate === "inserted" ? (placedSeq ?? writtenSeq) : placedSeq;
  const isMoved = (fate === "left" || fate === "arrived") && !piece.reflowed;
  const isBack = fate === "inserted" && placedSeq !== null && !waits;
  const did = waits ? "proposed" : isBack ? "broughtBack" : fate;
  const happened =
    fate === "kept" || piece.reflowed
      ? ""
      : tell(
          lettered(
            isMoved && props.elsewhere
              ? toldMoved(props.elsewhere, goes, t)
              : did === "inserted"
                ? nameOfWriting(writtenSeq)
                : t(`documents.versions.fate.${did}`),
            waits ? piece.alternative : undefined,
          ),
          seq,
          decidedSeq,
        );
  const notes = [
    happened,
    isBack ? tell(nameOfWriting(writtenSeq), writtenSeq) : "",
    ...formatting.map((change) =>
      tell(t("documents.versions.changed", { name: nameOf(change.name) }), change.seq, change.decidedSeq),
    ),
    ...proposed.map((each) =>
      tell(
        lettered(t(`documents.versions.proposed.${each.do}`, { name: nameOf(each.name) }), each.alternative),
        each.seq,
      ),
    ),
  ].filter((note) => note !== "");
  if (notes.length === 0) {
    if (props.moved === null) return text;
    const { seq, isAway } = props.moved;
    return createElement(
      isAway ? "del" : "ins",
      { className: classes["piece"], "data-moved": true, style: colourOf(props.rows.get(seq ?? 0)) },
      text,
    );
  }
  const willGo = proposed.find((each) => each.do === "delete" || each.do === "remove");
  const row = props.rows.get(willGo?.seq ?? seq ?? 0);
  const tag = happened !== "" && goes ? "del" : willGo ? "del" : happened === "" ? "span" : "ins";
  return createElement(
    tag,
    {
      className: classes[tag === "span" ? "formatted" : "piece"],
      "data-change": "",
      "data-stop": props.stop,
      "data-moved": isMoved || undefined,
      "data-waits": waits || proposed.length > 0 || undefined,
      "data-note": notes.join("\n"),
      tabIndex: -1,
      title: notes.join("\n"),
      style: tag === "span" ? {} : colourOf(row),
    },
    <Said key="said">{notes.join("; ")}</Said>,
    <MarkedWords key="words" text={piece.text} marks={piece.marks} />,
  );
}

interface WordsPlaces {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly isDown: boolean;
}

/** Says of moved words where their other place is. */
function toldMoved({ from, to, isDown }: WordsPlaces, isAway: boolean, t: TFunction): string {
  const number = isAway ? to : from;
  const where = number === undefined ? (isDown === isAway ? "Below" : "Above") : "Numbered";
  return t(`documents.versions.movedWords.${isAway ? "to" : "from"}${where}`, { number: number ?? "" });
}
