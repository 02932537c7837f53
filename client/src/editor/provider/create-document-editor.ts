/** Puts the editor together: the schema, the binding to the shared document, and every capability as a plugin of its own. */
import { must, newId } from "@parley/base";
import { Editor, Extension } from "@tiptap/core";
import { dropCursor } from "@tiptap/pm/dropcursor";
import { gapCursor } from "@tiptap/pm/gapcursor";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { browserClock, browserRandom } from "../../platform/session/browser-ports.ts";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import { authorshipPlugin } from "../authorship/authorship-plugin.ts";
import { goneRowsPlugin } from "../authorship/gone-rows-plugin.ts";
import { bindingPlugin } from "../binding/binding-plugin.ts";
import { DocumentBinding } from "../binding/document-binding.ts";
import { type OwnUndo, createOwnUndo } from "../binding/own-undo.ts";
import { caretPlugin } from "../caret/read-caret.ts";
import { presencePlugin } from "../caret/presence-plugin.ts";
import type { PresentPage } from "../caret/present-people.ts";
import { commentsPlugin } from "../comments/comments-plugin.ts";
import { copyPlugin } from "../copy/copy-plugin.ts";
import { undoKeys } from "../editor-keys.ts";
import { findPlugin } from "../find/find-plugin.ts";
import { SignatureView } from "../leaves/signature-view.ts";
import { type SizeGuardOptions, sizeGuardPlugin } from "../limits/size-guard-plugin.ts";
import { markKeys } from "../marks/mark-keys.ts";
import { type UnseenNote, unseenPlugin } from "../marks/unseen-plugin.ts";
import { sparedTextPlugin } from "../caret/spared-text.ts";
import { stillParagraphPlugin } from "../caret/still-paragraph.ts";
import { erasingKey, typedKeys } from "../caret/typed-keys.ts";
import { checkBoxPlugin } from "../paragraphs/check-box-plugin.ts";
import { wholeParagraphPlugin } from "../paragraphs/whole-paragraph-plugin.ts";
import { firstParagraphPlugin } from "../paragraphs/first-paragraph.ts";
import { numberLabelsPlugin } from "../paragraphs/number-labels.ts";
import { paragraphKeys } from "../paragraphs/paragraph-keys.ts";
import { placeholderPlugin } from "../paragraphs/placeholder-plugin.ts";
import { typingRules } from "../paragraphs/typing-rules.ts";
import { type PasteOptions, pastePlugin } from "../paste/paste-plugin.ts";
import { pictureUploadPlugin } from "../pictures/picture-upload.ts";
import { PictureView, type PictureViewOptions } from "../pictures/picture-view.ts";
import { answerInsteadPlugin } from "../proposing/answer-instead.ts";
import { emptiedParagraphKeys } from "../proposing/emptied-paragraph.ts";
import { OwnProposals } from "../proposing/own-proposals.ts";
import type { UnproposableReason } from "../proposing/proposal-plan.ts";
import { drawnNewBlocks, proposalsPlugin } from "../proposing/proposals-plugin.ts";
import { placePlugin } from "../story/place-plugin.ts";
import { proposedClauses } from "../references/proposed-clauses.ts";
import { type ReferenceOptions, referencesPlugin } from "../references/references-plugin.ts";
import { schemaExtensions } from "../schema/schema-extensions.ts";
import { tablePlugins } from "../tables/table-plugins.ts";
import { outsideMentionsPlugin } from "../trigger/outside-mentions.ts";
import { TriggerMenu } from "../trigger/trigger-plugin.ts";
import { VariableFaces } from "../variables/variable-face.ts";
import { variablesPlugin } from "../variables/variables-plugin.ts";

/** What the editor asks of the page around it. */
export interface EditorPorts {
  readonly paste: PasteOptions;
  readonly picture: PictureViewOptions;
  readonly caretLabel: (page: PresentPage) => string;
  readonly unseenNote: UnseenNote;
  readonly referenceNote: ReferenceOptions["note"];
  /** A change was not made because it could not be sent; sizes in bytes. */
  readonly onTooLarge: SizeGuardOptions["onTooLarge"];
  /** Names the text for screen readers. */
  readonly ariaLabel: string;
  readonly onFrozen: (reason: Error) => void;
  /** A change was not made because it cannot be proposed. */
  readonly onUnproposable: (reason: UnproposableReason) => void;
  /** Undo took nothing back: what it was about has been decided on. */
  readonly onSettled: (hasEarlier: boolean) => void;
  /** Keys that the page treats before the text does, such as Mod-f and Mod-k. */
  readonly onKey: (view: EditorView, event: KeyboardEvent) => boolean;
}

/** An editor and the handles to what it is made of. */
export interface DocumentEditor {
  readonly editor: Editor;
  readonly binding: DocumentBinding;
  readonly undo: OwnUndo;
  readonly trigger: TriggerMenu;
  /** What this person proposes here and nobody has decided on. */
  readonly own: OwnProposals;
  /** How variables in the text show themselves. */
  readonly variables: VariableFaces;
  destroy(): void;
}

/** Makes the editor of an open document. It shows the document at once; whether it may be typed in is set by `setEditable`. */
export function createDocumentEditor(opened: OpenDocument, ports: EditorPorts): DocumentEditor {
  const { ydoc, personId } = opened;
  const own = new OwnProposals({ ydoc, personId, newName: () => newId<"proposal-record">(browserRandom) });
  const isProposing = (): boolean => opened.status().proposing;
  const noteWritten = (transaction: Y.Transaction): void => {
    if (transaction.local && isProposing()) own.noteWritten(transaction);
  };
  ydoc.on("afterTransaction", noteWritten);
  const stopNoting = opened.subscribe(() => {
    const { state, seq } = opened.status();
    if (state === "saved") own.noteSaved(seq);
  });
  const proposing = { own, onUnproposable: ports.onUnproposable };
  const binding = new DocumentBinding({
    fragment: opened.fragment,
    proposing: () => (isProposing() ? proposing : null),
    mayWrite: () => opened.status().editable,
    onFrozen: ports.onFrozen,
    schedule: (task, afterMs) => browserClock.schedule(task, afterMs),
  });
  const undo = createOwnUndo(binding, () => (isProposing() ? own : null), ports.onSettled);
  const trigger = new TriggerMenu();
  const variables = new VariableFaces();
  const capabilities = capabilityExtension(opened, ports, { binding, undo, trigger, own, variables });
  const editor = new Editor({
    element: null,
    extensions: [...schemaExtensions, capabilities],
    editable: false,
    injectCSS: false,
    // Its key map, clearing of documents and change events are replaced by plugins that never react to others' changes.
    enableCoreExtensions: { keymap: false, delete: false, drop: false, paste: false, textDirection: false },
    editorProps: {
      attributes: {
        class: "parley-prose",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": ports.ariaLabel,
        spellcheck: "false",
      },
      handleKeyDown: (view, event) => ports.onKey(view, event),
      scrollThreshold: { top: 120, bottom: 120, left: 0, right: 0 },
      scrollMargin: { top: 120, bottom: 120, left: 0, right: 0 },
    },
  });
  return {
    editor,
    binding,
    undo,
    trigger,
    own,
    variables,
    destroy: () => {
      ydoc.off("afterTransaction", noteWritten);
      stopNoting();
      editor.destroy();
      undo.destroy();
      own.destroy();
    },
  };
}

/** Everything the editor can do, in the order in which keys and clicks reach it. */
function capabilityExtension(
  opened: OpenDocument,
  ports: EditorPorts,
  parts: Pick<DocumentEditor, "binding" | "undo" | "trigger" | "own" | "variables">,
): Extension {
  const { binding, undo, trigger, own, variables } = parts;
  let made: Plugin[] | null = null;
  return Extension.create({
    name: "capabilities",
    priority: 1_000,
    addProseMirrorPlugins(): Plugin[] {
      // Asked again whenever the editor moves on the page; the plugins' states stay, so the plugins must, too.
      made ??= [
        caretPlugin(),
        sparedTextPlugin(),
        // While a view is being made, what it is told goes to the editor's last state and is lost.
        bindingPlugin(binding, (view) => this.editor.view === view),
        sizeGuardPlugin({
          maxBytes: () => opened.status().maxUpdateBytes,
          onTooLarge: ports.onTooLarge,
          schedule: (task, afterMs) => browserClock.schedule(task, afterMs),
        }),
        undo.plugin,
        trigger.plugin(),
        undoKeys(undo),
        answerInsteadPlugin(),
        ...tablePlugins(),
        typingRules(this.editor.schema),
        markKeys(),
        typedKeys(),
        stillParagraphPlugin({ schedule: (task, afterMs) => browserClock.schedule(task, afterMs) }),
        emptiedParagraphKeys({ fragment: opened.fragment, own, isProposing: () => opened.status().proposing }),
        ...paragraphKeys(),
        erasingKey(),
        firstParagraphPlugin(),
        checkBoxPlugin(),
        wholeParagraphPlugin(),
        placeholderPlugin(),
        pastePlugin(ports.paste),
        copyPlugin(this.editor.schema),
        pictureUploadPlugin(),
        authorshipPlugin(),
        goneRowsPlugin(),
        commentsPlugin(opened.fragment),
        outsideMentionsPlugin(),
        unseenPlugin(ports.unseenNote),
        placePlugin(opened.fragment),
        proposalsPlugin({
          fragment: opened.fragment,
          own,
          schedule: (task, afterMs) => browserClock.schedule(task, afterMs),
        }),
        numberLabelsPlugin(drawnNewBlocks),
        ...meaningPlugins(opened, ports, variables),
        findPlugin(),
        presencePlugin({
          awareness: opened.awareness,
          binding,
          label: ports.caretLabel,
          schedule: (task, afterMs) => browserClock.schedule(task, afterMs),
        }),
        blockViews(ports.picture),
        dropCursor({ color: "var(--parley-accent)", width: 2 }),
        gapCursor(),
      ];
      return made;
    },
  });
}

/** What words mean beside what they say. Behind the numbers, which references name. */
function meaningPlugins(opened: OpenDocument, ports: EditorPorts, variables: VariableFaces): Plugin[] {
  const references = referencesPlugin({
    proposed: drawnNewBlocks,
    proposedClauses: () => proposedClauses(opened.ydoc),
    note: ports.referenceNote,
  });
  return [references, variablesPlugin(variables)];
}

/** Blocks that draw themselves. */
function blockViews(picture: PictureViewOptions): Plugin {
  return new Plugin({
    props: {
      nodeViews: {
        image: (node, view, getPos) => new PictureView(node, view, getPos, picture),
        signatureBlock: (node) => new SignatureView(node),
      },
    },
  });
}

/** The view of a mounted editor. */
export function viewOf(documentEditor: DocumentEditor): EditorView {
  return must(documentEditor.editor.view, "the editor is mounted");
}
