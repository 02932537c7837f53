/** Findings in the text: a quiet line under their words while the checks are open. */
import type { AssessedFinding } from "@parley/contracts";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { locateWords } from "./locate-finding.ts";

/** What is marked; dispatch a transaction with this key and findings to change it. */
export const findingsKey = new PluginKey<DecorationSet>("findings");

/** The plugin that marks findings. Marks go along with the words until the server has looked again. */
export function findingsPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: findingsKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, marks) {
        const findings = tr.getMeta(findingsKey) as readonly AssessedFinding[] | undefined;
        if (!findings) return tr.docChanged ? marks.map(tr.mapping, tr.doc) : marks;
        const drawn = findings.flatMap(({ key, place, severity, ignored }) => {
          if (!place || ignored) return [];
          const found = locateWords(tr.doc, { ...place, words: place.quote });
          const attributes = { class: "parley-finding", "data-severity": severity, "data-finding": key };
          return found ? [Decoration.inline(found.from, found.to, attributes)] : [];
        });
        return DecorationSet.create(tr.doc, drawn);
      },
    },
    props: { decorations: (state) => findingsKey.getState(state) },
  });
}
