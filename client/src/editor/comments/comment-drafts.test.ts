import { expect, test } from "vitest";
import { CommentDrafts, type DraftStorage, editKey, newKey, replyKey } from "./comment-drafts.ts";

function storage(): DraftStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}

const words = (text: string): { text: string; named: [] } => ({ text, named: [] });

test("unsent words are kept by what they are for, and over a reload, until they are sent or blank", () => {
  const tab = storage();
  const drafts = new CommentDrafts("Mara in a document", () => tab);
  drafts.keep(replyKey("t1"), words("Confirmed."));
  drafts.keep(editKey("t1"), words("Sixty days"));
  const again = new CommentDrafts("Mara in a document", () => tab);
  expect([again.get(replyKey("t1"))?.text, again.get(editKey("t1"))?.text]).toEqual(["Confirmed.", "Sixty days"]);
  expect(new CommentDrafts("Osei in a document", () => tab).all.size).toBe(0);
  again.send(replyKey("t1"));
  expect([again.timesSent(replyKey("t1")), again.timesSent(editKey("t1"))]).toEqual([1, 0]);
  again.keep(editKey("t1"), words("  "));
  expect(again.all.size).toBe(0);
  expect(tab.kept.size).toBe(0);
});

test("new comments on different words are different ones", () => {
  const on = (clock: number): string => newKey({ anchor: { type: "words", ranges: [[1, clock, 2]] }, quote: "so" });
  expect(on(1)).not.toBe(on(5));
  expect(on(1)).toBe(on(1));
});

test("a browser that keeps nothing, or something else under the name, costs no words of this page", () => {
  const refusing = (): DraftStorage => {
    throw new Error("denied");
  };
  const drafts = new CommentDrafts("x", refusing);
  let told = 0;
  drafts.subscribe(() => told++);
  drafts.keep(replyKey("t1"), words("Yes"));
  expect([drafts.get(replyKey("t1"))?.text, told]).toEqual(["Yes", 1]);
  const tab = storage();
  tab.setItem("x", "{not json");
  expect(new CommentDrafts("x", () => tab).all.size).toBe(0);
});
