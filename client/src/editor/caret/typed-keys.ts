/**
 * Writes what a keyboard types into the document first and draws it then.
 *
 * Left to itself the browser writes a key into the page and ProseMirror reads it from there. That costs a long document more than
 * drawing the key does, and twice as much where the words stand in an element of a mark (proposed, commented, coloured by
 * author): ProseMirror then draws them anew and puts the caret back, so that the text is laid out a second time.
 *
 * Invariant: only a character that a keyboard types at a bare caret is written so. Input methods, the keyboards of touch screens,
 * replacements and selections stay the browser's.
 */
import { Plugin, TextSelection } from "@tiptap/pm/state";
import { keepStill } from "./still-paragraph.ts";

/** A keyboard on the screen corrects and completes what stands on the page, and reckons with having written it. */
const isTouched = (): boolean => window.matchMedia("(pointer: coarse)").matches;

/** A whole character. Half of one comes from keyboards that send both halves; the browser joins them. */
const character = /^[^\p{Cc}\p{Cs}]$/u;

export function typedKeys(): Plugin {
  return new Plugin({
    props: {
      handleKeyPress: (view, event) => {
        const { selection } = view.state;
        const text = String.fromCharCode(event.charCode);
        if (!(selection instanceof TextSelection) || !selection.empty || !character.test(text) || isTouched())
          return false;
        keepStill(view);
        const { pos } = selection.$from;
        const write = () => view.state.tr.insertText(text).scrollIntoView();
        if (!view.someProp("handleTextInput", (handle) => handle(view, pos, pos, text, write))) view.dispatch(write());
        return true;
      },
    },
  });
}
