import { type DocumentContent, seedUpdate } from "@parley/document";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { DocumentReplica } from "../replica.ts";
import { presentRanges } from "./present-ranges.ts";

/** What anybody who comments may name at once, in a contract of a hundred pages: so took 15 seconds. */
const [TIMES, PARAGRAPHS] = [2_000, 3_000];

test("[AN1] ids that are named again and again are looked at once", { timeout: 5_000 }, () => {
  const blocks = Array.from({ length: PARAGRAPHS }, () => ({ type: "paragraph", runs: [{ text: "Words." }] }) as const);
  const content: DocumentContent = { blocks };
  const replica = DocumentReplica.open(null, []);
  replica.take(seedUpdate(content, 7), () => true);
  const whole = { client: 7, clock: 0, length: Y.getState(replica.ydoc.store, 7) };
  const part = { client: 7, clock: 10, length: 100 };
  expect(presentRanges(replica, [part, ...Array.from({ length: TIMES }, () => whole), part])).toEqual([whole]);
});
