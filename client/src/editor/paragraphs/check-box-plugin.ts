import { Plugin } from "@tiptap/pm/state";
import { toggleChecked } from "./paragraph-commands.ts";

/** Ticks a check-list paragraph by a click on its box, which the style sheet draws in front of the text. */
export function checkBoxPlugin(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        mousedown(view, event) {
          const paragraph =
            event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-list=check]") : null;
          if (!paragraph || !view.editable || event.button !== 0) return false;
          // The box lies in the padding, in front of where the text begins.
          const textStart =
            paragraph.getBoundingClientRect().left + Number.parseFloat(getComputedStyle(paragraph).paddingInlineStart);
          if (event.clientX >= textStart) return false;
          event.preventDefault();
          const pos = view.posAtDOM(paragraph, 0) - 1;
          return toggleChecked(pos)(view.state, (tr) => view.dispatch(tr), view);
        },
      },
    },
  });
}
