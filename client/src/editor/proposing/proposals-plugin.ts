/** Shows proposals in the text: what the server has listed, and at once what this page proposes. */
import type { DocumentProposal } from "@parley/documents";
import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { DecorationSet } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { redraw } from "../caret/read-caret.ts";
import type { OwnProposals } from "./own-proposals.ts";
import { placeMarks } from "./place-marks.ts";
import { type Reader, collectMarks } from "./proposal-marks.ts";

/** What is shown. */
export interface ProposalsShown {
  readonly listed: readonly DocumentProposal[];
  readonly activeId: string | null;
  readonly reader: Reader;
}

interface ProposalsState {
  readonly shown: ProposalsShown;
  readonly decorations: DecorationSet;
}

export const proposalsKey = new PluginKey<ProposalsState>("proposals");

export interface ProposalsPluginOptions {
  readonly fragment: Y.XmlFragment;
  readonly own: OwnProposals;
  /** Runs a task after the present one; returns how to cancel it. */
  readonly schedule: (task: () => void, afterMs: number) => () => void;
}

/** The plugin; dispatch a transaction with its key and a `ProposalsShown` to change what is shown, or `"again"` to look again. */
export function proposalsPlugin({ fragment, own, schedule }: ProposalsPluginOptions): Plugin<ProposalsState> {
  const nobody: ProposalsShown = { listed: [], activeId: null, reader: { personId: "", party: null } };
  const draw = (tr: Transaction, shown: ProposalsShown): ProposalsState => ({
    shown,
    decorations: DecorationSet.create(
      tr.doc,
      placeMarks(tr.doc, fragment, collectMarks(shown.listed, own, shown.reader), shown.activeId),
    ),
  });
  return new Plugin<ProposalsState>({
    key: proposalsKey,
    state: {
      init: () => ({ shown: nobody, decorations: DecorationSet.empty }),
      apply(tr, value) {
        const wish = tr.getMeta(proposalsKey) as ProposalsShown | "again" | undefined;
        if (wish) return draw(tr, wish === "again" ? value.shown : wish);
        return tr.docChanged ? { ...value, decorations: value.decorations.map(tr.mapping, tr.doc) } : value;
      },
    },
    props: { decorations: (state) => proposalsKey.getState(state)?.decorations },
    view: (view) => {
      // Written words get their mark when they stand in the shared document, which is a moment after they are shown.
      let cancel: (() => void) | null = null;
      const look = (): void => {
        cancel = null;
        if (view.isDestroyed || view.composing) return;
        redraw(view, proposalsKey, "again");
      };
      const written = (transaction: Y.Transaction): void => {
        if (transaction.local) cancel ??= schedule(look, 0);
      };
      fragment.doc?.on("afterTransaction", written);
      return {
        destroy: () => {
          cancel?.();
          fragment.doc?.off("afterTransaction", written);
        },
      };
    },
  });
}
