/** Tells what the binding shows of others from what the writer does. */
import { PluginKey, type Transaction } from "@tiptap/pm/state";

/** Whether the newest transaction shows somebody else's change. */
export interface BindingState {
  readonly remote: boolean;
}

export const bindingKey = new PluginKey<BindingState>("document-binding");

/** Whether a transaction shows somebody else's change (or one's own undone one), not the writer's own act. */
export function isRemote(tr: Transaction): boolean {
  const meta: unknown = tr.getMeta(bindingKey);
  return typeof meta === "object" && meta !== null && "remote" in meta && meta.remote === true;
}
