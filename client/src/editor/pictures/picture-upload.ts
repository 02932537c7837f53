/** Pictures on their way to the server: a placeholder with progress stands where each will be. */
import { must } from "@parley/base";
import { Plugin, PluginKey, TextSelection, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { readCaret, redraw } from "../caret/read-caret.ts";

/** Types the server stores, and the most it takes. The server checks again by the bytes. */
const acceptedTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
export const MAX_PICTURE_BYTES = 10_000_000;

/** For a file input. */
export const acceptedPictures: string = acceptedTypes.join(",");

/** A stored picture. */
export interface StoredPicture {
  readonly imageId: string;
  readonly width: number;
}

export interface PictureUploads {
  readonly upload: (file: File, onProgress: (share: number) => void, signal: AbortSignal) => Promise<StoredPicture>;
  readonly onError: (error: unknown, file: File) => void;
  readonly onUnsuitable: (reason: "type" | "size", file: File) => void;
  /** Words beside the progress, for screen readers. */
  readonly label: (name: string) => string;
  readonly cancelLabel: () => string;
}

interface Placed {
  readonly id: symbol;
  readonly element: HTMLElement;
}

type UploadMeta = { readonly add: Placed & { readonly pos: number } } | { readonly remove: symbol };

const uploadKey = new PluginKey<DecorationSet>("picture-upload");

/** Keeps the placeholders at their places while others edit. */
export function pictureUploadPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: uploadKey,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, value) {
        const mapped = value.map(tr.mapping, tr.doc);
        const meta = tr.getMeta(uploadKey) as UploadMeta | undefined;
        if (!meta) return mapped;
        if ("remove" in meta)
          return mapped.remove(
            mapped.find(undefined, undefined, (spec) => (spec as { id?: symbol }).id === meta.remove),
          );
        const { pos, element, id } = meta.add;
        return mapped.add(tr.doc, [Decoration.widget(pos, element, { id, side: 1 })]);
      },
    },
    props: { decorations: (state) => uploadKey.getState(state) },
  });
}

/** The nearest place between blocks: after the paragraph that `pos` is in, or at `pos` itself between blocks. */
function blockPlace(view: EditorView, pos: number): number {
  const $pos = view.state.doc.resolve(Math.min(pos, view.state.doc.content.size));
  return $pos.parent.isTextblock ? $pos.after() : $pos.pos;
}

/** Uploads files and puts each picture in its place as soon as it is stored. */
export async function uploadPictures(
  view: EditorView,
  files: readonly File[],
  pos: number,
  uploads: PictureUploads,
): Promise<void> {
  // The file dialog took the focus; what is typed next belongs into the text.
  view.focus();
  await Promise.all(files.map((file) => uploadOne(view, file, pos, uploads)));
}

async function uploadOne(view: EditorView, file: File, pos: number, uploads: PictureUploads): Promise<void> {
  if (!acceptedTypes.some((type) => type === file.type)) return uploads.onUnsuitable("type", file);
  if (file.size > MAX_PICTURE_BYTES) return uploads.onUnsuitable("size", file);
  const id = Symbol(file.name);
  const stop = new AbortController();
  const placeholder = placeholderElement(file, uploads, () => stop.abort());
  redraw<UploadMeta>(view, uploadKey, { add: { id, pos: blockPlace(view, pos), element: placeholder.element } });
  const wordsBefore = view.state.selection.$from.parent.textContent;
  try {
    const stored = await uploads.upload(file, placeholder.show, stop.signal);
    place(view, id, stored, file.name, wordsBefore);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) uploads.onError(error, file);
  } finally {
    placeholder.release();
    if (!view.isDestroyed) redraw<UploadMeta>(view, uploadKey, { remove: id });
  }
}

function place(view: EditorView, id: symbol, stored: StoredPicture, name: string, wordsBefore: string): void {
  if (view.isDestroyed) return;
  readCaret(view);
  const found = uploadKey
    .getState(view.state)
    ?.find(undefined, undefined, (spec) => (spec as { id?: symbol }).id === id)[0];
  // The place was deleted meanwhile, so the picture is not wanted there any more.
  if (!found) return;
  const image = must(view.state.schema.nodes["image"], "pictures exist");
  const $pos = view.state.doc.resolve(found.from);
  const pos = $pos.parent.isTextblock ? $pos.after() : found.from;
  const alt = name.replace(/\.[a-z0-9]+$/i, "").slice(0, 500);
  const tr = view.state.tr.insert(pos, image.create({ imageId: stored.imageId, alt }));
  // Whoever has neither gone elsewhere nor typed on meanwhile goes on writing below the picture.
  const { $from, empty } = view.state.selection;
  const waited = empty && $from.parent.isTextblock && $from.parent.textContent === wordsBefore;
  if (waited && $from.after() === pos) goOnBelow(tr, pos + 1);
  view.dispatch(tr);
}

/** Puts the caret into the paragraph that follows a place between blocks, which is made when there is none. */
function goOnBelow(tr: Transaction, pos: number): void {
  if (!tr.doc.resolve(pos).nodeAfter?.isTextblock) {
    tr.insert(pos, must(tr.doc.type.schema.nodes["paragraph"], "paragraphs exist").create());
  }
  tr.setSelection(TextSelection.create(tr.doc, pos + 1)).scrollIntoView();
}

function placeholderElement(
  file: File,
  uploads: PictureUploads,
  cancel: () => void,
): { element: HTMLElement; show: (share: number) => void; release: () => void } {
  const element = document.createElement("div");
  element.className = "parley-upload";
  element.contentEditable = "false";
  const address = URL.createObjectURL(file);
  const preview = element.appendChild(document.createElement("img"));
  preview.src = address;
  preview.alt = "";
  const progress = element.appendChild(document.createElement("progress"));
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", uploads.label(file.name));
  const button = element.appendChild(document.createElement("button"));
  button.type = "button";
  button.textContent = uploads.cancelLabel();
  button.addEventListener("click", cancel);
  return {
    element,
    show: (share) => {
      progress.value = share;
    },
    release: () => URL.revokeObjectURL(address),
  };
}
