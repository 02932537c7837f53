import { Plugin } from "@tiptap/pm/state";
import { isRemote } from "../binding/remote-transactions.ts";
import { bytesBroughtBy } from "./change-size.ts";

export interface SizeGuardOptions {
  /** The largest change that can be sent, in bytes; `null` while it is not known. */
  readonly maxBytes: () => number | null;
  /** A change was not made. Called after the editor has gone on. */
  readonly onTooLarge: (size: { readonly bytes: number; readonly maxBytes: number }) => void;
  readonly schedule: (task: () => void, afterMs: number) => () => void;
}

/** Refuses a change that is too large to be sent before it enters the document, so that nothing stands there unsaved. */
export function sizeGuardPlugin(options: SizeGuardOptions): Plugin {
  return new Plugin({
    filterTransaction(tr) {
      const maxBytes = options.maxBytes();
      if (maxBytes === null || !tr.docChanged || isRemote(tr)) return true;
      const bytes = bytesBroughtBy(tr);
      if (bytes <= maxBytes) return true;
      options.schedule(() => options.onTooLarge({ bytes, maxBytes }), 0);
      return false;
    },
  });
}
