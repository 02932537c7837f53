import { notifications } from "@mantine/notifications";
import { TextSelection } from "@tiptap/pm/state";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useAction } from "../../platform/use-action.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { useConfirm } from "../../ui/use-confirm.tsx";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { runCommand } from "../run-command.ts";
import { insertMention } from "./mention-command.ts";
import type { Trigger } from "./trigger-plugin.ts";

interface Colleague {
  readonly id: string;
  readonly name: string;
}

/**
 * Returns how to mention a colleague who does not have the document: it asks, gives them the role view, and only then puts
 * the mention in the place of what was typed. Whoever says no keeps the typed words, and nothing is shared.
 */
export function useShareAndMention(documentId: string): (colleague: Colleague, typed: Trigger) => void {
  const { t } = useTranslation();
  const { documentEditor } = useDocumentEditor();
  const confirm = useConfirm();
  const sentenceOf = useSentence();
  const share = useAction(
    ({ colleague }: { colleague: Colleague; mention: () => void }) =>
      documentsEndpoints.shares.create.call({ id: documentId, personId: colleague.id, role: "view" }),
    {
      refreshes: [
        documentsEndpoints.mentionable.key(),
        documentsEndpoints.shares.key(),
        documentsEndpoints.get.key(),
        documentsEndpoints.list.key(),
      ],
      onDone: (_made, { mention }) => mention(),
      onFailed: (error) => void notifications.show({ color: "red", message: sentenceOf(error) }),
    },
  );
  return (colleague, typed) => {
    if (!documentEditor) return;
    const { binding } = documentEditor;
    const place = binding.relative(typed.from);
    const words = viewOf(documentEditor).state.doc.textBetween(typed.from, typed.to);
    const mention = (): void => {
      if (documentEditor.editor.isDestroyed) return;
      const view = viewOf(documentEditor);
      const from = place && binding.absolute(place);
      // Somebody may have changed the spot meanwhile; then the colleague has the document and the text stays as it is.
      if (from === null || from + words.length > view.state.doc.content.size) return;
      if (view.state.doc.textBetween(from, from + words.length) !== words) return;
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, from + words.length)));
      runCommand(view, insertMention(colleague));
    };
    confirm({
      title: t("editor.mention.shareTitle", { name: colleague.name }),
      text: t("editor.mention.shareText", { name: colleague.name }),
      action: t("editor.mention.shareAction"),
      harmless: true,
      onConfirm: () => share.mutate({ colleague, mention }),
    });
  };
}
