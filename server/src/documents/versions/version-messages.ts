/** What the server and the process that reads versions say to each other. One task is under way at a time. */
import type { ReplicaState, TailRow } from "@parley/history";
import type { RowAuthor } from "../rooms/log-store.ts";
import type { VersionTask, VersionTaskKind, VersionTasks } from "./read-versions.ts";

/** Where the document comes from: what the process still holds, or the log; with the rows that follow. */
export type DocumentSource =
  | { readonly from: "held"; readonly tail: readonly TailRow[] }
  | { readonly from: "log"; readonly state: ReplicaState | null; readonly tail: readonly TailRow[] };

export type ToVersionProcess =
  | {
      readonly type: "task";
      readonly documentId: string;
      readonly source: DocumentSource;
      /** The newest row that the task is about. */
      readonly needsSeq: number;
      readonly task: VersionTask;
    }
  | { readonly type: "rows"; readonly rows: ReadonlyMap<number, RowAuthor> }
  | { readonly type: "statements"; readonly statements: ReadonlyMap<number, Uint8Array> };

export type FromVersionProcess =
  | { readonly type: "answer"; readonly seq: number; readonly answer: VersionTasks[VersionTaskKind]["answer"] }
  | { readonly type: "rows-wanted" | "statements-wanted"; readonly seqs: readonly number[] }
  /** The rows do not fit what is held, or the snapshot cannot be read. */
  | { readonly type: "spoiled" }
  | { readonly type: "no-such-version"; readonly seq: number };
