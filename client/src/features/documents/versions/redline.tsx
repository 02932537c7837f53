import {
  type AlternativesOfPlace,
  type BlockNode,
  type ComparedBlockAnswer,
  type Stops,
  type StopsMode,
  alternativesBeginning,
  cameBack,
  formerAttributes,
  isOnlyJoined,
  stopsOf,
  treeOf,
} from "@parley/documents";
import { useTranslation } from "react-i18next";
import { Fragment, type ReactElement, createElement } from "react";
import { chosenIn, signedParts } from "./chosen-alternatives.ts";
import { ChosenSigns } from "./chosen-sign.tsx";
import { LeafFace } from "./leaf-face.tsx";
import { MovedAway, MovedSign } from "./moved-signs.tsx";
import { paragraphTag } from "./paragraph-tag.ts";
import { BreakSign, Letter, Piece, Said } from "./redline-pieces.tsx";
import { type RowFacts, useLettered, useNameOfChange, useTeller } from "./redline-words.ts";
import { TableFace } from "./table-face.tsx";
import classes from "./redline.module.css";
import {
  type ComparedSide,
  type MovedBlocks,
  attributesOn,
  type MovedPlaces,
  movedBlocks,
  type MovedWordsNumbers,
  movedPlaces,
  movedWordsNumbers,
  nodeOn,
  numbersInOne,
  numbersWithChanges,
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
  mode?: StopsMode;
  /** Of a text as if all were accepted: the places where it has one of several alternatives. */
  alternatives?: readonly AlternativesOfPlace[];
  /** Whose numbers the text has, where that is not the newer version. */
  numbers?: "agreed";
}): ReactElement {
  const rows = new Map(props.rows.map((row) => [row.seq, row]));
  const nodes = treeOf(props.blocks);
  const moved = movedBlocks(nodes);
  const stops = stopsOf(nodes, (seq) => rows.get(seq)?.author.id, props.mode);
  const shown = {
    documentId: props.documentId,
    rows,
    moved,
    places: movedPlaces(nodes, moved),
    stops,
    wordsMoved: movedWordsNumbers(nodes, props.blocks, stops),
    labels: props.numbers === "agreed" ? numbersWithChanges(nodes) : numbersInOne(nodes, moved),
    chosen: chosenIn(nodes, props.alternatives ?? []),
    side: null,
    within: null,
    lead: null,
  };
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
  readonly places: MovedPlaces;
  readonly stops: Stops;
  readonly wordsMoved: MovedWordsNumbers;
  /** Alternatives that a text has, by blocks. */
  readonly chosen?: ReturnType<typeof chosenIn>;
  /** The version that is shown alone; `null` for both in one text. */
  readonly side: ComparedSide | null;
  /** The block that came or went as a whole around what is shown. */
  readonly within: ComparedBlockAnswer | null;
  /** What the first of the blocks begins with: a row has no place for it. */
  readonly lead: ReactElement | null;
}

function Blocks({ nodes, ...shown }: Shown & { nodes: readonly BlockNode[] }): ReactElement {
  return (
    <>
      {nodes.map((node, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the blocks of one answer never move
        <Block key={index} node={node} {...shown} lead={index === 0 ? shown.lead : null} />
      ))}
    </>
  );
}

/** A block as it is shown, with what happened to it. */
export function Block({ node: placed, ...shown }: Shown & { node: BlockNode }): ReactElement | null {
  const notes = useBlockNotes(placed.block, shown);
  const { side, stops, places, moved } = shown;
  const stop = stops.of.get(placed.block);
  if (side === null && placed.block.fate === "left") return <MovedAway block={placed.block} stop={stop} {...shown} />;
  const node = side === null ? placed : nodeOn(side, placed, moved);
  if (!node || node.block.fate === "left" || (side === null && isToldBySign(node.block, stops))) return null;
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
          ...(isTold && { "data-change": "", "data-stop": stop, "data-note": notes, tabIndex: -1 }),
          ...(block.fate === "moved" && { "data-moved-block": block.moved }),
        };
  const said = isTold ? <Said>{notes}</Said> : null;
  const at = placed.block.fate === "left" ? "old" : "new";
  const chosen = shown.chosen?.get(placed.block) ?? [];
  const sign =
    block.fate === "moved" ? (
      <MovedSign block={block} at={at} places={places} />
    ) : chosen.length > 0 && block.pieces.length === 0 ? (
      <ChosenSigns chosen={chosen} />
    ) : null;
  const within = block.fate === "added" || block.fate === "removed" ? block : shown.within;
  const lead = block.name === "tableRow" ? sign : null;
  const inner = <Blocks nodes={children} {...shown} within={within} lead={lead} />;
  switch (block.name) {
    case "paragraph":
      return <Paragraph block={block} marked={marked} said={said} sign={sign} {...shown} />;
    case "table":
      return (
        <div className="parley-table-frame" {...marked}>
          {said}
          {sign}
          <TableFace rows={cellsOf(node, shown)}>{inner}</TableFace>
        </div>
      );
    case "tableRow":
      return <tr {...marked}>{inner}</tr>;
    case "tableCell":
      return (
        <td {...spansOf(block, side)} {...marked}>
          {said}
          {shown.lead}
          {inner}
        </td>
      );
    case "tableHeader":
      return (
        <th {...spansOf(block, side)} {...marked}>
          {said}
          {shown.lead}
          {inner}
        </th>
      );
    default:
      return (
        <div className={classes["leaf"]} {...marked}>
          {said}
          <Leaf block={block} documentId={shown.documentId} side={side} />
          {sign}
        </div>
      );
  }
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

/** Whether a paragraph was joined to another, and the sign of that stands where its words do now. */
function isToldBySign(block: ComparedBlockAnswer, stops: Stops): boolean {
  return isOnlyJoined(block) && stops.joined.has(stops.of.get(block) ?? 0);
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
  const isBack = cameBack(block, (seq) => rows.get(seq)?.via);
  const what = block.broken
    ? t(`documents.versions.broken.${block.broken}`)
    : t(`documents.versions.fate.${waits ? "proposedBlock" : isBack ? "back" : fate}`, { block: kind });
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

/** The number that a paragraph has in the agreed contract, where it is another one here. */
function AgreedNumber(props: { label: string | undefined; agreed: string | undefined }): ReactElement | null {
  const { t } = useTranslation();
  const { label, agreed } = props;
  if (agreed === undefined || agreed === label) return null;
  return (
    <span className={classes["agreedNumber"]}>{t("documents.proposalView.agreedNumber", { number: agreed })}</span>
  );
}

/** The attributes of a table's cells, row by row; beside each other two tables have no room for the widths that they were given. */
function cellsOf({ children }: BlockNode, { side }: Shown): Readonly<Record<string, unknown>>[][] {
  if (side !== null) return [];
  const isShown = ({ block }: BlockNode): boolean => block.fate !== "left";
  return children
    .filter(isShown)
    .map((row) => row.children.filter(isShown).map(({ block }) => attributesOn(side, block)));
}

function spansOf(block: ComparedBlockAnswer, side: Shown["side"]): { colSpan?: number; rowSpan?: number } {
  const { colspan, rowspan } = attributesOn(side, block);
  return {
    ...(typeof colspan === "number" ? { colSpan: colspan } : {}),
    ...(typeof rowspan === "number" ? { rowSpan: rowspan } : {}),
  };
}

function Paragraph(
  props: Shown & {
    block: ComparedBlockAnswer;
    marked: Readonly<Record<string, unknown>>;
    said: ReactElement | null;
    sign: ReactElement | null;
  },
): ReactElement {
  const { block, labels, marked, side, rows, stops, wordsMoved } = props;
  const attributes = attributesOn(side, block);
  const { style, list, depth, align, checked } = attributes;
  const pieces = signedParts(block.pieces, props.chosen?.get(block) ?? []).map(({ piece, chosen }) => ({
    words: side === null ? piece : pieceOn(side, piece),
    chosen,
    stop: stops.of.get(piece),
    broken: side === "old" ? undefined : piece.broken,
  }));
  const words = pieces.flatMap((piece) => piece.words ?? []);
  const signs = alternativesBeginning(words);
  const letters = new Map(words.map((piece, index) => [piece, signs[index]]));
  const moved = block.fate === "moved" ? { seq: block.addedSeq, isAway: side === "old" } : null;
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
    <AgreedNumber key="number" label={labels.get(block)} agreed={block.agreedLabel} />,
    pieces.map((piece, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- the pieces of one answer never move
      <Fragment key={index}>
        {piece.broken ? <BreakSign broken={piece.broken} rows={rows} stop={stops.of.get(piece.broken)} /> : null}
        <ChosenSigns chosen={piece.chosen} />
        {piece.words ? letters.get(piece.words)?.map((letter) => <Letter key={letter}>{letter}</Letter>) : null}
        {piece.words ? (
          <Piece
            piece={piece.words}
            rows={rows}
            moved={moved}
            stop={piece.stop}
            elsewhere={wordsMoved.get(piece.stop ?? 0)}
          />
        ) : null}
      </Fragment>
    )),
    pieces.some((piece) => piece.words || piece.broken) ? null : <br key="empty" />,
    props.sign,
  );
}
