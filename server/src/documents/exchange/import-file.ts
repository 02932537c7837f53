/**
 * Brings a file in, in a process of its own: reading never holds up the server, ends in bounded time and memory, and a
 * file that brings its reader down brings down nothing else.
 */
import { must } from "@parley/base";
import { documentRefusals, refuseDocument } from "@parley/documents";
import { startChild } from "../../platform/child-process.ts";
import type { ImportAnswer } from "./import-answer.ts";
import type { ImportInput, ImportedDocument } from "./imported-document.ts";

/** Bounds of one import. */
export interface ImportBounds {
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

const usualBounds: ImportBounds = { timeoutMs: 30_000, memoryMb: 1_024 };

/** Imports at the same time; the others wait their turn. */
const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

/**
 * Reads a .docx or .md file into content that is valid by the schema.
 * Throws refusals `documents/import-*`: unsupported, empty, too-large, broken, encrypted, old-word, bomb, not-text,
 * forbidden-xml, too-deep, too-many-pieces, too-long. Anything else thrown is a bug of ours.
 */
export async function importFile(input: ImportInput, bounds: ImportBounds = usualBounds): Promise<ImportedDocument> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    const answer = await readInProcess(input, bounds);
    if ("refusal" in answer) throw refusalOf(answer.refusal);
    return answer.document;
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function refusalOf({ code, facts }: Extract<ImportAnswer, { refusal: unknown }>["refusal"]): Error {
  const known = Object.keys(documentRefusals).find((each) => each === code);
  return refuseDocument(must(known, "the worker refuses with our own codes") as keyof typeof documentRefusals, facts);
}

function readInProcess(input: ImportInput, bounds: ImportBounds): Promise<ImportAnswer> {
  return new Promise((resolve, reject) => {
    const child = startChild<ImportInput, ImportAnswer>(new URL("import-worker.ts", import.meta.url), bounds);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      void child.end();
      act();
    };
    const tooLong = refuseDocument("documents/import-too-long", { seconds: Math.ceil(bounds.timeoutMs / 1_000) });
    const timer = setTimeout(() => settle(() => reject(tooLong)), bounds.timeoutMs);
    child.onMessage((answer) => settle(() => resolve(answer)));
    child.onEnded(({ outOfMemory, error }) =>
      settle(() => reject(outOfMemory ? refuseDocument("documents/import-bomb") : error)),
    );
    child.send(input);
  });
}
