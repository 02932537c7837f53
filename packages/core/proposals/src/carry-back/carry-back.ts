/**
 * What was changed in a copy of a document, as one person's proposals on the document as it is by now.
 *
 * Invariants:
 * - [CB1] What is proposed is what was done in the copy: words that came stand behind the word behind which they were written, words that
 *   went are proposed for deletion where they stand, and nothing else is touched.
 * - [CB2] Nothing of the copy's own ids, nor of whoever wrote in it, comes along.
 * - [CB3] Nothing is lost silently: what has no place any more stands at the nearest one, or is answered with its words.
 */
import { Draft } from "../draft.ts";
import type { NegotiatedDocument } from "../marked-document.ts";
import { type CarryBackOptions, Carrying, type Unplaced } from "./carrying.ts";
import { type CopiedDocument, readCopyTree } from "./copy-tree.ts";
import { matchCopy } from "./match-copy.ts";
import { NewContent } from "./new-content.ts";
import { NewRecords } from "./new-records.ts";

export interface CarriedBack {
  readonly update: Uint8Array;
  /** How many places it proposes to change. 0 when the copy says what the document says. */
  readonly places: number;
  readonly unplaced: readonly Unplaced[];
}

/** Writes what was changed in a copy of a document as a person's proposals in it. The document itself is not touched. */
export function carryBack(document: NegotiatedDocument, copy: CopiedDocument, options: CarryBackOptions): CarriedBack {
  const tree = readCopyTree(copy);
  const lines = matchCopy(tree);
  const draft = new Draft(document, options.clientId);
  const carrying = new Carrying(draft, options);
  try {
    const update = draft.change(() => {
      carrying.notePictures(tree.first);
      const { moved, movedBlocks } = new NewContent(carrying, lines).write(tree.now);
      new NewRecords(carrying, tree, { moved, movedBlocks }).write();
    });
    return { update, places: carrying.places, unplaced: carrying.unplaced };
  } finally {
    draft.ydoc.destroy();
  }
}
