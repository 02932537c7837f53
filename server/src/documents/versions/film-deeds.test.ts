import { encodeStatement } from "@parley/history";
import { expect, test } from "vitest";
import { deedsOfFrames, wholeFrames } from "./film-deeds.ts";

const stating = (decision: unknown): Uint8Array =>
  encodeStatement({ copies: [], agreed: [], deletedFor: [], reopened: [], decision: JSON.stringify(decision) });
const decided = (verdict: string, chosen: number, notChosen = 0): Uint8Array =>
  stating({ verdict, proposals: Array(chosen).fill({}), notChosen: Array(notChosen).fill({}) });

const of = (frame: number) => ({ frame, proposes: false, apart: null, statement: null });

test("a frame of many rows tells each deed once, with all proposals that were decided so", () => {
  const rows = [
    { ...of(0), kind: "import" },
    { ...of(1), kind: "typed" },
    { ...of(1), kind: "offline" },
    { ...of(1), kind: "undo", proposes: true },
    { ...of(1), kind: "decision", statement: decided("accept", 2, 1) },
    { ...of(1), kind: "decision", statement: decided("accept", 3) },
    { ...of(1), kind: "decision", statement: decided("reject", 1) },
    { ...of(1), kind: "decision", statement: decided("void", 2) },
    { ...of(1), kind: "decision", statement: decided("revive", 1) },
    { ...of(4), kind: "undo" },
    { ...of(4), kind: "decision", statement: decided("takeBack", 1, 1) },
    { ...of(2), kind: "restore", statement: stating({ restored: 4 }) },
    // What a merge had lost is brought back in the same way.
    { ...of(3), kind: "restore", statement: stating(null) },
    // After the last frame there is nothing to tell.
    { ...of(5), kind: "typed" },
  ] as const;
  expect(deedsOfFrames(rows, 5)).toEqual([
    { imported: 1 },
    { written: 1, proposed: 1, accepted: 5, rejected: 2, voided: 2, revived: 1 },
    { restored: 1 },
    { repaired: 1 },
    { undone: 1, takenBack: 2 },
  ]);
});

test("a change and what it means for proposals, in the row right behind it, are one frame", () => {
  const rows = [
    { ...of(0), kind: "typed" },
    { ...of(1), kind: "decision", apart: 2, statement: decided("accept", 1) },
    { ...of(3), kind: "decision", apart: 4, statement: decided("void", 1) },
    { ...of(5), kind: "decision", apart: 6, statement: decided("revive", 1) },
    { ...of(7), kind: "decision", apart: 8, statement: decided("void", 1) },
  ] as const;
  // A version that has a name is a frame.
  expect(wholeFrames([1, 2, 3, 4, 5, 6, 7, 8], rows, new Set([7]))).toEqual([1, 2, 4, 6, 7, 8]);
});
