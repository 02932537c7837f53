import { expect, test } from "vitest";
import { type ImportItem, type SendFile, createImportQueue, importOutcome } from "./import-queue.ts";
import { importRefusal } from "./importable.ts";
import { ApiError } from "../../../platform/api-error.ts";

const counts = { paragraphs: 3, headings: 1, listItems: 0, tables: 0, images: 0, links: 0, footnotes: 0 };
const answer = { id: "0b5c1f0e-5f0a-4a1e-9a51-2c1d3e4f5a6b", report: { format: "docx", counts, notCarried: [] } };
const place = { kind: "contract", folderId: null };

/** A sender whose files arrive or fail when the test says so. */
function heldSender(): {
  send: SendFile;
  sent: string[];
  progress: (name: string, share: number) => void;
  arrive: (name: string) => void;
  fail: (name: string) => void;
} {
  const waiting = new Map<
    string,
    { resolve: (body: unknown) => void; reject: (error: unknown) => void; onProgress: (share: number) => void }
  >();
  const sent: string[] = [];
  return {
    sent,
    send: (file, _place, { onProgress, signal }) =>
      new Promise((resolve, reject) => {
        sent.push(file.name);
        waiting.set(file.name, { resolve, reject, onProgress });
        signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
      }),
    progress: (name, share) => waiting.get(name)?.onProgress(share),
    arrive: (name) => waiting.get(name)?.resolve(answer),
    fail: (name) => waiting.get(name)?.reject(new Error("refused")),
  };
}

const file = (name: string): File => new File(["x"], name);
const states = (items: readonly ImportItem[]): string[] => items.map((item) => `${item.name} ${item.state}`);
const settled = (): Promise<void> =>
  new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => queueMicrotask(resolve))));

test("two files are sent at a time and the next follows when one is through", async () => {
  const sender = heldSender();
  let imported = 0;
  const queue = createImportQueue(sender.send, () => imported++);
  queue.add([file("a"), file("b"), file("c")], place);
  expect(sender.sent).toEqual(["a", "b"]);
  sender.progress("a", 0.4);
  expect(queue.items()[0]).toMatchObject({ state: "sending", share: 0.4 });
  sender.progress("a", 1);
  expect(queue.items()[0]?.state).toBe("reading");
  sender.arrive("a");
  await settled();
  expect(states(queue.items())).toEqual(["a done", "b sending", "c sending"]);
  expect(queue.items()[0]).toMatchObject({ documentId: answer.id, report: answer.report });
  expect(imported).toBe(1);
});

test("a file that is refused says so and does not hold up the others", async () => {
  const sender = heldSender();
  const queue = createImportQueue(sender.send, () => undefined);
  queue.add([file("a"), file("b"), file("c")], place);
  sender.fail("a");
  await settled();
  expect(states(queue.items())).toEqual(["a failed", "b sending", "c sending"]);
  queue.clear();
  expect(states(queue.items())).toEqual(["b sending", "c sending"]);
});

test("a file that is taken away is stopped and its place goes to the next", async () => {
  const sender = heldSender();
  const queue = createImportQueue(sender.send, () => undefined);
  queue.add([file("a"), file("b"), file("c")], place);
  queue.remove(queue.items()[0]?.id ?? 0);
  await settled();
  expect(sender.sent).toEqual(["a", "b", "c"]);
  expect(states(queue.items())).toEqual(["b sending", "c sending"]);
});

test("an answer of another shape counts as a failure, never as a document", async () => {
  const queue = createImportQueue(
    () => Promise.resolve({ id: "x" }),
    () => undefined,
  );
  queue.add([file("a")], place);
  await settled();
  expect(states(queue.items())).toEqual(["a failed"]);
});

test("a file that cannot be imported is named as failed with the reason, and the good one beside it comes in", async () => {
  const sender = heldSender();
  const queue = createImportQueue(sender.send, () => undefined, importRefusal);
  queue.add([file("a.docx"), file("photo.png"), file("old.doc"), file("b.MD")], place);
  expect(states(queue.items())).toEqual(["a.docx sending", "photo.png failed", "old.doc failed", "b.MD sending"]);
  const codes = queue.items().map(({ error }) => (error instanceof ApiError ? error.code : null));
  expect(codes).toEqual([null, "documents/import-unsupported", "documents/import-old-word", null]);
  sender.arrive("a.docx");
  sender.arrive("b.MD");
  await settled();
  expect(sender.sent).toEqual(["a.docx", "b.MD"]);
  expect(importOutcome(queue.items())).toBe("partlyFailed");
  queue.clear();
  expect(queue.items()).toEqual([]);
});

test("imports that failed are never called finished", () => {
  const item = (state: ImportItem["state"]): ImportItem => ({
    id: 1,
    name: "a.docx",
    sizeBytes: 1,
    state,
    share: 1,
    documentId: null,
    report: null,
    error: null,
  });
  expect(importOutcome([item("done"), item("done")])).toBe("finished");
  expect(importOutcome([item("done"), item("failed")])).toBe("partlyFailed");
  expect(importOutcome([item("failed")])).toBe("failed");
  expect(importOutcome([item("failed"), item("stopped")])).toBe("failed");
});
