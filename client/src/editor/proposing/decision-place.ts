/** Where in the text a decision is to be found. */
import type { KeptProposalDecision } from "@parley/documents";
import { useCallback } from "react";
import { ApiError } from "../../platform/api-error.ts";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { runsBetween } from "../comments/thread-places.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import type { PlaceToShow } from "../story/use-show-place.ts";
import { type OppositeOf, leftPlace, oppositePlace } from "./opposite-place.ts";

/**
 * Returns how to find a decision's place: the server follows its words wherever they were brought. One that left the text as it was, such as
 * a rejected deletion or replacement, is found by its words where they stand once only.
 */
export function useDecisionPlace(): (
  decision: Pick<KeptProposalDecision, "seq" | "verdict"> & Pick<OppositeOf, "proposals">,
) => Promise<PlaceToShow> {
  const { documentId, documentEditor, opened } = useDocumentEditor();
  return useCallback(
    async (decision) => {
      const told = await askForPlace(documentId, decision.seq);
      if (told.at.length > 0 || !opened || !documentEditor || documentEditor.editor.isDestroyed) return told;
      const { doc } = viewOf(documentEditor).state;
      const decided: OppositeOf = {
        verdict: decision.verdict === "accept" ? "accept" : "reject",
        proposals: decision.proposals,
      };
      const found = told.place
        ? leftPlace(doc, opened.fragment, decided, told.place)
        : oppositePlace(doc, opened.fragment, decided);
      return found ? { at: runsBetween(doc, opened.fragment, found.from, found.to), place: null } : told;
    },
    [documentId, documentEditor, opened],
  );
}

/** Without an answer of the server nothing is known, and the words of the decision have to do. */
export async function askForPlace(documentId: string, seq: number): Promise<PlaceToShow> {
  try {
    return await documentsEndpoints.proposals.decisionPlace.call({ id: documentId, seq });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { at: [], place: null };
  }
}
