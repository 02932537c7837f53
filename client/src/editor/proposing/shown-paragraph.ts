/** What the paragraph at the caret is as the text shows it: with the looks that are proposed for it. */
import type { ListKind, ParagraphStyle } from "@parley/document";
import type { EditorState } from "@tiptap/pm/state";
import { type Alignment, type ParagraphState, paragraphState } from "../paragraphs/paragraph-commands.ts";
import { selectedParagraphs } from "../paragraphs/selected-paragraphs.ts";
import { proposalsKey } from "./proposals-plugin.ts";

/** What a decoration in the text says about itself; ProseMirror's types leave it out. */
interface Drawn {
  readonly type: { readonly attrs?: Readonly<Record<string, string>> };
}

/** For menus: as drawn on the paper; of the first paragraph where those that are selected differ. */
export function shownParagraphState(state: EditorState): ParagraphState {
  const agreed = paragraphState(state);
  const [first] = selectedParagraphs(state);
  if (!first) return agreed;
  const end = first.pos + first.node.nodeSize;
  const drawn = proposalsKey.getState(state)?.find(first.pos, end) ?? [];
  const looks: Record<string, string> = {};
  for (const each of drawn)
    if (each.from === first.pos && each.to === end) Object.assign(looks, (each as unknown as Drawn).type.attrs);
  const shown = <Value>(name: string, was: Value | null, read: (told: string) => Value): Value | null => {
    const told = looks[`data-as-${name}`];
    if (told === undefined) return was;
    return told === "none" ? null : read(told);
  };
  return {
    style: shown("style", agreed.style, (told) => told as ParagraphStyle),
    level: shown("level", agreed.level, Number),
    list: shown("list", agreed.list, (told) => told as ListKind),
    align: shown("align", agreed.align, (told) => told as Alignment),
    depth: shown("depth", agreed.depth, Number) ?? 0,
  };
}
