import { createNumberer } from "@parley/document";
import type { Film, FilmBlock, FilmSpan } from "@parley/documents";
import { type CSSProperties, Fragment, type ReactElement, createElement, memo, useMemo } from "react";
import { shadeOf } from "@parley/base";
import { personColour } from "../../../ui/theme/party-colour.ts";
import { type FilmTurns, losesAt, phaseAt, wentAt } from "./film-frames.ts";
import { LeafFace } from "./leaf-face.tsx";
import { MarkedWords } from "./marked-words.tsx";
import { paragraphTag } from "./paragraph-tag.ts";
import { TableFace } from "./table-face.tsx";
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
        // What went with the frame is shown struck, once.
        if (!phaseAt(block.phases, frame) && !(isFresh && wentAt(block.phases, frame) && losesAt(block, frame)))
          return null;
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
  const gone = isNew ? wentAt(block.phases, turn) : undefined;
  const phase = gone ?? phaseAt(block.phases, turn);
  if (!phase) return null;
  const attributes = phase.attributes ?? {};
  const inner = <Blocks blocks={block.children} frame={turn} isFresh={isNew} {...shown} />;
  const fresh = isNew ? { "data-new": "" } : {};
  // Most words of a long history are gone; those draw nothing.
  const looks = block.spans.map(({ phases }) => phaseAt(phases, turn));
  const letters = lettersBeginning(looks);
  const words = block.spans.flatMap((span, index) => {
    const look = looks[index];
    const went = isNew && !span.moved ? wentAt(span.phases, turn) : undefined;
    // oxlint-disable-next-line react/no-array-index-key -- the spans of a film never move
    if (went) return [<WentWords key={index} span={span} marks={went.marks} authors={shown.authors} />];
    if (!look) return [];
    const came = isNew && look.from === turn && look === span.phases[0];
    // oxlint-disable-next-line react/no-array-index-key -- the spans of a film never move
    return [
      <Words
        key={index}
        span={span}
        look={look}
        letters={letters.get(index) ?? []}
        isNew={came}
        authors={shown.authors}
      />,
    ];
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
        phase.alternatives?.map((letter) => <Letter key={letter} letter={letter} />),
        words.length > 0 ? words : <br key="empty" />,
      );
    case "table":
      return (
        <div className="parley-table-frame" {...fresh}>
          <TableFace rows={cellsAt(block, turn)}>{inner}</TableFace>
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
        <div className={classes["leaf"]} data-went={gone ? "" : undefined} {...proposedFace(phase.proposed)} {...fresh}>
          <LeafFace name={block.name} attributes={attributes} documentId={shown.documentId} />
        </div>
      );
  }
});

/** The alternatives that begin with a span, by its index: words go on with those before them that are shown. */
function lettersBeginning(
  looks: readonly (FilmSpan["phases"][number] | undefined)[],
): ReadonlyMap<number, readonly string[]> {
  const shown = looks.flatMap((look, index) => (look ? [{ index, letters: look.alternatives ?? [] }] : []));
  return new Map(
    shown.map(({ index, letters }, at) => [
      index,
      letters.filter((letter) => !(shown[at - 1]?.letters ?? []).includes(letter)),
    ]),
  );
}

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

/** The attributes of a table's cells at a frame, row by row. */
function cellsAt(table: FilmBlock, frame: number): Readonly<Record<string, unknown>>[][] {
  const shownOf = (block: FilmBlock): FilmBlock[] => block.children.filter(({ phases }) => phaseAt(phases, frame));
  return shownOf(table).map((row) => shownOf(row).map(({ phases }) => phaseAt(phases, frame)?.attributes ?? {}));
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
  /** The alternatives that begin here. */
  letters: readonly string[];
  isNew: boolean;
  authors: Authors;
}): ReactElement {
  const { span, look, letters, isNew } = props;
  const author = props.authors[span.by];
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
      style={coloursOf(author)}
    >
      {letters.map((letter) => (
        <Letter key={letter} letter={letter} />
      ))}
      <BrokenWords text={span.text} marks={look.marks} />
    </span>
  );
}

/** The sign of one of several alternatives, as the editor has it. */
function Letter({ letter }: { letter: string }): ReactElement {
  return <span className="parley-alternative" data-letter={letter} />;
}

/** Words that went with a frame. No part of the version, they are not copied with it. */
function WentWords(props: {
  span: FilmSpan;
  marks: FilmSpan["phases"][number]["marks"];
  authors: Authors;
}): ReactElement {
  const author = props.authors[props.span.by];
  return (
    <del className={classes["went"]} data-went="" title={author?.name} style={coloursOf(author)}>
      <BrokenWords text={props.span.text} marks={props.marks} />
    </del>
  );
}

function coloursOf(author: Authors[number] | undefined): CSSProperties {
  if (!author) return {};
  return {
    "--person": personColour(author.party, author.id),
    // The party's own wash would not tell two people of one party apart.
    "--person-wash": "color-mix(in srgb, var(--person) 22%, transparent)",
  } as CSSProperties;
}

/** The character that stands for a paragraph break while that is only proposed. */
const BREAK = "\u2029";

/** Words with the editor's sign for every paragraph break that is proposed in them. */
function BrokenWords(props: { text: string; marks: FilmSpan["phases"][number]["marks"] }): ReactElement {
  const [first = "", ...others] = props.text.split(BREAK);
  return (
    <>
      <MarkedWords text={first} marks={props.marks} />
      {others.map((text, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the parts of one text never move
        <Fragment key={index}>
          <span className="parley-proposed-break">{BREAK}</span>
          <MarkedWords text={text} marks={props.marks} />
        </Fragment>
      ))}
    </>
  );
}
