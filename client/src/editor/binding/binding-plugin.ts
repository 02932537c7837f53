import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type { DocumentBinding } from "./document-binding.ts";
import { type BindingState, bindingKey, bindingState } from "./remote-transactions.ts";

/**
 * The plugin that lets a binding follow an editor's view. `takesChanges` says whether a view already takes what is dispatched to it: one
 * that does not is never shown anything, and its plugins are made again as soon as it does.
 */
export function bindingPlugin(
  binding: DocumentBinding,
  takesChanges: (view: EditorView) => boolean,
): Plugin<BindingState> {
  return new Plugin<BindingState>({
    key: bindingKey,
    state: bindingState,
    props: {
      editable: () => !binding.frozen,
      handleDOMEvents: {
        compositionend: () => {
          binding.compositionEnded();
          return false;
        },
      },
    },
    view: (view) => {
      if (!takesChanges(view)) return {};
      binding.attach(view);
      const flush = (): void => binding.flush();
      window.addEventListener("pagehide", flush);
      return {
        update: () => binding.viewUpdated(),
        destroy: () => {
          window.removeEventListener("pagehide", flush);
          binding.detach();
        },
      };
    },
  });
}
