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
    return partsCharacter(item.content.str, clock - item.id.clock);
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

/** Whether the two halves of a character stand on both sides of an offset of a text. */
export function partsCharacter(text: string, at: number): boolean {
  if (at < 1 || at >= text.length) return false;
  const unit = text.charCodeAt(at - 1);
  return unit >= 0xd800 && unit <= 0xdbff;
}
