import { createNumberer } from "@parley/document";

/** Says where a numbered paragraph needs `start` so that it gets the number it had in the file. */
export interface StartKeeper {
  /**
   * Call it once for every numbered paragraph, in reading order. `wanted` is the number in the file.
   * Returns the value for `start`, or `null` when the paragraph gets that number anyway.
   */
  startFor(listId: string, depth: number, wanted: number): number | null;
}

/** Starts counting at the top of a document, with the numberer that everybody else uses. */
export function createStartKeeper(): StartKeeper {
  const numberer = createNumberer();
  return {
    startFor(listId, depth, wanted) {
      const probe = { list: "number", listId, depth, format: `{${depth + 1}}` };
      if (numberer.next(probe) === String(wanted)) return null;
      numberer.next({ ...probe, start: wanted });
      return wanted;
    },
  };
}
