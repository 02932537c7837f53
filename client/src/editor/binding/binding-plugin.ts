import { Plugin } from "@tiptap/pm/state";
import type { DocumentBinding } from "./document-binding.ts";
import { type BindingState, bindingKey, isRemote } from "./remote-transactions.ts";

/** The plugin that lets a binding follow an editor's view. */
export function bindingPlugin(binding: DocumentBinding): Plugin<BindingState> {
  return new Plugin<BindingState>({
    key: bindingKey,
    state: {
      init: () => ({ remote: false }),
      apply: (tr) => ({ remote: isRemote(tr) }),
    },
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
