/** The thread of one import: reads the file it was started with and sends one answer. Bugs end the thread as errors. */
import { parentPort, workerData } from "node:worker_threads";
import { Refusal, must } from "@parley/base";
import type { ImportAnswer } from "./import-answer.ts";
import type { ImportInput } from "./imported-document.ts";
import { readFile } from "./read-file.ts";

async function answer(input: ImportInput): Promise<ImportAnswer> {
  try {
    return { document: await readFile(input) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: { code: error.code, facts: error.facts } };
    throw error;
  }
}

must(parentPort, "this module is the body of a thread").postMessage(await answer(workerData as ImportInput));
