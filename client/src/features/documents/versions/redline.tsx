import { VisuallyHidden } from "@mantine/core";
import {
  type BlockNode,
  type ComparedBlockAnswer,
  type ComparedPieceAnswer,
  alternativesBeginning,
  formerAttributes,
  treeOf,
} from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type CSSProperties, Fragment, type ReactElement, createElement } from "react";
import { personColour } from "../../../ui/theme/party-colour.ts";
import { LeafFace } from "./leaf-face.tsx";
import { MarkedWords } from "./marked-words.tsx";
import { paragraphTag } from "./paragraph-tag.ts";
import { type RowFacts, useLettered, useNameOfChange, useTeller } from "./redline-words.ts";
import classes from "./redline.module.css";
import {
  type ComparedSide,
  type MovedBlocks,
  attributesOn,
  movedBlocks,
  nodeOn,
  numbersInOne,
  pieceOn,
} from "./sides.ts";

/**
 * Two versions in one text: what came is underlined in its author's colour, what went is struck, what only waits is dashed. It cannot
 * be edited. What happened is said in words, too: to screen readers in place, to the others by `data-note` of what they focus.
 */
export function Redline(props: {
  documentId: string;
  blocks: readonly ComparedBlockAnswer[];
  rows: readonly RowFacts[];
}): ReactElement {
  const rows = new Map(props.rows.map((row) => [row.seq, row]));
  const nodes = treeOf(props.blocks);
  const moved = movedBlocks(nodes);
  const labels = numbersInOne(nodes, moved);
  const shown = { documentId: props.documentId, rows, moved, labels, side: null, within: null };
  return (
    <div className={`parley-prose ${classes["redline"] ?? ""}`}>
      <Blocks nodes={nodes} {...shown} />
    </div>
  );
}

/** What the parts of a comparison are shown by. */
export interface Shown {
  readonly documentId: string;
  readonly rows: ReadonlyMap<number, RowFacts>;
  readonly labels: ReadonlyMap<ComparedBlockAnswer, string>;
  readonly moved: MovedBlocks;
  /** The version that is shown alone; `null` for both in one text. */
  readonly side: ComparedSide | null;
  /** The block that came or went as a whole around what is shown. */
  readonly within: ComparedBlockAnswer | null;
}

function Blocks({ nodes, ...shown }: Shown & { nodes: readonly BlockNode[] }): ReactElement {
  return (
    <>
      {nodes.map((node, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the blocks of one answer never move
        <Block key={index} node={node} {...shown} />
      ))}
    </>
  );
}

/** A block as it is shown, with what happened to it. */
export function Block({ node: placed, ...shown }: Shown & { node: BlockNode }): ReactElement | null {
  const notes = useBlockNotes(placed.block, shown);
  if (shown.side === null && placed.block.fate === "left") return <MovedAway block={placed.block} {...shown} />;
  const node = shown.side === null ? placed : nodeOn(shown.side, placed, shown.moved);
  if (!node || node.block.fate === "left" || (shown.side === null && isOnlyJoined(node.block))) return null;
  const { block, children } = node;
  // A break is told where it stands, at the end of the paragraph before.
  const isTold = notes !== "" && (block.broken !== "split" || block.changes.length > 0 || block.proposed.length > 0);
  const marked =
    notes === ""
      ? {}
      : {
          "data-fate": placed.block.fate,
          "data-waits": block.waits || block.proposed.length > 0 || undefined,
          "data-goes": block.proposed.some((each) => each.do === "remove") || undefined,
          title: notes,
          ...(isTold && { "data-change": "", "data-note": notes, tabIndex: -1 }),
        };
  const said = isTold ? <Said>{notes}</Said> : null;
  const within = block.fate === "added" || block.fate === "removed" ? block : shown.within;
  const inner = <Blocks nodes={children} {...shown} within={within} />;
  switch (block.name) {
    case "paragraph":
      return <Paragraph block={block} marked={marked} said={said} {...shown} />;
    case "table":
      return (
        <div className="parley-table-frame" {...marked}>
          {said}
          <table>
            <tbody>{inner}</tbody>
          </table>
        </div>
      );
    case "tableRow":
      return <tr {...marked}>{inner}</tr>;
    case "tableCell":
      return (
        <td {...spansOf(block, shown.side)} {...marked}>
          {said}
          {inner}
        </td>
      );
    case "tableHeader":
      return (
        <th {...spansOf(block, shown.side)} {...marked}>
          {said}
          {inner}
        </th>
      );
    default:
      return (
        <div className={classes["leaf"]} {...marked}>
          {said}
          <Leaf block={block} documentId={shown.documentId} side={shown.side} />
        </div>
      );
  }
}

/** Where a paragraph was that stands elsewhere now: its beginning, and who moved it. */
function MovedAway({ block, rows, moved }: Shown & { block: ComparedBlockAnswer }): ReactElement | null {
  const { t } = useTranslation();
  const tell = useTeller(rows);
  const now = moved.get(block.moved ?? "")?.block;
  const words = Array.from(
    now?.pieces
      .filter(({ fate }) => fate === "kept")
      .map(({ text }) => text)
      .join("") ?? "",
  );
  if (!now || now.name !== "paragraph" || words.length === 0) return null;
  const notes = tell(t("documents.versions.fate.left"), now.addedSeq, now.decidedSeq);
  return (
    <p className={classes["trace"]} data-fate="left" data-change="" data-note={notes} title={notes} tabIndex={-1}>
      <Said>{notes}</Said>
      <del className={classes["piece"]} data-moved style={colourOf(rows.get(now.addedSeq ?? 0))}>
        {words.length > 30 ? `${words.slice(0, 30).join("")}…` : words.join("")}
      </del>
    </p>
  );
}

/** A picture or another block without words. Where it changed, what it was and what it is. */
function Leaf(props: Pick<Shown, "documentId" | "side"> & { block: ComparedBlockAnswer }): ReactElement {
  const { t } = useTranslation();
  const { block, documentId, side } = props;
  const now = <LeafFace name={block.name} attributes={attributesOn(side, block)} documentId={documentId} />;
  if (block.fate === "removed") return <del className={classes["whole"]}>{now}</del>;
  if (block.fate === "added") return <ins className={classes["whole"]}>{now}</ins>;
  if (block.changes.length === 0 || side !== null) return now;
  return (
    <div className={classes["sides"]}>
      <figure>
        <figcaption>{t("documents.versions.before")}</figcaption>
        <del className={classes["whole"]}>
          <LeafFace name={block.name} attributes={formerAttributes(block)} documentId={documentId} />
        </del>
      </figure>
      <figure>
        <figcaption>{t("documents.versions.after")}</figcaption>
        <ins className={classes["whole"]}>{now}</ins>
      </figure>
    </div>
  );
}

/** What is heard and not seen. */
function Said({ children }: { children: string }): ReactElement {
  return <VisuallyHidden className={classes["said"] ?? ""}>[{children}] </VisuallyHidden>;
}

/** Whether a paragraph was joined to another, and nothing of it went: its words are shown there, and what parted them. */
function isOnlyJoined({ broken, pieces }: ComparedBlockAnswer): boolean {
  return (
    broken !== undefined && broken !== "split" && pieces.every(({ fate, reflowed }) => fate === "left" && reflowed)
  );
}

/** Whether a block came or went with the one around it, which says so. */
function isToldAround(block: ComparedBlockAnswer, within: ComparedBlockAnswer | null): boolean {
  return (
    within !== null &&
    block.fate === within.fate &&
    block.waits === within.waits &&
    block.addedSeq === within.addedSeq &&
    block.removedSeq === within.removedSeq &&
    block.decidedSeq === within.decidedSeq
  );
}

/** What happened to a block as a whole, a line each; an empty text when nothing did. The older side tells what went, the newer one the rest. */
function useBlockNotes(block: ComparedBlockAnswer, { rows, side, moved, within }: Shown): string {
  const { t } = useTranslation();
  const tell = useTeller(rows);
  const nameOf = useNameOfChange();
  const lettered = useLettered();
  const { fate, waits, addedSeq, removedSeq, decidedSeq, changes, proposed, name } = block;
  const kind = t(`documents.versions.block.${name}`);
  if (side === "old" && fate === "left") {
    const to = moved.get(block.moved ?? "")?.block;
    return tell(t("documents.versions.fate.left"), to?.addedSeq ?? null, to?.decidedSeq);
  }
  if (side === "old" && fate !== "removed") return "";
  const what = block.broken
    ? t(`documents.versions.broken.${block.broken}`)
    : t(`documents.versions.fate.${waits ? "proposedBlock" : fate}`, { block: kind });
  const whole =
    fate === "kept" || fate === "left" || isToldAround(block, within)
      ? ""
      : tell(lettered(what, block.alternative), fate === "removed" ? removedSeq : addedSeq, decidedSeq);
  return [
    whole,
    ...changes.map((change) =>
      tell(t("documents.versions.changed", { name: nameOf(change.name) }), change.seq, change.decidedSeq),
    ),
    ...proposed.map((each) =>
      tell(
        lettered(t(`documents.versions.proposed.${each.do}`, { name: nameOf(each.name) }), each.alternative),
        each.seq,
      ),
    ),
  ]
    .filter((each) => each !== "")
    .join("\n");
}

function spansOf(block: ComparedBlockAnswer, side: Shown["side"]): { colSpan?: number; rowSpan?: number } {
  const { colspan, rowspan } = attributesOn(side, block);
  return {
    ...(typeof colspan === "number" ? { colSpan: colspan } : {}),
    ...(typeof rowspan === "number" ? { rowSpan: rowspan } : {}),
  };
}

function Paragraph(
  props: Shown & { block: ComparedBlockAnswer; marked: Readonly<Record<string, unknown>>; said: ReactElement | null },
): ReactElement {
  const { block, labels, marked, side } = props;
  const attributes = attributesOn(side, block);
  const { style, list, depth, align, checked } = attributes;
  const pieces = block.pieces.map((piece) => ({
    words: side === null ? piece : pieceOn(side, piece),
    broken: side === "old" ? undefined : piece.broken,
  }));
  const words = pieces.flatMap((piece) => piece.words ?? []);
  const signs = alternativesBeginning(words);
  const letters = new Map(words.map((piece, index) => [piece, signs[index]]));
  const movedSeq = block.fate === "moved" ? block.addedSeq : null;
  const data = {
    "data-style": style,
    "data-list": list,
    "data-depth": depth,
    "data-align": align,
    "data-checked": checked,
    "data-label": labels.get(block),
  };
  return createElement(
    paragraphTag(attributes),
    { ...data, ...marked },
    props.said,
    pieces.map((piece, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- the pieces of one answer never move
      <Fragment key={index}>
        {piece.broken ? <BreakSign broken={piece.broken} rows={props.rows} /> : null}
        {piece.words ? letters.get(piece.words)?.map((letter) => <Letter key={letter}>{letter}</Letter>) : null}
        {piece.words ? <Piece piece={piece.words} rows={props.rows} movedSeq={movedSeq} /> : null}
      </Fragment>
    )),
    pieces.some((piece) => piece.words || piece.broken) ? null : <br key="empty" />,
  );
}

/** The sign of an alternative; in words it is part of what is told. */
function Letter({ children }: { children: string }): ReactElement {
  return (
    <span className={classes["letter"]} aria-hidden>
      {children}
    </span>
  );
}

/** The paragraph break that was made, or taken away, in this place. */
function BreakSign(props: { broken: NonNullable<ComparedPieceAnswer["broken"]>; rows: Shown["rows"] }): ReactElement {
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

function colourOf(row: RowFacts | undefined): CSSProperties {
  return row ? ({ "--person": personColour(row.party, row.author.id) } as CSSProperties) : {};
}

/** `movedSeq` is the row that moved the paragraph as a whole. */
function Piece(props: {
  piece: ComparedPieceAnswer;
  rows: Shown["rows"];
  movedSeq: number | null;
}): ReactElement | null {
  const { piece } = props;
  const { t } = useTranslation();
  const tell = useTeller(props.rows);
  const nameOf = useNameOfChange();
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
      : tell(lettered(t(`documents.versions.fate.${did}`), waits ? piece.alternative : undefined), seq, decidedSeq);
  const notes = [
    happened,
    isBack ? tell(t("documents.versions.fate.inserted"), writtenSeq) : "",
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
  if (notes.length === 0)
    return props.movedSeq === null ? (
      text
    ) : (
      <ins className={classes["piece"]} data-moved style={colourOf(props.rows.get(props.movedSeq))}>
        {text}
      </ins>
    );
  const willGo = proposed.find((each) => each.do === "delete" || each.do === "remove");
  const row = props.rows.get(willGo?.seq ?? seq ?? 0);
  const tag = happened !== "" && goes ? "del" : willGo ? "del" : happened === "" ? "span" : "ins";
  return createElement(
    tag,
    {
      className: classes[tag === "span" ? "formatted" : "piece"],
      "data-change": "",
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
