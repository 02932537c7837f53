import { expect, test } from "vitest";
import { type ThreadFacts, whyThreadWaits } from "./waiting-thread.ts";

const said = (authorId: string, atMs: number, ...mentions: string[]) => ({ authorId, atMs, mentions });
const thread = (facts: Partial<ThreadFacts>): ThreadFacts => ({
  isResolved: false,
  assigneeId: null,
  proposerId: null,
  comments: [],
  ...facts,
});

test("what is assigned waits until it is resolved, looked at or not", () => {
  const assigned = thread({ assigneeId: "me", comments: [said("other", 1), said("me", 2)] });
  expect(whyThreadWaits(assigned, "me", 9)).toBe("assigned");
  expect(whyThreadWaits({ ...assigned, isResolved: true }, "me", 9)).toBeNull();
});

test("a mention waits until it is answered or looked at", () => {
  const mention = [said("other", 5, "me")];
  expect(whyThreadWaits(thread({ comments: mention }), "me", 4)).toBe("mentioned");
  expect(whyThreadWaits(thread({ comments: mention }), "me", 5)).toBeNull();
  expect(whyThreadWaits(thread({ comments: [...mention, said("me", 6)] }), "me", 4)).toBeNull();
  expect(whyThreadWaits(thread({ comments: mention }), "somebody", 4)).toBeNull();
});

test("a reply waits for whoever spoke before it, and not for who replied", () => {
  const comments = [said("me", 5), said("other", 6)];
  expect(whyThreadWaits(thread({ comments }), "me", 0)).toBe("replied");
  expect(whyThreadWaits(thread({ comments }), "other", 0)).toBeNull();
});

test("what is said about a proposal waits for its author", () => {
  const comments = [said("other", 6)];
  expect(whyThreadWaits(thread({ proposerId: "me", comments }), "me", 0)).toBe("proposal");
  expect(whyThreadWaits(thread({ proposerId: "third", comments }), "me", 0)).toBeNull();
});
