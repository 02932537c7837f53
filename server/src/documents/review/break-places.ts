/** Where, between two versions, paragraphs were split and joined: the words on either side, by which the place is named. */
import type { BreakPlace } from "@parley/documents";
import type { ComparedBlock, ComparedPiece, Id, IdRange, WordsArrival } from "@parley/history";
import { wordsNaming } from "../rooms/proposed-breaks.ts";

/** Where a paragraph was joined to another one, and the paragraph in which its words stand now. */
interface JoinPlace {
  readonly breaks: BreakPlace;
  readonly block: Id;
}

/** The places of all breaks in a comparison, read once. */
export class BreakPlaces {
  private readonly splits = new Map<string, BreakPlace>();
  private readonly joins = new Map<string, JoinPlace>();
  /** Paragraphs of the older version that are gone. */
  private readonly gone = new Set<string>();

  private readonly arrival: (moved: IdRange) => WordsArrival;

  constructor(compared: {
    readonly blocks: readonly ComparedBlock[];
    readonly arrival: (moved: IdRange) => WordsArrival;
  }) {
    this.arrival = compared.arrival;
    const texts = new Map<string, string>();
    this.read(compared.blocks, texts);
    this.readSplits(compared.blocks, texts);
  }

  /** Of a paragraph that came without words of its own. */
  ofSplit(id: Id): BreakPlace | undefined {
    return this.splits.get(keyOf(id));
  }

  /** Of a paragraph whose words stand in another one; `undefined` where none of them does. */
  ofJoin(id: Id): JoinPlace | undefined {
    return this.joins.get(keyOf(id));
  }

  /** Whether a paragraph stood in the older version and does not in the newer one: what came and went in between is told of nowhere. */
  isGone(id: Id): boolean {
    return this.gone.has(keyOf(id));
  }

  /** The paragraph whose words begin with a piece, where that was joined to another one. */
  private joinedAt({ broken, fate, isReflowed, to }: ComparedPiece): Id | null {
    if (broken?.how === "joined") return broken.block;
    return fate === "arrived" && !isReflowed && to ? this.arrival(to).joined : null;
  }

  /** `texts` are filled with the words of all paragraphs. */
  private read(blocks: readonly ComparedBlock[], texts: Map<string, string>): void {
    let before = "";
    for (const { name, fate, before: old, after, pieces, children } of blocks) {
      if (fate === "removed" && old) this.gone.add(keyOf(old.id));
      this.read(children, texts);
      if (!after || name !== "paragraph") {
        if (after) before = "";
        continue;
      }
      const text = textOf(pieces);
      texts.set(keyOf(after.id), text);
      if (fate === "added") this.splits.set(keyOf(after.id), { how: "split", ...wordsNaming(before, text) });
      const { id } = after;
      pieces.forEach((piece, index) => {
        const joined = this.joinedAt(piece);
        if (joined === null || this.joins.has(keyOf(joined))) return;
        const behind = textOf(pieces.slice(index));
        // Of two sentences that end alike a page may have kept the stop of the second: the break was behind that of the first.
        const stop = fate === "kept" ? (/^[.。;；!！?？]+/u.exec(behind)?.[0] ?? "") : "";
        const words = wordsNaming(textOf(pieces.slice(0, index)) + stop, behind.slice(stop.length));
        this.joins.set(keyOf(joined), { breaks: { how: "join", ...words }, block: id });
      });
      before = text;
    }
  }

  /** Where the halves of one paragraph part: either of them may be the one that came. */
  private readSplits(blocks: readonly ComparedBlock[], texts: ReadonlyMap<string, string>): void {
    for (const { after, pieces, children } of blocks) {
      this.readSplits(children, texts);
      for (const { broken } of pieces) {
        if (!after || broken?.how !== "split") continue;
        const words = wordsNaming(texts.get(keyOf(after.id)) ?? "", texts.get(keyOf(broken.behind)) ?? "");
        this.splits.set(keyOf(broken.block), { how: "split", ...words });
      }
    }
  }
}

/** Words as they stand in the newer version. */
const textOf = (pieces: readonly ComparedPiece[]): string => pieces.map(({ to, text }) => (to ? text : "")).join("");

const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;
