import { createNumberer } from "@parley/document";
import type { Film, FilmBlock, FilmSpan } from "@parley/documents";
import { type CSSProperties, type ReactElement, createElement, memo, useMemo } from "react";
import { personColour, shadeOf } from "../../../ui/theme/party-colour.ts";
import { type FilmTurns, phaseAt } from "./film-frames.ts";
import { LeafFace } from "./leaf-face.tsx";
import { MarkedWords } from "./marked-words.tsx";
import { paragraphTag } from "./paragraph-tag.ts";
import classes from "./replay-text.module.css";

type Authors = Film["authors"];

/** The document at one frame of its film, its words in their authors' colours. What came with the frame stands out. */
export function ReplayText(props: { documentId: string; film: Film; turns: FilmTurns; frame: number }): ReactElement {
  const { film, frame, turns } = props;
  const labels = useMemo(() => numberLabels(film.blocks, frame), [film, frame]);
  return (
    <div className={`parley-prose ${classes["text"] ?? ""}`}>
      <Blocks
        blocks={film.blocks}
        authors={film.authors}
        documentId={props.documentId}
        turns={turns}
        frame={frame}
        isFresh
        labels={labels}
      />
    </div>
  );
}

function numberLabels(blocks: readonly FilmBlock[], frame: number): ReadonlyMap<FilmBlock, string> {
  const numberer = createNumberer();
  const labels = new Map<FilmBlock, string>();
  const visit = (list: readonly FilmBlock[]): void => {
    for (const block of list) {
      const phase = phaseAt(block.phases, frame);
      if (!phase) continue;
      const attributes = (phase.attributes ?? {}) as Parameters<typeof numberer.next>[0];
      const label = block.name === "paragraph" ? numberer.next(attributes) : null;
      if (label !== null) labels.set(block, label);
      visit(block.children);
    }
  };
  visit(blocks);
  return labels;
}

interface Shown {
  readonly authors: Authors;
  readonly documentId: string;
  readonly turns: FilmTurns;
  readonly labels: ReadonlyMap<FilmBlock, string>;
}

/** `isFresh` says that what came with `frame` came just now. */
function Blocks(props: Shown & { blocks: readonly FilmBlock[]; frame: number; isFresh: boolean }): ReactElement {
  const { blocks, frame, isFresh, authors, documentId, turns, labels } = props;
  return (
    <>
      {blocks.map((block, index) => {
        if (!phaseAt(block.phases, frame)) return null;
        const turn = turns.lastTurn(block, frame);
        return (
          <Block
            // oxlint-disable-next-line react/no-array-index-key -- the blocks of a film never move
            key={index}
            block={block}
            authors={authors}
            documentId={documentId}
            turns={turns}
            turn={turn}
            isNew={isFresh && turn === frame}
            label={labels.get(block)}
            // A paragraph needs no more than its own number, and is not drawn anew when others get theirs.
            labels={block.children.length > 0 ? labels : noLabels}
          />
        );
      })}
    </>
  );
}

const noLabels: ReadonlyMap<FilmBlock, string> = new Map();

interface BlockProps extends Shown {
  readonly block: FilmBlock;
  /** The last frame at which it changed. */
  readonly turn: number;
  readonly isNew: boolean;
  readonly label: string | undefined;
}

/** A block as it looks since `turn`. A frame that changes nothing of it draws nothing. */
const Block = memo(function Block(props: BlockProps): ReactElement | null {
  const { block, turn, isNew, label, ...shown } = props;
  const phase = phaseAt(block.phases, turn);
  if (!phase) return null;
  const attributes = phase.attributes ?? {};
  const inner = <Blocks blocks={block.children} frame={turn} isFresh={isNew} {...shown} />;
  const fresh = isNew ? { "data-new": "" } : {};
  // Most words of a long history are gone; those draw nothing.
  const words = block.spans.flatMap((span, index) => {
    const look = phaseAt(span.phases, turn);
    if (!look) return [];
    const came = isNew && look.from === turn && look === span.phases[0];
    // oxlint-disable-next-line react/no-array-index-key -- the spans of a film never move
    return [<Words key={index} span={span} look={look} isNew={came} authors={shown.authors} />];
  });
  switch (block.name) {
    case "paragraph":
      return createElement(
        paragraphTag(attributes),
        {
          className: classes["block"],
          ...faceOf(attributes, label),
          "data-waits": phase.waits,
          ...proposedFace(phase.proposed),
          ...fresh,
        },
        words.length > 0 ? words : <br />,
      );
    case "table":
      return (
        <div className="parley-table-frame" {...fresh}>
          <table>
            <tbody>{inner}</tbody>
          </table>
        </div>
      );
    case "tableRow":
      return <tr {...proposedFace(phase.proposed)}>{inner}</tr>;
    case "tableCell":
      return (
        <td {...spansOf(attributes)} {...proposedFace(phase.proposed)}>
          {inner}
        </td>
      );
    case "tableHeader":
      return (
        <th {...spansOf(attributes)} {...proposedFace(phase.proposed)}>
          {inner}
        </th>
      );
    default:
      return (
        <div className={classes["leaf"]} {...proposedFace(phase.proposed)} {...fresh}>
          <LeafFace name={block.name} attributes={attributes} documentId={shown.documentId} />
        </div>
      );
  }
});

/** What was proposed about something that stands: to go is struck, anything else has a sign. */
function proposedFace(proposed: readonly string[] | undefined): { "data-goes"?: ""; "data-changes"?: "" } {
  if (proposed === undefined) return {};
  return proposed.some((what) => what === "delete" || what === "remove") ? { "data-goes": "" } : { "data-changes": "" };
}

function faceOf(attributes: Readonly<Record<string, unknown>>, label: string | undefined): Record<string, unknown> {
  const { style, list, depth, align, checked } = attributes;
  return {
    "data-style": style,
    "data-list": list,
    "data-depth": depth,
    "data-align": align,
    "data-checked": checked,
    "data-label": label,
  };
}

function spansOf({ colspan, rowspan }: Readonly<Record<string, unknown>>): { colSpan?: number; rowSpan?: number } {
  return {
    ...(typeof colspan === "number" ? { colSpan: colspan } : {}),
    ...(typeof rowspan === "number" ? { rowSpan: rowspan } : {}),
  };
}

/** Words in the look of one frame; `isNew` where they came with it. */
function Words(props: {
  span: FilmSpan;
  look: FilmSpan["phases"][number];
  isNew: boolean;
  authors: Authors;
}): ReactElement {
  const { span, look, isNew } = props;
  const author = props.authors[span.by];
  const style = author
    ? {
        "--person": personColour(author.party, author.id),
        // The party's own wash would not tell two people of one party apart.
        "--person-wash": "color-mix(in srgb, var(--person) 22%, transparent)",
      }
    : {};
  return (
    <span
      className={`parley-written ${classes["words"] ?? ""}`}
      data-way={author?.brought ? "brought" : "written"}
      data-party={author?.party}
      data-shade={author ? shadeOf(author.id) : undefined}
      data-waits={look.waits}
      {...proposedFace(look.proposed)}
      data-came={isNew || undefined}
      title={author?.name}
      style={style as CSSProperties}
    >
      <MarkedWords text={span.text} marks={look.marks} />
    </span>
  );
}
