import type { CommentThread, DocumentComment } from "@parley/documents";
import { expect, test } from "vitest";
import { countWaitingThreads } from "./waiting-threads.ts";

const person = (id: string): { id: string; name: string } => ({ id, name: id });
const said = (by: string, minute: number, mentions: readonly string[] = []): DocumentComment => ({
  id: `${by} ${minute}`,
  author: person(by),
  party: "ours",
  text: "words",
  mentions: mentions.map(person),
  createdAt: new Date(minute * 60_000).toISOString(),
  editedAt: null,
  deleted: null,
  reactions: [],
});
const thread = (comments: DocumentComment[], rest: Partial<CommentThread> = {}): CommentThread => ({
  id: "thread",
  anchor: {
    type: "document",
    ranges: [],
    quote: "",
    seq: 1,
    gone: false,
    proposalId: null,
    decidedSeq: null,
    place: null,
  },
  audience: "everyone",
  circle: null,
  createdAt: new Date(0).toISOString(),
  resolved: null,
  assignee: null,
  opened: null,
  copied: null,
  comments,
  ...rest,
});

test("threads wait for whom they are assigned to or whom they name, until that is answered or resolved", () => {
  const named = said("Mara", 1, ["Lin"]);
  const resolved = { by: person("Mara"), at: new Date(0).toISOString() };
  const counted = (...threads: CommentThread[]): number => countWaitingThreads(threads, "Lin");
  expect(counted(thread([named]), thread([said("Mara", 1)], { assignee: person("Lin") }))).toBe(2);
  expect(counted(thread([named, said("Lin", 2)]))).toBe(0);
  expect(counted(thread([named], { resolved }))).toBe(0);
  expect(counted(thread([{ ...named, deleted: resolved }, said("Mara", 2)]))).toBe(0);
  expect(counted(thread([said("Mara", 1)]), thread([said("Lin", 1), said("Mara", 2)]))).toBe(0);
});
