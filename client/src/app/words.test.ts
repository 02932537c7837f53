import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { type ESTree, parseSync } from "vite";
import { expect, test } from "vitest";
import type { Words } from "../platform/words.ts";
import { readUsedKeys, visitNodes } from "./used-keys.ts";

const root = path.resolve(import.meta.dirname, "..");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !/words\.(en|zh)\.ts$/.test(file),
);
const wordFiles = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
  /(^|\/)words\.en\.ts$/.test(file),
);

function flatten(words: Words, prefix: string): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${prefix}.${key}`, value] satisfies [string, string]]
      : flatten(value, `${prefix}.${key}`),
  );
}

/** Plural forms are one key: English has two of them, Chinese one. */
const withoutPlural = (key: string): string => key.replace(/_(one|other)$/, "");

async function loadWords(language: "en" | "zh"): Promise<Map<string, string>> {
  const parts = await Promise.all(
    wordFiles.map(async (file) => {
      const module = (await import(path.join(root, file.replace(".en.ts", `.${language}.ts`)))) as { words: Words };
      return flatten(module.words, path.basename(path.dirname(file)));
    }),
  );
  return new Map(parts.flat());
}

const english = await loadWords("en");
const chinese = await loadWords("zh");
const known = new Set([...english.keys()].map(withoutPlural));
const partNames = new Set([...english.keys()].map((key) => key.split(".")[0] ?? ""));
const programs = sources.map((file) => {
  const code = readFileSync(path.join(root, file), "utf8");
  return { file, program: parseSync(file, code).program as ESTree.Program };
});

test("every part has its words in both languages, with the same keys", () => {
  const zh = new Set([...chinese.keys()].map(withoutPlural));
  expect([...known].filter((key) => !zh.has(key))).toEqual([]);
  expect([...zh].filter((key) => !known.has(key))).toEqual([]);
});

test("every key that the pages use exists", () => {
  const missing = programs.flatMap(({ file, program }) =>
    readUsedKeys(program, partNames)
      .filter((used) => (used.pattern ? ![...known].some((key) => used.pattern?.test(key)) : !known.has(used.text)))
      .map((used) => `${file}: ${used.text}`),
  );
  expect(missing).toEqual([]);
});

test("no key lies around unused", () => {
  const used = programs.flatMap(({ program }) => readUsedKeys(program, partNames));
  const literal = new Set(used.filter((each) => !each.pattern).map((each) => each.text));
  const patterns = used.flatMap((each) => (each.pattern ? [each.pattern] : []));
  expect([...known].filter((key) => !literal.has(key) && !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
});

test("both languages fill in the same values", () => {
  const holes = (text: string): string =>
    [...text.matchAll(/\{\{(\w+)\}\}/g)]
      .map((hole) => hole[1])
      .sort()
      .join(",");
  const different = [...chinese].filter(([key, text]) => {
    // “One page” need not say the number.
    if (key.endsWith("_one")) return false;
    const original = english.get(key) ?? english.get(withoutPlural(key));
    return original !== undefined && holes(original) !== holes(text);
  });
  expect(different.map(([key]) => key)).toEqual([]);
});

test("Chinese is written as Chinese, English without Chinese", () => {
  const isSpoken = (text: string): boolean =>
    /\p{L}{2,}/u.test(text.replace(/\{\{[^}]*\}\}|Parley|Word|Markdown|https?:|[.\w]*\.example|\.\w+/g, ""));
  // The command that switches the language speaks the language it switches to.
  const switches = new Set(["app.palette.language"]);
  const han = /\p{Script=Han}/u;
  expect(
    [...chinese].filter(([key, text]) => !han.test(text) && isSpoken(text) && !switches.has(key)).map(([key]) => key),
  ).toEqual([]);
  expect([...english].filter(([key, text]) => han.test(text) && !switches.has(key)).map(([key]) => key)).toEqual([]);
});

const spokenAttributes = new Set(["aria-label", "title", "placeholder", "label", "alt", "description", "text"]);

test("no text stands in the pages themselves", () => {
  const literal: string[] = [];
  for (const { file, program } of programs) {
    visitNodes(program, (node) => {
      if (node.type === "JSXText" && /[\p{L}]/u.test(node.value)) literal.push(`${file}: ${node.value.trim()}`);
      if (node.type !== "JSXAttribute" || node.value?.type !== "Literal") return;
      const name = node.name.type === "JSXIdentifier" ? node.name.name : "";
      const value = node.value.value;
      if (spokenAttributes.has(name) && typeof value === "string" && /\p{L}/u.test(value) && !keyNames.has(value)) {
        literal.push(`${file}: ${name}="${value}"`);
      }
    });
  }
  expect(literal).toEqual([]);
});

/** Names of keys are the same in every language. */
const keyNames = new Set(["Ctrl K"]);

test("Chinese has one word for accepting a proposal", () => {
  expect([...chinese].filter(([, words]) => /采纳|采用/u.test(words))).toEqual([]);
});
