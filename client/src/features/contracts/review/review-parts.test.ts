import type { ContractReview, ReviewedClause } from "@parley/contracts";
import { describe, expect, test } from "vitest";
import { countNews } from "./count-news.ts";
import { shortWords } from "./short-words.ts";

const clause = (key: string, text: string): ReviewedClause => ({
  ...{ key, text, kind: "changed", title: key, words: [], by: [], ledger: null },
});

/** A review of which only what is compared is filled. */
function review(clauses: readonly ReviewedClause[], comments: readonly string[] = []): ContractReview {
  const by = { id: "p", name: "Lin", organisation: null, party: "ours" as const };
  const threads = comments.map((text, index) => ({
    ...{ id: `t${index}`, audience: "internal", quote: "", clause: null },
    comments: [{ by, at: "2026-11-27T10:00:00.000Z", text }],
  }));
  const text = { clauses, threads, proposals: [], findings: [] };
  return { text, approval: null, turn: null } as unknown as ContractReview;
}

describe("the news of a review", () => {
  test("are the clauses that read otherwise, those that are gone, and what was said", () => {
    const before = review([clause("a", "one"), clause("b", "two"), clause("c", "three")]);
    expect(countNews(before, before)).toBe(0);
    expect(countNews(before, review([clause("a", "one"), clause("b", "2"), clause("d", "four")], ["why?"]))).toBe(4);
  });

  test("are those of the approval, too", () => {
    const before = review([]);
    const after = { ...before, approval: { status: "running", steps: [] } } as unknown as ContractReview;
    expect(countNews(before, after)).toBe(1);
  });
});

describe("a change with a little around it", () => {
  test("keeps every word that was added or removed, and the nearest of what stayed", () => {
    const long = "x".repeat(500);
    const short = shortWords([
      { kind: "same", text: `${long}near`, by: null },
      { kind: "removed", text: "old", by: 0 },
      { kind: "added", text: "new", by: 0 },
      { kind: "same", text: `after${long}`, by: null },
    ]);
    expect(short.map(({ text }) => text.length)).toEqual([61, 3, 3, 61]);
    expect(short[0]?.text.endsWith("near")).toBe(true);
    expect(short[3]?.text.startsWith("after")).toBe(true);
  });
});
