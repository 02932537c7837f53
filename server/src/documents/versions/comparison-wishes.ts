/** What the file of a comparison says of proposals about words and blocks that stand there. */
import type { ComparedBlockAnswer } from "@parley/documents";
import { toldAs } from "./comparison-alternatives.ts";
import type { comparisonWords } from "./comparison-words.ts";

type Said = (typeof comparisonWords)["en" | "zh"];
type Wish = ComparedBlockAnswer["proposed"][number];

/** One who wishes, and what. */
export interface ToldWish {
  readonly seq: number;
  readonly what: string;
}

/** What goes along with an attribute that says more. */
const along: Readonly<Record<string, readonly string[]>> = {
  style: ["level"],
  list: ["listId", "format", "start", "checked"],
  depth: ["format", "start"],
};

/** What is proposed, once for each row that proposes it: everything that it sets and formats stands in one line, by name. */
export function tellWishes(proposed: readonly Wish[], said: Said): ToldWish[] {
  return [...Map.groupBy(proposed, kindOf).values()].flatMap((wishes) => {
    const [first] = wishes;
    if (!first) return [];
    return [{ seq: first.seq, what: toldAs(whatOf(wishes, first, said), first.alternative, said) }];
  });
}

const isGoing = ({ do: does }: Wish): boolean => does === "delete" || does === "remove";
const isChanging = ({ do: does }: Wish): boolean => does === "set" || does === "format";

function kindOf(wish: Wish): string {
  return `${wish.seq} ${wish.alternative} ${isGoing(wish) ? "goes" : isChanging(wish) ? "changes" : wish.do}`;
}

function whatOf(wishes: readonly Wish[], first: Wish, said: Said): string {
  if (isGoing(first)) return said.waitsToGo;
  if (first.do === "join") return said.waitsToJoin;
  const told = namesTold(
    wishes.flatMap(({ name }) => (name === null ? [] : [name])),
    said,
  );
  return told.length === 0 ? said.waitsToChange : said.waitsToChangeOf(told);
}

/** How attributes and kinds of formatting are called, each once; what only goes along with another of them is not named. */
export function namesTold(names: readonly string[], said: Said): string[] {
  const isTold = (name: string): boolean => !names.some((other) => along[other]?.includes(name));
  const known: Readonly<Record<string, string>> = said.attributes;
  return [...new Set(names.filter(isTold).flatMap((name) => known[name] ?? []))];
}
