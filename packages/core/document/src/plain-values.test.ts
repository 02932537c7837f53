import { expect, test } from "vitest";
import * as Y from "yjs";
import { findSchemaViolation, findUnplainValue, isProposalRecord } from "./index.ts";

const KEY = "01234567-89ab-4cde-8f01-23456789abcd:1";

/** An object whose key `__proto__` is written like any other; reading it gives it a prototype. */
function under(prototype: unknown, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.defineProperty({ ...rest }, "__proto__", { value: prototype, enumerable: true });
}

/** The struct of some content under a record's key, as it is read from bytes. */
function read(content: Y.Item["content"], origin: Y.ID | null = null): Y.Item {
  const item = new Y.Item(Y.createID(11, 0), null, origin, null, null, "proposals" as never, KEY, content);
  const encoder = new Y.UpdateEncoderV1();
  encoder.writeLen(1);
  encoder.writeLen(1);
  encoder.writeClient(11);
  encoder.writeLen(0);
  item.write(encoder, 0);
  encoder.writeLen(0);
  return Y.decodeUpdate(encoder.toUint8Array()).structs[0] as Y.Item;
}

const range = [[7, 2, 3]];
const inherited: readonly (readonly [string, unknown])[] = [
  ["what is asked", under({ do: "delete" }, { ids: range })],
  ["a group", under({ group: "g" }, { do: "delete", ids: range })],
  ["an address", { do: "format", ids: range, mark: "link", value: under({ href: "javascript:alert(1)" }) }],
  ["bytes", under(Uint8Array.of(1), { do: "delete", ids: range })],
];

test.each(inherited)("[GU10] a record that inherits %s is none", (_name, value) => {
  const item = read(new Y.ContentAny([value]));
  const [decoded] = (item.content as Y.ContentAny).arr;
  expect(Object.keys(decoded as object)).not.toContain("__proto__");
  expect(isProposalRecord(decoded)).toBe(false);
  expect(findSchemaViolation(new Y.Doc(), [item])?.reason).toMatch(/record/);
});

test.each(inherited)("[GU15] %s in a prototype is refused", (_name, value) => {
  expect(findUnplainValue([read(new Y.ContentAny([value]))])).not.toBeNull();
});

test("[GU15] so are such values in content of every kind, however deep, and wherever it stands", () => {
  const own = JSON.parse('{"a": [{"__proto__": 1}]}') as Record<string, unknown>;
  const contents = [
    new Y.ContentAny([1, [under({ a: 1 })]]),
    new Y.ContentJSON([own]),
    new Y.ContentFormat("bold", own),
    new Y.ContentEmbed(own),
  ];
  for (const content of contents) {
    expect(findUnplainValue([read(content)])).not.toBeNull();
    expect(findUnplainValue([read(content, Y.createID(5, 3))])).not.toBeNull();
  }
  const embedded = new Y.Doc({ meta: under(Uint8Array.of(1)) });
  expect(findUnplainValue([read(new Y.ContentDoc(embedded))])).not.toBeNull();
});

test("[GU15] a value that is nested too deeply is refused, without recursion", () => {
  const nest = (depth: number): unknown => {
    let value: unknown = 1;
    for (let at = 0; at < depth; at++) value = [value];
    return value;
  };
  expect(findUnplainValue([read(new Y.ContentAny([nest(10)]))])).toBeNull();
  expect(findUnplainValue([read(new Y.ContentAny([nest(1_000)]))])).not.toBeNull();
});

test("[GU15] what pages write passes: records, settings, bytes, and words that name the key", () => {
  const fine = [
    new Y.ContentAny([{ do: "format", ids: range, mark: "link", value: { href: "https://parley.example/" } }]),
    new Y.ContentAny(["heading", 3, null, undefined, true, [120, null]]),
    new Y.ContentAny([Uint8Array.of(1, 2)]),
    new Y.ContentAny(["__proto__"]),
    new Y.ContentString("__proto__"),
    new Y.ContentFormat("bold", {}),
  ];
  for (const content of fine) expect(findUnplainValue([read(content)])).toBeNull();
});
