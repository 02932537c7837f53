/**
 * Files on their way into the library. The queue lives outside the pages, so that an import goes on while one reads
 * something else. Two files are sent at a time; the order of the list is the order in which they were given.
 */
import { type ImportReport, importReportSchema } from "@parley/documents";
import { idSchema } from "@parley/people";

/** One file and how far it is. */
export interface ImportItem {
  readonly id: number;
  readonly name: string;
  readonly sizeBytes: number;
  readonly state: "waiting" | "sending" | "reading" | "done" | "failed" | "stopped";
  /** Share sent, 0 to 1. */
  readonly share: number;
  readonly documentId: string | null;
  readonly report: ImportReport | null;
  readonly error: unknown;
}

/** Whether a file is still on its way. */
export function isRunning({ state }: ImportItem): boolean {
  return state === "waiting" || state === "sending" || state === "reading";
}

/** How imports that are through ended, as a whole. */
export function importOutcome(items: readonly ImportItem[]): "finished" | "partlyFailed" | "failed" {
  const failed = items.filter(({ state }) => state === "failed").length;
  if (failed === 0) return "finished";
  return items.some(({ state }) => state === "done") ? "partlyFailed" : "failed";
}

/** Where a file goes. */
interface ImportPlace {
  readonly kind: string;
  readonly folderId: string | null;
}

/** Sends one file and answers the parsed body; `onProgress` receives the share sent. */
export type SendFile = (
  file: File,
  place: ImportPlace,
  options: { onProgress: (share: number) => void; signal: AbortSignal },
) => Promise<unknown>;

export interface ImportQueue {
  readonly items: () => readonly ImportItem[];
  readonly subscribe: (listener: () => void) => () => void;
  readonly add: (files: readonly File[], place: ImportPlace) => void;
  /** Stops one that is not done, or takes one that is from the list. */
  readonly remove: (id: number) => void;
  /** Takes everything that is finished from the list. */
  readonly clear: () => void;
}

const atATime = 2;

/** The list that the panel shows, and who watches it. */
interface ItemList extends Pick<ImportQueue, "items" | "subscribe"> {
  readonly publish: (next: readonly ImportItem[]) => void;
  readonly change: (id: number, values: Partial<ImportItem>) => void;
}

function createItemList(): ItemList {
  let items: readonly ImportItem[] = [];
  const listeners = new Set<() => void>();
  const publish = (next: readonly ImportItem[]): void => {
    items = next;
    for (const listener of listeners) listener();
  };
  return {
    items: () => items,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    publish,
    change: (id, values) => publish(items.map((item) => (item.id === id ? { ...item, ...values } : item))),
  };
}

/**
 * Makes a queue. `onImported` is called after each file that came in. `refusalOf` answers why a file is not even sent,
 * or `null`; what is not sent stands in the list as failed, so that no file that was given goes unmentioned.
 */
export function createImportQueue(
  send: SendFile,
  onImported: () => void,
  refusalOf: (name: string) => unknown = () => null,
): ImportQueue {
  const { items, subscribe, publish, change } = createItemList();
  let nextId = 1;
  const jobs = new Map<number, { file: File; place: ImportPlace; abort: AbortController }>();

  async function run(id: number): Promise<void> {
    const job = jobs.get(id);
    if (!job) return;
    change(id, { state: "sending" });
    try {
      const answer = await send(job.file, job.place, {
        signal: job.abort.signal,
        onProgress: (share) => change(id, { share, state: share >= 1 ? "reading" : "sending" }),
      });
      change(id, { state: "done", share: 1, ...readAnswer(answer) });
      onImported();
    } catch (error) {
      change(id, job.abort.signal.aborted ? { state: "stopped" } : { state: "failed", error });
    } finally {
      jobs.delete(id);
      advance();
    }
  }

  function advance(): void {
    const running = items().filter((item) => item.state === "sending" || item.state === "reading").length;
    const next = items().filter((each) => each.state === "waiting");
    for (const item of next.slice(0, Math.max(0, atATime - running))) void run(item.id);
  }

  return {
    items,
    subscribe,
    add: (files, place) => {
      const added = files.map((file): ImportItem => {
        const id = nextId++;
        const error = refusalOf(file.name);
        if (error === null) jobs.set(id, { file, place, abort: new AbortController() });
        const state = error === null ? "waiting" : "failed";
        return { id, name: file.name, sizeBytes: file.size, state, share: 0, documentId: null, report: null, error };
      });
      publish([...items(), ...added]);
      advance();
    },
    remove: (id) => {
      jobs.get(id)?.abort.abort();
      jobs.delete(id);
      publish(items().filter((item) => item.id !== id));
      advance();
    },
    clear: () => publish(items().filter((item) => jobs.has(item.id))),
  };
}

function readAnswer(answer: unknown): { documentId: string; report: ImportReport } {
  const { id, report } =
    typeof answer === "object" && answer !== null ? (answer as { id?: unknown; report?: unknown }) : {};
  return { documentId: idSchema.parse(id), report: importReportSchema.parse(report) };
}
