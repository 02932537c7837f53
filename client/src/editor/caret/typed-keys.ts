/**
 * Writes what a keyboard types, and takes back what it erases, in the document first and draws it then.
 *
 * Left to itself the browser writes a key into the page and ProseMirror reads it from there. That costs a long document more than
 * drawing the key does, and twice as much where the words stand in an element of a mark (proposed, commented, coloured by
 * author): ProseMirror then draws them anew and puts the caret back, so that the text is laid out a second time.
 *
 * Invariants:
 * - Only a character that a keyboard types at a bare caret is written so. Input methods, the keyboards of touch screens,
 *   replacements and selections stay the browser's.
 * - Only a letter that surely is one by itself is erased so: what a person sees as one character may be several, and browsers know how
 *   many of them Backspace takes away.
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

/** Letters, digits, signs and spaces that neither join the character before them nor are half of one. */
const wholeLetter =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Nd}\p{P}\p{Zs}]$/u;
const joins = /\p{M}/u;

/** Backspace behind a letter. It comes after all plugins for which that key means something else. */
export function erasingKey(): Plugin {
  return new Plugin({
    props: {
      handleKeyDown: (view, event) => {
        if (event.key !== "Backspace" || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
        const { selection, tr } = view.state;
        if (!(selection instanceof TextSelection) || !selection.empty || view.composing || isTouched()) return false;
        const { nodeBefore, pos } = selection.$from;
        const letter = nodeBefore?.text?.at(-1);
        if (letter === undefined || !wholeLetter.test(letter) || joins.test(letter)) return false;
        keepStill(view);
        view.dispatch(tr.delete(pos - 1, pos).scrollIntoView());
        return true;
      },
    },
  });
}
