/** Where somebody's selection is, as awareness states carry it. It comes from others, so nothing of it is believed but its shape. */

/** An id of the shared text. */
interface CaretId {
  readonly client: number;
  readonly clock: number;
}

/** A place in the shared text, in the form of Yjs's relative positions as JSON. */
export interface CaretPlace {
  readonly type?: CaretId | null;
  readonly tname?: string | null;
  readonly item?: CaretId | null;
  readonly assoc?: number | null;
}

export interface Caret {
  readonly anchor: CaretPlace;
  readonly head: CaretPlace;
}

/** The root that holds a document's text, part of the protocol: asking Yjs for any other would make it in everybody's document. */
const ROOT_NAME = "default";
const MAX_ID_PART = 0xffff_ffff;

/** A caret as an awareness state claims it, and nothing else of what is there; `null` when it is none. Never throws. */
export function readCaret(value: unknown): Caret | null {
  if (typeof value !== "object" || value === null) return null;
  const { anchor, head } = value as Record<string, unknown>;
  const [from, to] = [readPlace(anchor), readPlace(head)];
  return from && to && { anchor: from, head: to };
}

function readPlace(value: unknown): CaretPlace | null {
  if (typeof value !== "object" || value === null) return null;
  const { type = null, tname = null, item = null, assoc = null } = value as Record<string, unknown>;
  if (!(type === null || isId(type)) || !(item === null || isId(item))) return null;
  if (!(tname === null || tname === ROOT_NAME) || !(assoc === null || Number.isSafeInteger(assoc))) return null;
  if (type === null && item === null && tname === null) return null;
  return { type: idOf(type), tname, item: idOf(item), assoc: assoc as number | null };
}

function isId(value: unknown): value is CaretId {
  if (typeof value !== "object" || value === null) return false;
  const { client, clock } = value as Record<string, unknown>;
  return isIdPart(client) && isIdPart(clock);
}

function isIdPart(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MAX_ID_PART;
}

function idOf(id: CaretId | null): CaretId | null {
  return id && { client: id.client, clock: id.clock };
}
