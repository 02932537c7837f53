import { createNumberer } from "@parley/document";
import type { ComparedBlockAnswer, ComparedPieceAnswer } from "@parley/documents";
import type { Party } from "@parley/base";
import { useTranslation } from "react-i18next";
import { type CSSProperties, Fragment, type ReactElement, type ReactNode, createElement } from "react";
import { formatMoment } from "../../../ui/format-moment.ts";
import { personColour } from "../../../ui/theme/party-colour.ts";
import { type BlockNode, treeOf } from "./block-tree.ts";
import classes from "./redline.module.css";

/** Who made a row. */
export interface RowFacts {
  readonly seq: number;
  readonly author: { readonly id: string; readonly name: string };
  readonly party: Party;
  readonly at: string;
}

/** Two versions in one text: what came is underlined in its author's colour, what went is struck. It cannot be edited. */
export function Redline(props: { blocks: readonly ComparedBlockAnswer[]; rows: readonly RowFacts[] }): ReactElement {
  const rows = new Map(props.rows.map((row) => [row.seq, row]));
  const labels = numberLabels(props.blocks);
  return (
    <div className={`parley-prose ${classes["redline"] ?? ""}`}>
      <Blocks nodes={treeOf(props.blocks)} rows={rows} labels={labels} />
    </div>
  );
}

interface Shown {
  readonly rows: ReadonlyMap<number, RowFacts>;
  readonly labels: ReadonlyMap<ComparedBlockAnswer, string>;
}

/** Numbers of paragraphs as the newer version has them; what is gone is not counted. */
function numberLabels(blocks: readonly ComparedBlockAnswer[]): Map<ComparedBlockAnswer, string> {
  const numberer = createNumberer();
  const labels = new Map<ComparedBlockAnswer, string>();
  for (const block of blocks) {
    if (block.name !== "paragraph" || block.fate === "removed" || block.fate === "left") continue;
    const label = numberer.next(block.attributes as Parameters<typeof numberer.next>[0]);
    if (label !== null) labels.set(block, label);
  }
  return labels;
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

function Block({ node, ...shown }: Shown & { node: BlockNode }): ReactElement | null {
  const { t } = useTranslation();
  const { block, children } = node;
  const tell = useTeller(shown.rows);
  if (block.fate === "left") return null;
  const note = block.fate === "kept" ? "" : tell(t(`documents.versions.fate.${block.fate}`), rowOf(block));
  const changes = block.changes.map(({ name, seq }) => tell(t("documents.versions.changed", { name }), seq));
  const notes = [note, ...changes].filter((each) => each !== "").join("\n");
  const marked = notes === "" ? {} : { "data-fate": block.fate, "data-change": "", title: notes, tabIndex: -1 };
  const inner = <Blocks nodes={children} {...shown} />;
  switch (block.name) {
    case "paragraph":
      return <Paragraph block={block} marked={marked} {...shown} />;
    case "table":
      return (
        <div className="parley-table-frame" {...marked}>
          <table>
            <tbody>{inner}</tbody>
          </table>
        </div>
      );
    case "tableRow":
      return <tr {...marked}>{inner}</tr>;
    case "tableCell":
      return (
        <td {...spansOf(block)} {...marked}>
          {inner}
        </td>
      );
    case "tableHeader":
      return (
        <th {...spansOf(block)} {...marked}>
          {inner}
        </th>
      );
    case "horizontalRule":
      return <hr {...marked} />;
    default:
      return (
        <p className={classes["leaf"]} {...marked}>
          {t(`documents.versions.block.${block.name}`)}
        </p>
      );
  }
}

function rowOf({ fate, addedSeq, removedSeq }: ComparedBlockAnswer): number | null {
  return fate === "removed" ? removedSeq : addedSeq;
}

function spansOf({ attributes }: ComparedBlockAnswer): { colSpan?: number; rowSpan?: number } {
  const { colspan, rowspan } = attributes;
  return {
    ...(typeof colspan === "number" ? { colSpan: colspan } : {}),
    ...(typeof rowspan === "number" ? { rowSpan: rowspan } : {}),
  };
}

/** Returns a function that says what happened, by whom and when. */
function useTeller(rows: Shown["rows"]): (what: string, seq: number | null) => string {
  const { t, i18n } = useTranslation();
  return (what, seq) => {
    const row = seq === null ? undefined : rows.get(seq);
    if (!row) return what;
    return t("documents.versions.told", { what, name: row.author.name, when: formatMoment(row.at, i18n.language) });
  };
}

function Paragraph(
  props: Shown & { block: ComparedBlockAnswer; marked: Readonly<Record<string, unknown>> },
): ReactElement {
  const { block, labels, marked } = props;
  const { style, level, list, depth, align, checked } = block.attributes;
  const data = {
    "data-style": style,
    "data-list": list,
    "data-depth": depth,
    "data-align": align,
    "data-checked": checked,
    "data-label": labels.get(block),
  };
  return createElement(
    paragraphTag(style, level),
    { ...data, ...marked },
    block.pieces.map((piece, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- the pieces of one answer never move
      <Piece key={index} piece={piece} rows={props.rows} />
    )),
    block.pieces.length === 0 ? <br key="empty" /> : null,
  );
}

const headings = ["h1", "h2", "h3", "h4", "h5", "h6"] as const;

function paragraphTag(style: unknown, level: unknown): "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" | "p" {
  if (style === "heading") return headings[typeof level === "number" ? level - 1 : 0] ?? "h1";
  return style === "title" ? "h1" : style === "code" ? "pre" : "p";
}

function Piece(props: { piece: ComparedPieceAnswer; rows: Shown["rows"] }): ReactElement | null {
  const { t } = useTranslation();
  const tell = useTeller(props.rows);
  const { piece } = props;
  const { fate, placedSeq, writtenSeq, deletedSeq, decidedSeq, formatting } = piece;
  const text = withMarks(piece);
  const goes = fate === "deleted" || fate === "left";
  if (piece.reflowed) return goes ? null : <>{text}</>;
  if (fate === "kept") {
    if (formatting.length === 0) return <>{text}</>;
    const notes = formatting.map(({ name, seq }) => tell(t("documents.versions.changed", { name }), seq));
    return (
      <span className={classes["formatted"]} data-change="" tabIndex={-1} title={notes.join("\n")}>
        {text}
      </span>
    );
  }
  const seq = fate === "deleted" ? deletedSeq : fate === "inserted" ? (placedSeq ?? writtenSeq) : placedSeq;
  const row = seq === null ? undefined : props.rows.get(seq);
  const notes = [
    tell(t(`documents.versions.fate.${fate}`), seq),
    decidedSeq === null ? "" : tell(t("documents.versions.decided"), decidedSeq),
  ];
  const Tag = goes ? "del" : "ins";
  return (
    <Tag
      className={classes["piece"]}
      data-change=""
      data-moved={fate === "left" || fate === "arrived" || undefined}
      tabIndex={-1}
      title={notes.filter((note) => note !== "").join("\n")}
      style={row ? ({ "--person": personColour(row.party, row.author.id) } as CSSProperties) : {}}
    >
      {text}
    </Tag>
  );
}

function withMarks({ text, marks }: ComparedPieceAnswer): ReactNode {
  let shown: ReactNode = <Fragment>{text}</Fragment>;
  if (marks["code"]) shown = <code>{shown}</code>;
  if (marks["bold"]) shown = <strong>{shown}</strong>;
  if (marks["italic"]) shown = <em>{shown}</em>;
  if (marks["superscript"]) shown = <sup>{shown}</sup>;
  if (marks["subscript"]) shown = <sub>{shown}</sub>;
  if (marks["highlight"]) shown = <mark data-colour={marks["highlight"]["colour"]}>{shown}</mark>;
  if (marks["underline"]) shown = <u>{shown}</u>;
  if (marks["strike"]) shown = <s>{shown}</s>;
  return shown;
}
