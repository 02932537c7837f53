import { markSpecs, nodeSpecs } from "@parley/document";
import { getSchema } from "@tiptap/core";
import { expect, test } from "vitest";
import { schemaExtensions } from "./schema-extensions.ts";

const schema = getSchema(schemaExtensions);

test("the editor's nodes are exactly those of the document schema", () => {
  expect(
    Object.keys(schema.nodes)
      .filter((name) => name !== "text")
      .sort(),
  ).toEqual(Object.keys(nodeSpecs).sort());
  for (const [name, spec] of Object.entries(nodeSpecs)) {
    const type = schema.nodes[name];
    expect(type?.spec.content ?? null).toBe(spec.content);
    expect(type?.spec.group ?? null).toBe(spec.group);
    const attributes = Object.fromEntries(
      Object.entries(type?.spec.attrs ?? {}).map(([key, value]) => [key, value.default]),
    );
    expect(attributes).toEqual(
      Object.fromEntries(Object.entries(spec.attributes).map(([key, value]) => [key, value.default])),
    );
  }
});

test("what may stand in what is the same in the editor and in the document schema", () => {
  for (const [name, spec] of Object.entries(nodeSpecs)) {
    const match = schema.nodes[name]?.contentMatch;
    const allowed = Object.keys(schema.nodes).filter((child) => {
      const type = schema.nodes[child];
      return type && match?.matchType(type);
    });
    expect(allowed.sort()).toEqual([...spec.children].sort());
    expect(match?.validEnd).toBe(true);
  }
});

test("the editor's marks are exactly those of the document schema", () => {
  expect(Object.keys(schema.marks).sort()).toEqual(Object.keys(markSpecs).sort());
  for (const [name, spec] of Object.entries(markSpecs)) {
    const type = schema.marks[name];
    expect(type?.spec.inclusive ?? true).toBe(spec.inclusive);
    const attributes = Object.fromEntries(
      Object.entries(type?.spec.attrs ?? {}).map(([key, value]) => [key, value.default]),
    );
    expect(attributes).toEqual(
      Object.fromEntries(Object.entries(spec.attributes).map(([key, value]) => [key, value.default])),
    );
    const excluded = Object.keys(schema.marks).filter(
      (other) => other !== name && schema.marks[other] && type?.excludes(schema.marks[other]),
    );
    expect(excluded).toEqual(spec.excludes === null ? [] : spec.excludes.split(" "));
    // It stands once on a text.
    expect(type && type.excludes(type)).toBe(true);
  }
});

test("only tables carry what the table commands need beside the schema", () => {
  const roles = Object.fromEntries(Object.entries(schema.nodes).map(([name, type]) => [name, type.spec["tableRole"]]));
  expect(roles).toMatchObject({ table: "table", tableRow: "row", tableCell: "cell", tableHeader: "header_cell" });
  expect(Object.values(roles).filter((role) => role !== undefined)).toHaveLength(4);
});
