// @vitest-environment happy-dom
import { existsSync } from "node:fs";
import path from "node:path";
import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { createAppRouter } from "./router.tsx";
import { slices } from "./slices.ts";
import { wordSources } from "./word-sources.ts";

const router = createAppRouter(new QueryClient(), slices);
const isPage = (to: string): boolean => router.getMatchedRoutes(to)[2] !== undefined;

test("every place in the rail, the menu and at the start is a page", () => {
  const places = slices.flatMap((slice) => [
    ...(slice.nav ?? []).map((item) => item.to),
    ...(slice.homes ?? []).map((home) => home.to),
    ...(slice.shelves ?? []).map((shelf) => shelf.path),
  ]);
  expect(places.length).toBeGreaterThan(5);
  expect(places.filter((to) => !isPage(to))).toEqual([]);
});

test("an unknown address is no page", () => {
  expect(isPage("/nowhere")).toBe(false);
});

test("names, commands and nav items are there once", () => {
  for (const names of [
    slices.map((slice) => slice.name),
    slices.flatMap((slice) => (slice.commands ?? []).map((command) => command.id)),
    slices.flatMap((slice) => (slice.nav ?? []).map((item) => item.id)),
    slices.flatMap((slice) => (slice.kinds ?? []).map((kind) => kind.kind)),
    wordSources.map((source) => source.name),
  ]) {
    expect(new Set(names).size).toBe(names.length);
  }
});

test("what waits for one is among the three places of the phone's bar", () => {
  const places = slices.flatMap((slice) => slice.nav ?? []).filter((item) => item.place === "rail");
  const first = places.toSorted((a, b) => a.order - b.order).slice(0, 3);
  expect(first.map(({ id }) => id)).toEqual(["documents", "contracts", "review"]);
});

test("the words of every slice lie in its own folder", () => {
  for (const slice of slices) {
    expect(existsSync(path.resolve(import.meta.dirname, "../features", slice.name, "words.en.ts"))).toBe(true);
    expect(slice.words.name).toBe(slice.name);
  }
});
