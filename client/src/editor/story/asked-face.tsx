import type { DocumentProposal } from "@parley/documents";
import type { ReactElement } from "react";
import { ChangedWords } from "../proposing/changed-words.tsx";
import { placeOfProposal } from "../proposing/clause-groups.ts";
import type { ClauseOutline } from "../proposing/clause-outline.ts";
import { MoveLine } from "../proposing/move-line.tsx";
import { PlaceLine } from "../proposing/place-line.tsx";
import { settingsOf } from "../proposing/proposed-settings.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";

/** What somebody proposed to go or to change, and where. The words that they put for some are told as what they wrote. */
export function AskedFace({
  asked,
  outline,
}: {
  asked: DocumentProposal;
  outline: ClauseOutline | null;
}): ReactElement {
  const { opened } = useDocumentEditor();
  const found = outline && placeOfProposal(asked, outline);
  const told = asked.kind === "replace" ? { kind: "delete" as const, insertedText: "" } : {};
  return (
    <>
      <PlaceLine place={outline && found ? outline.at(found.block, found.row) : null} />
      <ChangedWords {...asked} {...told} settings={opened ? settingsOf(asked, opened.ydoc) : []} />
      {asked.kind === "move" ? <MoveLine proposal={asked} /> : null}
    </>
  );
}
