/** The words that a proposal takes away, for whoever puts others in their place. */
import type { DocumentProposal } from "@parley/documents";
import { type IdRange, IdSet } from "@parley/history";
import type { Node } from "@tiptap/pm/model";
import type * as Y from "yjs";
import { type IdRun, type Stretch, placesOf } from "../comments/thread-places.ts";
import { asRange } from "./own-proposals.ts";

type Taking = Pick<DocumentProposal, "records">;

/** Characters that a proposal is to delete, by themselves or with the block around them. */
function oldWords({ records }: Taking): readonly IdRun[] {
  return records.flatMap(({ do: does, ids = [], copies = [] }) =>
    does === "delete" || does === "remove" ? [...ids, ...copies] : [],
  );
}

/** What proposals put in the place of words that they take away. */
export function replacementsIn(
  proposals: readonly Pick<DocumentProposal, "records" | "inserted">[],
): { readonly put: readonly IdRange[]; readonly old: readonly IdRange[] }[] {
  return proposals.flatMap((proposal) => {
    const old = oldWords(proposal).map(asRange);
    return old.length === 0 || proposal.inserted.length === 0 ? [] : [{ put: proposal.inserted.map(asRange), old }];
  });
}

/**
 * Where somebody who answers a proposal begins: from the first to the last of the words that it takes away, so that what is typed stands
 * instead of them; without any, behind what it brings. `doc` must show the shared document as it is.
 */
export function answeredPlace(
  doc: Node,
  fragment: Y.XmlFragment,
  proposal: Pick<DocumentProposal, "records" | "inserted" | "place">,
): Stretch | null {
  const old = placesOf(doc, fragment, oldWords(proposal));
  const [first, last] = [old[0], old.at(-1)];
  // Nothing is typed over several cells.
  const isOnePlace = first && last && containerOf(doc, first.from) === containerOf(doc, last.to);
  if (isOnePlace) return { from: first.from, to: last.to };
  const words = placesOf(doc, fragment, proposal.inserted).at(-1);
  const [block] = placesOf(doc, fragment, [[...proposal.place, 1]]);
  const end = words?.to ?? (block ? block.to - 1 : null);
  return end === null ? null : { from: end, to: end };
}

/**
 * The one block that a proposal would remove and that is no paragraph, as a table or a picture: what answers it stands in its place. `null`
 * where the proposal is about anything else.
 */
export function answeredBlock(
  doc: Node,
  fragment: Y.XmlFragment,
  { records, inserted, blocks }: Pick<DocumentProposal, "records" | "inserted" | "blocks">,
): Stretch | null {
  const [removal, ...others] = records;
  if (removal?.do !== "remove" || !removal.block || others.length + inserted.length + blocks.length > 0) return null;
  const [client, clock] = removal.block;
  const [place] = placesOf(doc, fragment, [[client, clock, 1]]);
  const node = place && doc.nodeAt(place.from);
  const isWhole = node?.nodeSize === (place?.to ?? 0) - (place?.from ?? 0);
  return place &&
    node &&
    isWhole &&
    !node.isTextblock &&
    doc.resolve(place.from).parent.type.spec["tableRole"] === undefined
    ? place
    : null;
}

/** What holds the paragraph at a position: the document, or a cell. */
function containerOf(doc: Node, pos: number): Node {
  const $pos = doc.resolve(pos);
  return $pos.node(Math.max(0, $pos.depth - 1));
}

/** Whether of what another proposal takes away something would stand beside this one once it alone is accepted. */
export function leavesOldWords(accepted: Taking, other: Taking): boolean {
  const gone = IdSet.of(oldWords(accepted).map(asRange));
  return oldWords(other).some((run) => gone.missing(asRange(run)).length > 0);
}
