import type { Command } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** Runs a command on the text and gives the focus back to it. Returns whether the command applied. */
export function runCommand(view: EditorView, command: Command): boolean {
  const done = command(view.state, (tr) => view.dispatch(tr), view);
  view.focus();
  return done;
}

/** Whether a command would apply now. */
export function canRun(view: EditorView, command: Command): boolean {
  return command(view.state, undefined, view);
}
