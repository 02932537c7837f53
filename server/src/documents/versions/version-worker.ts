/**
 * The process that reads versions. It keeps the last document that it was asked about, so that looking through its versions does
 * not open it again and again.
 */
import { must } from "@parley/base";
import { DocumentReplica, ReplicaSpoiled } from "@parley/history";
import { lineToParent } from "../../platform/child-process.ts";
import type { RowAuthor } from "../rooms/log-store.ts";
import { type ReadRows, type ReadStatements, answerTask } from "./read-versions.ts";
import type { FromVersionProcess, ToVersionProcess } from "./version-messages.ts";

const { send, onMessage } = lineToParent<ToVersionProcess, FromVersionProcess>();

let held: { readonly documentId: string; readonly replica: DocumentReplica } | null = null;
let rowsArrived: (rows: ReadonlyMap<number, RowAuthor>) => void = () => undefined;
let statementsArrived: (statements: ReadonlyMap<number, Uint8Array>) => void = () => undefined;

const readRows: ReadRows = (seqs) =>
  new Promise((resolve) => {
    rowsArrived = resolve;
    send({ type: "rows-wanted", seqs });
  });

const readStatements: ReadStatements = (seqs) =>
  new Promise((resolve) => {
    statementsArrived = resolve;
    send({ type: "statements-wanted", seqs });
  });

/** The document with everything that the message brings. Throws `ReplicaSpoiled` when that does not fit what is held. */
function replicaFor({ documentId, source }: Extract<ToVersionProcess, { type: "task" }>): DocumentReplica {
  if (source.from === "held") {
    const { replica } = must(held, "the caller knows what is held");
    for (const row of source.tail) replica.follow(row);
    return replica;
  }
  held?.replica.destroy();
  held = null;
  const replica = DocumentReplica.openGoodPart(source.state, source.tail);
  held = { documentId, replica };
  return replica;
}

async function work(message: Extract<ToVersionProcess, { type: "task" }>): Promise<void> {
  let replica: DocumentReplica;
  try {
    replica = replicaFor(message);
  } catch (error) {
    if (!(error instanceof ReplicaSpoiled)) throw error;
    held?.replica.destroy();
    held = null;
    send({ type: "spoiled" });
    return;
  }
  if (message.needsSeq > replica.seq) {
    send({ type: "no-such-version", seq: replica.seq });
    return;
  }
  const answer = await answerTask(replica, message.task, readRows, readStatements);
  send({ type: "answer", seq: replica.seq, answer });
}

onMessage((message) => {
  if (message.type === "rows") rowsArrived(message.rows);
  else if (message.type === "statements") statementsArrived(message.statements);
  else void work(message);
});
