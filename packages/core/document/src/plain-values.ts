/**
 * Whether the values that an update brings are what they will be once they have been written and read again.
 *
 * Why: where bytes name the key `__proto__`, reading them gives an object another prototype. What is read through it is lost as soon as the
 * object is encoded again, in a snapshot, for a page that loads afresh, or where messages are joined; bytes as a prototype break the
 * encoding itself. Two readers of one log would have two documents.
 */
import * as Y from "yjs";
import type { DecodedStructs, SchemaViolation } from "./schema-violation.ts";

/** No value of the schema comes near this. Encoding goes into depth by recursion. */
const MAX_DEPTH = 16;

/** [GU15] The first value, in whatever place, that is read otherwise once it is encoded again. */
export function findUnplainValue(structs: DecodedStructs): SchemaViolation | null {
  return structs.some((struct) => valuesIn(struct).some((value) => !isPlain(value)))
    ? { reason: "a value with another prototype, or nested too deeply" }
    : null;
}

/** Whether nothing of an object is inherited but what every object has. */
export function hasPlainPrototype(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Lets the values of a decoded struct be what is left of them once they are encoded again. Returns whether that changed anything. */
export function makePlain(struct: Y.Item | Y.GC | Y.Skip): boolean {
  let changed = false;
  for (const { value } of objectsIn(valuesIn(struct))) {
    if (isOrdinary(value)) continue;
    Object.setPrototypeOf(value, Object.prototype);
    changed = true;
  }
  return changed;
}

function isPlain(value: unknown): boolean {
  for (const each of objectsIn([value]))
    if (each.depth > MAX_DEPTH || !isOrdinary(each.value) || Object.hasOwn(each.value, "__proto__")) return false;
  return true;
}

/** Arrays and bytes are made as what they are; whatever inherits from some is neither. */
function isOrdinary(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Uint8Array.prototype || hasPlainPrototype(value);
}

/** All objects and arrays in some values, with a list instead of recursion: nobody says how deep they go. */
function* objectsIn(values: readonly unknown[]): Iterable<{ readonly value: object; readonly depth: number }> {
  const waiting = values.map((value) => ({ value, depth: 0 }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    yield { value, depth };
    if (Object.getPrototypeOf(value) === Uint8Array.prototype) continue;
    for (const inner of Object.values(value) as unknown[])
      if (typeof inner === "object" && inner !== null) waiting.push({ value: inner, depth: depth + 1 });
  }
}

/** What of a struct's content is neither text nor a node. */
function valuesIn(struct: Y.Item | Y.GC | Y.Skip): readonly unknown[] {
  if (!(struct instanceof Y.Item)) return [];
  const { content } = struct;
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr;
  if (content instanceof Y.ContentFormat) return [content.value];
  if (content instanceof Y.ContentEmbed) return [content.embed];
  return content instanceof Y.ContentDoc ? [content.opts] : [];
}
