/**
 * The thread that reads versions. It keeps the last document that it was asked about, so that looking through its versions does
 * not open it again and again.
 */
import { parentPort } from "node:worker_threads";
import { must } from "@parley/base";
import { DocumentReplica, ReplicaSpoiled } from "@parley/history";
import type { RowAuthor } from "../rooms/log-store.ts";
import { type ReadRows, answerTask } from "./read-versions.ts";
import type { FromVersionThread, ToVersionThread } from "./version-messages.ts";

const port = must(parentPort, "this module is the body of a thread");
const send = (message: FromVersionThread, moved: ArrayBuffer[] = []): void => port.postMessage(message, moved);

let held: { readonly documentId: string; readonly replica: DocumentReplica } | null = null;
let rowsArrived: (rows: ReadonlyMap<number, RowAuthor>) => void = () => undefined;

const readRows: ReadRows = (seqs) =>
  new Promise((resolve) => {
    rowsArrived = resolve;
    send({ type: "rows-wanted", seqs });
  });

/** The document with everything that the message brings. Throws `ReplicaSpoiled` when that does not fit what is held. */
function replicaFor({ documentId, source }: Extract<ToVersionThread, { type: "task" }>): DocumentReplica {
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

async function work(message: Extract<ToVersionThread, { type: "task" }>): Promise<void> {
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
  const answer = await answerTask(replica, message.task, readRows);
  const moved = answer instanceof Uint8Array ? [answer.buffer as ArrayBuffer] : [];
  send({ type: "answer", seq: replica.seq, answer }, moved);
}

port.on("message", (message: ToVersionThread) => {
  if (message.type === "rows") rowsArrived(message.rows);
  else void work(message);
});
