/**
 * Reading versions beside the server: whoever compares a long contract holds up nobody who writes.
 *
 * Invariants:
 * - One process, one task at a time; the others wait. Documents take turns, so that whoever asks without end about one holds up nobody who
 *   asks about another; each has its tasks done in the order in which they came, and a bounded number of them.
 * - A task ends in bounded time. One whose client has gone is given up, also while it is being worked on.
 * - The process sees durable rows only, and reads nothing by itself.
 * - A process that ends, for whatever reason, fails its task and no other; the next task starts a new one.
 */
import type { Clock, DocumentId } from "@parley/base";
import { refuseDocument } from "@parley/documents";
import { asTailRow } from "@parley/history";
import { type Child, type ChildEnding, startChild } from "../../platform/child-process.ts";
import type { Log } from "../../platform/log.ts";
import type { LogStore } from "../rooms/log-store.ts";
import type { VersionTask, VersionTaskKind, VersionTasks } from "./read-versions.ts";
import type { DocumentSource, FromVersionProcess, ToVersionProcess } from "./version-messages.ts";

/** Bounds of reading versions. */
export interface VersionBounds {
  /** How long one task may be worked on. */
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** How long the process stays with nothing to do; what it holds goes with it. */
  readonly idleMs: number;
}

const usualBounds: VersionBounds = { timeoutMs: 30_000, memoryMb: 1_024, idleMs: 60_000 };
/** Tasks of one document that may wait. */
const MAX_WAITING_OF_ONE = 50;
/** Rows that are read from the log at once. */
const PAGE_ROWS = 5_000;

export interface VersionProcessParts {
  readonly store: Pick<LogStore, "readSnapshot" | "readRows" | "readAuthors" | "readStatements">;
  readonly clock: Clock;
  readonly log: Log;
}

interface Job {
  readonly documentId: DocumentId;
  readonly task: VersionTask;
  readonly needsSeq: number;
  readonly signal: AbortSignal | null;
  readonly resolve: (answer: VersionTasks[VersionTaskKind]["answer"]) => void;
  readonly reject: (error: unknown) => void;
}

type RowsWanted = Extract<FromVersionProcess, { readonly seqs: readonly number[] }>;
type VersionChild = Child<ToVersionProcess, FromVersionProcess>;

export class VersionProcess {
  private readonly parts: VersionProcessParts;
  private readonly bounds: VersionBounds;
  private readonly waiting: Job[] = [];
  private working = false;
  /** Whose turn it was. */
  private lastId: DocumentId | null = null;
  private child: VersionChild | null = null;
  private held: { readonly documentId: DocumentId; readonly seq: number } | null = null;
  private cancelIdle: () => void = () => undefined;
  private stopped = false;

  constructor(parts: VersionProcessParts, bounds: VersionBounds = usualBounds) {
    this.parts = parts;
    this.bounds = bounds;
  }

  /**
   * Answers a question about a document, up to row `needsSeq`. `signal` says that nobody waits for it any more.
   * @throws Refusal `documents/version-not-found`, `documents/version-takes-too-long`
   */
  run<Kind extends VersionTaskKind>(
    documentId: DocumentId,
    task: { kind: Kind } & VersionTasks[Kind]["task"],
    needsSeq: number,
    signal: AbortSignal | null,
  ): Promise<VersionTasks[Kind]["answer"]> {
    return new Promise((resolve, reject) => {
      if (this.waiting.filter((job) => job.documentId === documentId).length >= MAX_WAITING_OF_ONE)
        throw refuseDocument("documents/version-takes-too-long");
      this.waiting.push({
        documentId,
        task: task as VersionTask,
        needsSeq,
        signal,
        resolve: resolve as Job["resolve"],
        reject,
      });
      void this.work();
    });
  }

  /** Ends the process; what is under way or waiting is given up. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelIdle();
    for (const job of this.waiting.splice(0)) job.reject(refuseDocument("documents/version-takes-too-long"));
    await this.end();
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    this.cancelIdle();
    for (let job = this.takeNext(); job && !this.stopped; job = this.takeNext()) {
      try {
        // Nobody reads this answer.
        if (job.signal?.aborted) throw refuseDocument("documents/version-takes-too-long");
        job.resolve(await this.workOn(job));
      } catch (error) {
        job.reject(error);
      }
    }
    this.working = false;
    this.cancelIdle = this.parts.clock.schedule(() => void this.end(), this.bounds.idleMs);
  }

  /** The oldest task of another document than the last one was about, if there is any. */
  private takeNext(): Job | undefined {
    const other = this.waiting.findIndex(({ documentId }) => documentId !== this.lastId);
    const [job] = this.waiting.splice(Math.max(0, other), 1);
    this.lastId = job?.documentId ?? null;
    return job;
  }

  private async workOn(job: Job): Promise<VersionTasks[VersionTaskKind]["answer"]> {
    const held = this.held?.documentId === job.documentId ? this.held : null;
    let outcome = await this.ask(job, held ? await this.readHeld(job, held.seq) : await this.readLog(job, true));
    // What does not fit is read again from the beginning: the rows are the truth.
    if (outcome.type === "spoiled" && held) outcome = await this.ask(job, await this.readLog(job, true));
    if (outcome.type === "spoiled") outcome = await this.ask(job, await this.readLog(job, false));
    if (outcome.type === "spoiled") throw new Error(`the log of ${job.documentId} cannot be read`);
    this.held = { documentId: job.documentId, seq: outcome.seq };
    if (outcome.type === "no-such-version") throw refuseDocument("documents/version-not-found");
    return outcome.answer;
  }

  private async readHeld({ documentId }: Job, after: number): Promise<DocumentSource> {
    return { from: "held", tail: (await this.readRows(documentId, after)).map(asTailRow) };
  }

  private async readLog({ documentId }: Job, withSnapshot: boolean): Promise<DocumentSource> {
    const state = withSnapshot ? await this.parts.store.readSnapshot(documentId) : null;
    return { from: "log", state, tail: (await this.readRows(documentId, state?.seq ?? 0)).map(asTailRow) };
  }

  private async readRows(documentId: DocumentId, after: number): ReturnType<LogStore["readRows"]> {
    const rows: Awaited<ReturnType<LogStore["readRows"]>> = [];
    for (;;) {
      const page = await this.parts.store.readRows(documentId, rows.at(-1)?.seq ?? after, PAGE_ROWS);
      rows.push(...page);
      if (page.length < PAGE_ROWS) return rows;
    }
  }

  private ask(
    { documentId, task, needsSeq, signal }: Job,
    source: DocumentSource,
  ): Promise<Exclude<FromVersionProcess, RowsWanted>> {
    const child = (this.child ??= this.start());
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        cancelTimeout();
        signal?.removeEventListener("abort", onAbort);
        stopHearing();
        stopWatching();
        act();
      };
      const giveUp = (error: unknown): void => {
        settle(() => reject(error));
        void this.end();
      };
      const onAbort = (): void => giveUp(refuseDocument("documents/version-takes-too-long"));
      const stopHearing = child.onMessage((message) => {
        if ("seqs" in message) void this.answerRows(child, documentId, message).catch(giveUp);
        else settle(() => resolve(message));
      });
      const stopWatching = child.onEnded(({ outOfMemory, error }) =>
        giveUp(outOfMemory ? refuseDocument("documents/version-takes-too-long") : error),
      );
      const cancelTimeout = this.parts.clock.schedule(() => {
        this.parts.log.warn({ documentId, task: task.kind }, "Reading versions took too long");
        giveUp(refuseDocument("documents/version-takes-too-long"));
      }, this.bounds.timeoutMs);
      signal?.addEventListener("abort", onAbort);
      if (signal?.aborted) onAbort();
      else child.send({ type: "task", documentId, source, needsSeq, task });
    });
  }

  private async answerRows(child: VersionChild, documentId: DocumentId, { type, seqs }: RowsWanted): Promise<void> {
    const { store } = this.parts;
    if (type === "rows-wanted") child.send({ type: "rows", rows: await store.readAuthors(documentId, seqs) });
    else child.send({ type: "statements", statements: await store.readStatements(documentId, seqs) });
  }

  private start(): VersionChild {
    this.held = null;
    const child: VersionChild = startChild(new URL("version-worker.ts", import.meta.url), this.bounds);
    // One that ends with nothing to do fails nobody; the next task starts another one.
    child.onEnded(({ error }: ChildEnding) => {
      this.parts.log.error({ err: error }, "The process that reads versions failed");
      if (this.child !== child) return;
      this.child = null;
      this.held = null;
    });
    return child;
  }

  private async end(): Promise<void> {
    const { child } = this;
    this.child = null;
    this.held = null;
    await child?.end();
  }
}
