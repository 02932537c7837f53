import type { BlockContent } from "@parley/document";
import type { Command } from "@tiptap/pm/state";
import { useEditorState } from "@tiptap/react";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { runCommand } from "../run-command.ts";
import { selectedParagraphs } from "../paragraphs/selected-paragraphs.ts";
import { insertBlocks, insertVariable, setCondition } from "./content-commands.ts";

/** What a slice's panel can do with the text: as a person's own change, or as their proposal where they propose. */
export interface TextCommands {
  /** Whether the text takes changes of this person now. */
  readonly editable: boolean;
  /** Whether what they change is a proposal. */
  readonly proposing: boolean;
  insertBlocks(blocks: readonly BlockContent[]): boolean;
  insertVariable(name: string, form: string | null, words: string): boolean;
  setCondition(condition: string | null): boolean;
}

export function useTextCommands(): TextCommands {
  const { documentEditor, editable, proposing } = useDocumentEditor();
  const run = (command: Command): boolean => documentEditor !== null && runCommand(viewOf(documentEditor), command);
  return {
    editable,
    proposing,
    insertBlocks: (blocks) => run(insertBlocks(blocks)),
    insertVariable: (name, form, words) => run(insertVariable(name, form, words)),
    setCondition: (condition) => run(setCondition(condition)),
  };
}

/** The condition that all selected paragraphs have; `null` for none, `undefined` where they differ. */
export function useSelectedCondition(): string | null | undefined {
  const { documentEditor } = useDocumentEditor();
  return (
    useEditorState({
      editor: documentEditor?.editor ?? null,
      selector: ({ editor }): { condition: string | null | undefined } => {
        const found = editor
          ? selectedParagraphs(editor.state).map(({ node }) => (node.attrs["condition"] as string | null) ?? null)
          : [];
        return { condition: new Set(found).size > 1 ? undefined : (found[0] ?? null) };
      },
    })?.condition ?? null
  );
}
