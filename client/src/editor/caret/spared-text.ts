import { Plugin } from "@tiptap/pm/state";

/**
 * Spares a long text what React does for every field that has the focus: before each time it draws anything on the page, it finds
 * out where the caret is by counting all characters before it, element by element, and so for events of the selection. It does that
 * to put the caret back into a field that loses the focus by being drawn anew. It never draws the text, which keeps its caret itself,
 * so the text does not tell React that it can be typed in. The attribute, by which the browser goes, stays as it is.
 */
export function sparedTextPlugin(): Plugin {
  return new Plugin({
    view: ({ dom }) => {
      Object.defineProperty(dom, "contentEditable", {
        configurable: true,
        get: () => "inherit",
        set: (value: string) => {
          dom.setAttribute("contenteditable", value);
        },
      });
      return { destroy: () => void Reflect.deleteProperty(dom, "contentEditable") };
    },
  });
}
