import type * as Y from "yjs";

/** What an undo manager remembers of a change. */
export type UndoStep = Y.UndoManager["undoStack"][number];
