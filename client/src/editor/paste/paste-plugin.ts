import { type Fragment, type Node, Slice } from "@tiptap/pm/model";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { withoutTakenClauses } from "../references/taken-clauses.ts";
import { clipTables } from "../binding/clip-spans.ts";
import { flattenHtml } from "./flatten-html.ts";

export interface PasteOptions {
  /** Pictures as files: uploaded and placed at the caret or the drop. */
  readonly onPictures: (view: EditorView, files: readonly File[], pos: number) => void;
  /** Pictures in pasted text that could not be taken along. */
  readonly onPicturesLeftOut: (count: number) => void;
}

/** Whether the editor itself put this on the clipboard; it is in the document's own shape already. */
function isOwn(html: string): boolean {
  return /data-pm-slice=/.test(html);
}

function pictureFiles(data: DataTransfer | null): File[] {
  return Array.from(data?.files ?? []).filter((file) => file.type.startsWith("image/"));
}

function isPlain(node: Node): boolean {
  return Object.values(node.attrs).every((value) => value === null);
}

/** Pasted paragraphs take the place of an empty plain one, with their style; otherwise the first joins what is there. */
function pasteInPlace(view: EditorView, slice: Slice): boolean {
  const { selection } = view.state;
  const { $from } = selection;
  if (!selection.empty || !$from.parent.isTextblock || $from.parent.content.size > 0 || !isPlain($from.parent))
    return false;
  const first = slice.content.firstChild;
  if (!first || first.isInline || (slice.content.childCount === 1 && first.isTextblock && isPlain(first))) return false;
  const blocks = blocksOf(slice.content);
  if (!blocks) return false;
  const { tr } = view.state;
  tr.replaceWith($from.before(), $from.after(), blocks);
  const end = $from.before() + blocks.size;
  tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), -1));
  view.dispatch(tr.setMeta("paste", true).setMeta("uiEvent", "paste").scrollIntoView());
  return true;
}

function blocksOf(content: Fragment): Fragment | null {
  return content.content.every((node) => node.isBlock && node.type.spec.group === "block") ? content : null;
}

/** Cleans what is pasted and dropped, and takes pictures. */
export function pastePlugin(options: PasteOptions): Plugin {
  return new Plugin({
    props: {
      transformPastedHTML(html) {
        if (isOwn(html)) return html;
        const flattened = flattenHtml(html);
        if (flattened.pictures > 0) options.onPicturesLeftOut(flattened.pictures);
        return flattened.html;
      },
      // Another page's table may claim more room than a browser can lay out.
      transformPasted: (slice, view) => {
        const content = clipTables(slice.content);
        const moves = view.dragging?.move === true;
        return new Slice(
          moves ? content : withoutTakenClauses(content, view.state.doc),
          slice.openStart,
          slice.openEnd,
        );
      },
      handlePaste(view, event, slice) {
        const files = pictureFiles(event.clipboardData);
        const html = event.clipboardData?.getData("text/html") ?? "";
        // Word puts a picture of the text beside the text; only a picture alone is meant as one.
        if (files.length > 0 && !/<(p|td|li|h\d|span)[\s>]/i.test(html)) {
          options.onPictures(view, files, view.state.selection.from);
          return true;
        }
        return pasteInPlace(view, slice);
      },
      handleDrop(view, event) {
        const files = pictureFiles(event.dataTransfer);
        if (files.length === 0) return false;
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
        options.onPictures(view, files, place?.pos ?? view.state.selection.from);
        event.preventDefault();
        return true;
      },
    },
  });
}
