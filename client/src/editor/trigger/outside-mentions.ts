/** Marks mentions of people who do not have the document: nobody tells them, and whoever wrote the mention should know. */
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

/** A mention in the text; `name` is as it was written, without the sign before it. */
export interface MentionInText {
  readonly from: number;
  readonly to: number;
  readonly personId: string;
  readonly name: string;
}

/** The mentions of the text in reading order. */
export function mentionsIn(doc: Node): MentionInText[] {
  const mentions: MentionInText[] = [];
  doc.descendants((node, pos) => {
    const mark = node.isText ? node.marks.find(({ type }) => type.name === "mention") : undefined;
    const personId: unknown = mark?.attrs["personId"];
    if (typeof personId === "string")
      mentions.push({
        from: pos,
        to: pos + node.nodeSize,
        personId,
        name: (node.text ?? "").replace(/^@/u, ""),
      });
  });
  return mentions;
}

export interface OutsideMention extends MentionInText {
  /** The sentence that says so. */
  readonly note: string;
}

export const outsideMentionsKey = new PluginKey<DecorationSet>("outside-mentions");

/** Dispatch a transaction with its key and a list of `OutsideMention` to change what is marked. */
export function outsideMentionsPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: outsideMentionsKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, value) {
        const shown = tr.getMeta(outsideMentionsKey) as readonly OutsideMention[] | undefined;
        if (!shown) return tr.docChanged ? value.map(tr.mapping, tr.doc) : value;
        return DecorationSet.create(
          tr.doc,
          shown.map(({ from, to, note }) =>
            Decoration.inline(from, to, { class: "parley-mention-outside", title: note }),
          ),
        );
      },
    },
    props: { decorations: (state) => outsideMentionsKey.getState(state) },
  });
}
