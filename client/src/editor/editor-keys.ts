import { keymap } from "@tiptap/pm/keymap";
import type { Plugin } from "@tiptap/pm/state";
import type { OwnUndo } from "./binding/own-undo.ts";

/** Keys for undo and redo. They are taken even when there is nothing to undo, so that the browser's own undo never runs. */
export function undoKeys(undo: OwnUndo): Plugin {
  const take = (act: () => boolean) => (): boolean => act() || true;
  return keymap({ "Mod-z": take(undo.undo), "Mod-y": take(undo.redo), "Mod-Shift-z": take(undo.redo) });
}
