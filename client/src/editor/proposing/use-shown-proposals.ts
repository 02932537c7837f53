import type { Party } from "@parley/base";
import { useEffect } from "react";
import type { DocumentEditor } from "../provider/create-document-editor.ts";
import { showProposals } from "./proposals-plugin.ts";
import type { Proposals } from "./use-proposals.ts";

/** Draws what is proposed into the text. */
export function useShownProposals(
  documentEditor: DocumentEditor | null,
  { list, activeId }: Proposals,
  personId: string,
  party: Party | null,
  proposing: boolean,
): void {
  useEffect(() => {
    if (!documentEditor || documentEditor.editor.isDestroyed) return;
    const { view } = documentEditor.editor;
    showProposals(view, { listed: list ?? [], activeId, reader: { personId, party, proposing } });
  }, [documentEditor, list, activeId, personId, party, proposing]);
}
