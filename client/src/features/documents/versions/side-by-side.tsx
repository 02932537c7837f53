import { type ComparedBlockAnswer, type StopsMode, stopsOf, treeOf } from "@parley/documents";
import type { ReactElement } from "react";
import type { RowFacts } from "./redline-words.ts";
import { Block, type Shown } from "./redline.tsx";
import { type ComparedSide, movedBlocks, movedPlaces, movedWordsNumbers, numberLabels, sideRows } from "./sides.ts";
import redline from "./redline.module.css";
import classes from "./side-by-side.module.css";

/** Two versions beside each other, block by block: at the left what went is struck, at the right what came is underlined. */
export function SideBySide(props: {
  documentId: string;
  blocks: readonly ComparedBlockAnswer[];
  rows: readonly RowFacts[];
  mode?: StopsMode;
  /** What the versions are called. */
  titles: Readonly<Record<ComparedSide, string>>;
}): ReactElement {
  const { documentId, titles } = props;
  const rows = new Map(props.rows.map((row) => [row.seq, row]));
  const nodes = treeOf(props.blocks);
  const moved = movedBlocks(nodes);
  const places = movedPlaces(nodes, moved);
  const stops = stopsOf(nodes, (seq) => rows.get(seq)?.author.id, props.mode);
  const wordsMoved = movedWordsNumbers(nodes, props.blocks, stops);
  const shownOn = (side: ComparedSide): Shown => ({
    documentId,
    rows,
    moved,
    places,
    stops,
    wordsMoved,
    side,
    within: null,
    lead: null,
    labels: numberLabels(nodes, side, moved),
  });
  const shown = { old: shownOn("old"), new: shownOn("new") };
  return (
    <div className={classes["sides"]}>
      <div className={classes["heads"]}>
        <h3 className={classes["head"]}>{titles.old}</h3>
        <h3 className={classes["head"]}>{titles.new}</h3>
      </div>
      {sideRows(nodes).map((row, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the rows of one answer never move
        <div key={index} className={classes["row"]}>
          {(["old", "new"] as const).map((side) => {
            const node = row[side];
            return node ? (
              <div key={side} className={`parley-prose ${redline["redline"] ?? ""} ${classes["side"] ?? ""}`}>
                <Block node={node} {...shown[side]} />
              </div>
            ) : (
              <div key={side} className={classes["nothing"]} />
            );
          })}
        </div>
      ))}
    </div>
  );
}
