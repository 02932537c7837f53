import type { Party } from "@parley/base";
import { useEffect } from "react";
import { redraw } from "../caret/read-caret.ts";
import type { DocumentEditor } from "../provider/create-document-editor.ts";
import { type ProposalsShown, proposalsKey } from "./proposals-plugin.ts";
import type { Proposals } from "./use-proposals.ts";

/** Draws what is proposed into the text. */
export function useShownProposals(
  documentEditor: DocumentEditor | null,
  { list, activeId }: Proposals,
  personId: string,
  party: Party | null,
): void {
  useEffect(() => {
    if (!documentEditor || documentEditor.editor.isDestroyed) return;
    const { view } = documentEditor.editor;
    redraw<ProposalsShown>(view, proposalsKey, { listed: list ?? [], activeId, reader: { personId, party } });
  }, [documentEditor, list, activeId, personId, party]);
}
