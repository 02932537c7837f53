import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function tokensOf(scheme: "light" | "dark"): Map<string, string> {
  const block = new RegExp(`data-mantine-color-scheme="${scheme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return new Map(
    Array.from(block.matchAll(/--parley-([\w-]+): (#[0-9a-f]{6});/g), (found) => [found[1] ?? "", found[2] ?? ""]),
  );
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const people = ["ours", "counterparty", "counsel"].flatMap((party) => [
  party,
  ...[1, 2, 3, 4, 5].map((shade) => `${party}-${shade}`),
]);
const texts = ["ink", "ink-soft", "ink-muted", "accent", "accent-strong", "good", "warn", "bad", ...people];

test.each(["light", "dark"] as const)("in %s mode every text colour can be read on every ground", (scheme) => {
  const tokens = tokensOf(scheme);
  const weak: string[] = [];
  for (const text of texts) {
    for (const ground of ["ground", "surface", "paper", "sunken", "hover"]) {
      const ratio = contrast(tokens.get(text) ?? "#808080", tokens.get(ground) ?? "#808080");
      if (ratio < 4.5) weak.push(`${text} on ${ground} ${ratio.toFixed(2)}`);
    }
  }
  expect(weak).toEqual([]);
});

test.each(["light", "dark"] as const)("in %s mode a colour can be read on its own wash", (scheme) => {
  const tokens = tokensOf(scheme);
  const weak = ["accent", "good", "warn", "bad", "ours", "counterparty", "counsel"].filter(
    (name) => contrast(tokens.get(name) ?? "#808080", tokens.get(`${name}-wash`) ?? "#808080") < 4.5,
  );
  expect(weak).toEqual([]);
  expect(contrast(tokens.get("on-accent") ?? "#808080", tokens.get("accent") ?? "#808080")).toBeGreaterThan(4.5);
  expect(contrast(tokens.get("ink") ?? "#808080", tokens.get("raised") ?? "#808080")).toBeGreaterThan(4.5);
  expect(contrast(tokens.get("ink") ?? "#808080", tokens.get("mark") ?? "#808080")).toBeGreaterThan(4.5);
});

test("a field's border stands out from its ground as a control must (3:1)", () => {
  for (const scheme of ["light", "dark"] as const) {
    const tokens = tokensOf(scheme);
    expect(contrast(tokens.get("line-strong") ?? "#808080", tokens.get("surface") ?? "#808080")).toBeGreaterThan(3);
  }
});

test("both modes define the same tokens", () => {
  expect([...tokensOf("dark").keys()]).toEqual([...tokensOf("light").keys()]);
});
