/** The process of one import: reads the file that it is sent and sends one answer. Bugs end the process as errors. */
import { Refusal } from "@parley/base";
import { lineToParent } from "../../platform/child-process.ts";
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

const { send, onMessage } = lineToParent<ImportInput, ImportAnswer>();
onMessage((input) => void answer(input).then(send));
