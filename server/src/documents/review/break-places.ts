/** Where, between two versions, paragraphs were split and joined: the words on either side, by which the place is named. */
import type { BreakPlace } from "@parley/documents";
import type { ComparedBlock, ComparedPiece, Id } from "@parley/history";
import { wordsNaming } from "../rooms/proposed-breaks.ts";

/** The places of all breaks in a comparison, read once. */
export class BreakPlaces {
  private readonly splits = new Map<string, BreakPlace>();
  private readonly joins = new Map<string, BreakPlace>();

  constructor(blocks: readonly ComparedBlock[]) {
    this.read(blocks);
  }

  /** Of a paragraph that came without words of its own. */
  ofSplit(id: Id): BreakPlace | undefined {
    return this.splits.get(keyOf(id));
  }

  /** Of a paragraph whose words stand in another one; `undefined` where none of them does. */
  ofJoin(id: Id): BreakPlace | undefined {
    return this.joins.get(keyOf(id));
  }

  private read(blocks: readonly ComparedBlock[]): void {
    let before = "";
    for (const { name, fate, after, pieces, children } of blocks) {
      this.read(children);
      if (!after || name !== "paragraph") {
        if (after) before = "";
        continue;
      }
      const text = textOf(pieces);
      if (fate === "added") this.splits.set(keyOf(after.id), { how: "split", ...wordsNaming(before, text) });
      pieces.forEach(({ broken }, index) => {
        if (broken?.how !== "joined") return;
        const words = wordsNaming(textOf(pieces.slice(0, index)), textOf(pieces.slice(index)));
        this.joins.set(keyOf(broken.block), { how: "join", ...words });
      });
      before = text;
    }
  }
}

/** Words as they stand in the newer version. */
const textOf = (pieces: readonly ComparedPiece[]): string => pieces.map(({ to, text }) => (to ? text : "")).join("");

const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;
