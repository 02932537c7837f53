import { readFileSync } from "node:fs";
import { SHADES_PER_PARTY, shadeOf } from "@parley/base";
import { expect, test } from "vitest";
import { comparisonStylesheet, partyShades } from "./comparison-stylesheet.ts";
import { ComparisonTeller } from "./comparison-teller.ts";

const tokens = readFileSync(new URL("../../../../client/src/ui/theme/tokens.css", import.meta.url), "utf8");
/** The page's colours on light ground. */
const light = tokens.slice(tokens.indexOf(":root"), tokens.indexOf(':root[data-mantine-color-scheme="dark"]'));

test("a comparison's file has the page's shades of every party, all that there are", () => {
  for (const [party, shades] of Object.entries(partyShades)) {
    expect(shades).toHaveLength(SHADES_PER_PARTY);
    for (const [at, colour] of shades.entries()) {
      expect(light).toContain(`--parley-${party}-${at + 1}: ${colour};`);
      expect(comparisonStylesheet).toContain(`.by-${party}-${at + 1} { --by: ${colour}; }`);
    }
  }
});

test("people have the shade of the page in their party's hue, and two of one party whose shade is the same are told apart", () => {
  const row = (personId: string, party: "ours" | "counterparty" | "counsel") => ({
    personId,
    party,
    via: "typed",
    name: personId,
    when: "1 May",
  });
  const [one, other] = Array.from({ length: 50 }, (_, at) => `person ${at}`).filter((id) => shadeOf(id) === 2);
  const rows = [row(one ?? "", "ours"), row(other ?? "", "ours"), row("mara", "counterparty"), row("osei", "counsel")];
  const teller = new ComparisonTeller(new Map(rows.map((each, at) => [at + 1, each])), "en");
  expect(teller.colourAt(1)).toBe("");
  for (const seq of [1, 2, 3, 4]) teller.by("Inserted", seq);
  expect([1, 2, 3, 4].map((seq) => teller.colourAt(seq))).toEqual([
    "by-ours-2",
    "by-ours-3",
    `by-counterparty-${shadeOf("mara")}`,
    `by-counsel-${shadeOf("osei")}`,
  ]);
});

test("whatever stands in a frame in the text keeps its words there, also in items of lists, whose first line hangs", () => {
  const framed = comparisonStylesheet
    .split("\n")
    .filter((rule) => rule.includes("display: inline-block") && rule.includes("border: 1px"));
  expect(framed.map((rule) => rule.split(" ")[0]).toSorted()).toEqual([".alternative", ".elsewhere", ".turning"]);
  for (const rule of framed) expect(rule).toContain("text-indent: 0;");
});
