import type { WordStep } from "@parley/documents";
import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { outcomeSentence } from "./outcome-sentence.ts";
import { words as english } from "./words.en.ts";
import { words as chinese } from "./words.zh.ts";

/** Words of a language, filled in as the page does. */
const wordsIn = (dictionary: object): TFunction =>
  ((key: string, values: Record<string, unknown> = {}) => {
    const [, ...path] = key.split(".");
    const found = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], dictionary);
    return String(found).replace(/\{\{(\w+)\}\}/g, (_hole, name: string) => String(values[name]));
  }) as unknown as TFunction;

const step = (more: Partial<WordStep>): WordStep => ({
  did: "accepted",
  person: { id: "p1", name: "Lin" },
  party: "ours",
  at: "2026-01-01T00:00:00.000Z",
  seq: 3,
  via: "decision",
  waits: false,
  proposed: false,
  about: "insertion",
  reason: null,
  whose: { id: "p2", name: "Mara" },
  because: null,
  takenBy: null,
  offlineSince: null,
  name: null,
  value: null,
  version: null,
  ...more,
});

const told = (more: Partial<WordStep>, title: string | null = null): [string, string] => [
  outcomeSentence(step(more), { name: "Lin", title }, wordsIn(english)),
  outcomeSentence(step(more), { name: "Lin", title }, wordsIn(chinese)),
];

test("an outcome says whose proposal it was about, and nothing twice of who withdraws their own", () => {
  expect(told({})).toEqual(["Lin accepted the proposal of Mara", "Lin 接受了 Mara 的建议"]);
  expect(told({ did: "rejected", about: "deletion" })).toEqual([
    "Lin rejected the deletion that Mara proposed",
    "Lin 拒绝了 Mara 的删除建议",
  ]);
  expect(told({ did: "withdrew", whose: { id: "p1", name: "Lin" } })).toEqual(["Lin withdrew it", "Lin 撤回了此建议"]);
  expect(told({ whose: null })).toEqual(["Lin accepted it", "Lin 接受了此建议"]);
});

test("what became void says whose it was and why, also where a version took its words", () => {
  const deletion = { did: "voided", about: "deletion" } as const;
  expect(told({ ...deletion, because: "replacementDeleted" })).toEqual([
    "The deletion that Mara proposed became void: Lin deleted the words proposed along with it",
    "Mara 的删除建议失效：Lin 删除了同时建议写入的文字",
  ]);
  expect(told({ ...deletion, because: "tooLate", takenBy: { id: "p3", name: "Wu" } })).toEqual([
    "The deletion that Mara proposed became void: Wu had deleted the words before it arrived",
    "Mara 的删除建议失效：建议送达前，Wu 已删除所涉文字",
  ]);
  expect(told({ did: "voided", whose: null, because: "decided" })).toEqual([
    "A proposal became void: Lin decided on another proposal",
    "建议失效：Lin 处理了另一条建议",
  ]);
  const restored = { did: "restoredAway", about: "formatting" } as const;
  expect(told(restored, "Draft 2")[0]).toBe("The formatting that Mara proposed became void: Lin restored “Draft 2”");
  expect(told(restored)[1]).toBe("Mara 的格式建议失效：Lin 恢复了较早的版本");
});
