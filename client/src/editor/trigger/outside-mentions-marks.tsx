import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { redraw } from "../caret/read-caret.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { useSettledDocument } from "../provider/use-settled-document.ts";
import { mentionsIn, outsideMentionsKey } from "./outside-mentions.ts";

/** Has the text mark mentions of people who do not have the document, when it rests. A guest does not know all of its people. */
export function OutsideMentions(): null {
  const { t } = useTranslation();
  const { documentId, documentEditor, person } = useDocumentEditor();
  const doc = useSettledDocument();
  const mentions = useMemo(() => (doc && person.standing !== "guest" ? mentionsIn(doc) : []), [doc, person.standing]);
  const { data: people } = useQuery({
    ...documentsEndpoints.mentionable.queryOptions({ input: { id: documentId } }),
    staleTime: 30_000,
    enabled: mentions.length > 0,
  });
  const marked = useRef(false);
  useEffect(() => {
    // What was typed since is looked at when the text rests again.
    if (!documentEditor || !people || documentEditor.editor.isDestroyed || documentEditor.editor.state.doc !== doc)
      return;
    const inside = new Set(people.map(({ id }) => id));
    const outside = mentions.filter(({ personId }) => !inside.has(personId));
    if (outside.length === 0 && !marked.current) return;
    marked.current = outside.length > 0;
    redraw(
      viewOf(documentEditor),
      outsideMentionsKey,
      outside.map((mention) => ({ ...mention, note: t("editor.mention.outsideNote", { name: mention.name }) })),
    );
  }, [documentEditor, doc, mentions, people, t]);
  return null;
}
