import { expect, test } from "vitest";
import { createKinds } from "./kinds.ts";

const minutes = { kind: "minutes", label: { en: "Minutes", zh: "会议纪要" }, icon: "list" };

test("a slice adds a kind without any other file knowing it", () => {
  const kinds = createKinds([minutes]);
  expect(kinds.list.map((kind) => kind.kind)).toEqual(["note", "minutes"]);
  expect(kinds.require("minutes")).toBe(minutes);
});

test("an unknown kind is refused by name", () => {
  expect(() => createKinds([]).require("toString")).toThrow("documents/unknown-kind");
});

test("two kinds of the same name, or a name that is none, stop the server", () => {
  expect(() => createKinds([minutes, minutes])).toThrow("two slices bring");
  expect(() => createKinds([{ ...minutes, kind: "Minutes 1" }])).toThrow("no name");
});
