import type { Party } from "@parley/base";
import { useEffect } from "react";
import type { DocumentEditor } from "../provider/create-document-editor.ts";
import { showProposals } from "./proposals-plugin.ts";
import type { Proposals } from "./use-proposals.ts";

/** Draws what is proposed into a text that stands in the page. */
export function useShownProposals(
  onPage: DocumentEditor | null,
  { list, activeId }: Proposals,
  personId: string,
  party: Party | null,
  proposing: boolean,
): void {
  useEffect(() => {
    if (!onPage) return;
    showProposals(onPage.editor.view, { listed: list ?? [], activeId, reader: { personId, party, proposing } });
  }, [onPage, list, activeId, personId, party, proposing]);
}
