/**
 * Whether an update would part the two halves of a character outside the basic plane. Yjs then destroys both for everybody.
 *
 * Why: Yjs cuts an item wherever a struct says that it stands, behind its left neighbour and before its right one, also when the item
 * has been deleted: whoever brings that one back later, or reads an earlier version, would find it destroyed.
 */
import * as Y from "yjs";

/** A run of deleted ids. */
export interface DeletedRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** [GU9] Looks at what the document does not hold yet. `deleted` are the ids that the update says it deletes. */
export function cutsCharacter(
  ydoc: Y.Doc,
  structs: readonly (Y.Item | Y.GC | Y.Skip)[],
  deleted: readonly DeletedRange[],
): boolean {
  const cutsBefore = (client: number, clock: number, isDeletion: boolean): boolean => {
    if (clock < 1 || clock >= Y.getState(ydoc.store, client)) return false;
    const item = Y.getItem(ydoc.store, Y.createID(client, clock)) as Y.Item | Y.GC;
    if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) return false;
    // What is deleted already is not cut to be deleted.
    if (isDeletion && item.deleted) return false;
    const at = clock - item.id.clock;
    return at > 0 && isHighSurrogate(item.content.str, at - 1);
  };
  const stands = ({ origin, rightOrigin }: Y.Item): boolean =>
    (origin !== null && cutsBefore(origin.client, origin.clock + 1, false)) ||
    (rightOrigin !== null && cutsBefore(rightOrigin.client, rightOrigin.clock, false));
  return (
    structs.some(
      (struct) =>
        struct instanceof Y.Item && struct.id.clock >= Y.getState(ydoc.store, struct.id.client) && stands(struct),
    ) ||
    deleted.some(
      ({ client, clock, length }) => cutsBefore(client, clock, true) || cutsBefore(client, clock + length, true),
    )
  );
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff;
}
