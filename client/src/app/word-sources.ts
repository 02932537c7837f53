import type { WordSource } from "../platform/language.ts";
import { slices } from "./slices.ts";

const foundations: readonly WordSource[] = [
  { name: "app", en: () => import("./words.en.ts"), zh: () => import("./words.zh.ts") },
  { name: "platform", en: () => import("../platform/words.en.ts"), zh: () => import("../platform/words.zh.ts") },
  { name: "editor", en: () => import("../editor/words.en.ts"), zh: () => import("../editor/words.zh.ts") },
  { name: "story", en: () => import("../editor/story/words.en.ts"), zh: () => import("../editor/story/words.zh.ts") },
  { name: "ui", en: () => import("../ui/words.en.ts"), zh: () => import("../ui/words.zh.ts") },
];

/** Where the words of every part of the product are. */
export const wordSources: readonly WordSource[] = [...foundations, ...slices.map((slice) => slice.words)];
