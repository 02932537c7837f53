import { updateLimits } from "@parley/history";
import { Plugin } from "@tiptap/pm/state";
import { isRemote } from "../binding/remote-transactions.ts";
import { sizeBroughtBy } from "./change-size.ts";

/** What a change has too much of. */
export type TooLarge =
  | { readonly of: "bytes"; readonly count: number; readonly limit: number }
  /** Paragraphs, cells, attributes and formats, as Yjs makes them. */
  | { readonly of: "pieces"; readonly count: number; readonly limit: number };

export interface SizeGuardOptions {
  /** The largest change that can be sent, in bytes; `null` while it is not known. */
  readonly maxBytes: () => number | null;
  /** A change was not made. Called after the editor has gone on. */
  readonly onTooLarge: (size: TooLarge) => void;
  readonly schedule: (task: () => void, afterMs: number) => () => void;
}

/** Refuses a change that is too large to be sent before it enters the document, so that nothing stands there unsaved. */
export function sizeGuardPlugin(options: SizeGuardOptions): Plugin {
  return new Plugin({
    filterTransaction(tr) {
      const maxBytes = options.maxBytes();
      if (maxBytes === null || !tr.docChanged || isRemote(tr)) return true;
      const { bytes, pieces } = sizeBroughtBy(tr);
      const tooLarge: TooLarge | null =
        bytes > maxBytes
          ? { of: "bytes", count: bytes, limit: maxBytes }
          : pieces > updateLimits.structs
            ? { of: "pieces", count: pieces, limit: updateLimits.structs }
            : null;
      if (tooLarge === null) return true;
      options.schedule(() => options.onTooLarge(tooLarge), 0);
      return false;
    },
  });
}
