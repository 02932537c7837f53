/** Runs a plan against a simulated server and holds the outcome against what really happened. The oracle knows nothing of Yjs ids. */
import { type PersonId, assert, must } from "@parley/base";
import { contentText, readContent } from "@parley/document";
import { DocumentReplica, asTailRow, findBrokenLink, readTextSpans } from "@parley/history";
import { closeCodes } from "@parley/sync";
import { sha256 } from "../../server/src/documents/rooms/room-document.ts";
import type { Rooms } from "../../server/src/documents/rooms/rooms.ts";
import type { SimulatedServer } from "../support/simulated-server.ts";
import { checkNegotiated } from "./negotiated-outcome.ts";
import { NegotiatedRun } from "./negotiated-run.ts";
import type { Plan } from "./plan.ts";
import { Run } from "./run.ts";

/** Runs the plan, on one server or several nodes, and returns what is wrong with the outcome; an empty list when nothing is. */
export async function runPlan(plan: Plan, nodeCount: number = 1): Promise<string[]> {
  return (await play(plan, nodeCount)).problems;
}

/** The same for a plan of a negotiation, with what happened in it. */
export async function runNegotiatedPlan(plan: Plan, nodeCount: number = 1): Promise<NegotiatedRun> {
  const run = await play(plan, nodeCount);
  assert(run instanceof NegotiatedRun, "the plan is of a negotiation");
  return run;
}

async function play(plan: Plan, nodeCount: number): Promise<Run> {
  const run = plan.negotiates ? new NegotiatedRun(plan, nodeCount) : new Run(plan.seed, nodeCount);
  await run.server.quiesce();
  await run.begin();
  for (const step of plan.steps) {
    run.noteClients();
    await run.step(step);
    if (nodeCount > 1 && !plan.negotiates) await run.passTime();
  }
  await run.heal();
  run.checkPromises();
  await checkOutcome(run);
  for (const page of run.pages) page?.close();
  return run;
}

/** A node's replica. With several nodes the question goes over the simulated network, so time has to pass. */
async function readLive(server: SimulatedServer, rooms: Rooms): Promise<DocumentReplica> {
  const reading = rooms.acquire(server.documentId).then(({ document }) => document.read());
  await server.quiesce();
  return reading;
}

async function checkOutcome(run: Run): Promise<void> {
  const { server, problems } = run;
  const log = server.disk.logOf(server.documentId);
  const replayed = DocumentReplica.open(null, log.rows.map(asTailRow));
  const fromSnapshot = DocumentReplica.open(
    log.snapshot,
    log.rows.filter((row) => row.seq > (log.snapshot?.seq ?? 0)).map(asTailRow),
  );
  const words = JSON.stringify(readContent(replayed.ydoc));
  if (findBrokenLink(log.rows, sha256)) problems.push("the hash chain is broken");
  checkPages(run, words);
  // Whoever reads a replica catches up with the log, so this comes after what the pages show.
  const lives: (readonly [string, DocumentReplica])[] = [];
  for (const [index, { rooms }] of server.nodes.entries())
    lives.push([`live on node ${index}`, await readLive(server, rooms)]);
  for (const [name, replica] of [...lives, ["snapshot and tail", fromSnapshot]] as const) {
    if (JSON.stringify(readContent(replica.ydoc)) !== words) problems.push(`${name}: other words than the full replay`);
    if (Buffer.compare(replica.save().index, replayed.save().index) !== 0)
      problems.push(`${name}: other attribution or lineage than recomputed from the log`);
  }
  if (run instanceof NegotiatedRun) await checkNegotiated(run, replayed);
  else checkAuthors(run, replayed);
  for (const event of server.events) {
    if (event.type === "refused" && !run.expects(event))
      problems.push(`an honest update was refused: ${event.code} ${event.reason}`);
    if (event.type === "failed") problems.push(`a room failed: ${String(event.error)}`);
    if (event.type === "closed" && event.code === closeCodes.documentUnavailable)
      problems.push(`somebody was turned away: ${event.reason}`);
  }
}

/** Every page says that all is saved, and shows what the log says. */
function checkPages({ pages, problems }: Run, words: string): void {
  for (const page of pages) {
    if (!page) continue;
    const { state, unsavedCount } = page.session.status();
    if (state !== "saved")
      problems.push(
        `${page.person.name} ends ${state} with ${unsavedCount} unsaved (${page.session.status().reason ?? "no reason"})`,
      );
    if (JSON.stringify(readContent(page.ydoc)) !== words)
      problems.push(`${page.person.name} sees other words: ${contentText(readContent(page.ydoc))}`);
  }
}

/** Every character is credited to who typed it, gone ones to somebody who deleted them, and nothing typed is missing. */
function checkAuthors(run: Run, replica: DocumentReplica): void {
  const { problems, truth } = run;
  const rows = run.server.disk.logOf(run.server.documentId).rows;
  const authorOf = (seq: number): PersonId => must(rows[seq - 1], `row ${seq}`).personId;
  const droppers = new Set(run.droppedParagraphs.map((dropped) => dropped.by));
  const found = new Set<string>();
  for (const span of readTextSpans(replica, { deleted: true })) {
    for (const character of span.text) {
      found.add(character);
      if (authorOf(span.insertedSeq) !== run.typistOf(character))
        problems.push(`${character} is credited to the wrong person`);
      const deleters = truth.deletedBy.get(character);
      if (span.deletedSeq === null) continue;
      const deleter = authorOf(span.deletedSeq);
      if (!deleters?.has(deleter) && !droppers.has(deleter))
        problems.push(`${character} is said to be deleted by somebody who did not`);
    }
  }
  for (const person of run.people) {
    for (const character of run.typedBy(person)) {
      // Typed and deleted before it was ever sent: a length without words is all that travels.
      if (!found.has(character) && !truth.deletedBy.has(character) && droppers.size === 0)
        problems.push(`${character}, typed by ${person.name}, is missing`);
    }
  }
}
