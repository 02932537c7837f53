import { type SessionStatus, plainStanding } from "@parley/sync";
import { expect, test } from "vitest";
import { connectionOf, keepsRefused, refusalKey, refusalOf } from "./connection.ts";

const saved: SessionStatus = {
  state: "saved",
  unsavedCount: 0,
  role: "edit",
  party: "ours",
  everSynced: true,
  standing: plainStanding,
  editable: true,
  proposing: false,
  seq: 1,
  othersSeq: 1,
  reason: null,
  maxUpdateBytes: 8_000_000,
};

test("being signed out is not the same as losing access", () => {
  expect(connectionOf({ ...saved, state: "removed", role: null, reason: "close-4401" })).toBe("removed");
  expect(connectionOf({ ...saved, state: "refused", reason: "close-4401" })).toBe("signed-out");
  expect(connectionOf({ ...saved, state: "removed", role: null, reason: "close-4403" })).toBe("removed");
});

test("saving and saved are one thing for everything but the words", () => {
  expect(connectionOf(saved)).toBe(connectionOf({ ...saved, state: "saving", unsavedCount: 3 }));
  expect(connectionOf(null)).toBe("up");
});

test("who may only read now, and has words here that were never saved, is told so", () => {
  const reader: SessionStatus = { ...saved, state: "read-only", role: "view", editable: false };
  expect(connectionOf(reader)).toBe("up");
  expect(connectionOf({ ...reader, unsavedCount: 1 })).toBe("refused");
  expect(refusalOf({ ...reader, unsavedCount: 1 })).toBe("role");
});

test("a document in too many windows refused no words, so there are none to discard", () => {
  expect([keepsRefused("close-4414"), keepsRefused("close-4422"), keepsRefused("role")]).toEqual([false, true, true]);
});

test("a refusal that has no words of its own still says that nothing is saved", () => {
  expect(refusalKey("role")).toBe("editor.status.refusedRole");
  expect(refusalKey("too-much-proposed")).toBe("editor.status.refusedProposals");
  expect(refusalKey("message-too-large")).toBe("editor.status.refusedChangeSize");
  expect(refusalKey("close-4413")).toBe("editor.status.refusedChangeSize");
  expect(refusalKey("gone-before")).toBe("editor.status.refusedDraft");
  expect(refusalKey("close-4400")).toBe("editor.status.refusedDraft");
  expect(refusalKey(null)).toBe("editor.status.refusedDraft");
});
