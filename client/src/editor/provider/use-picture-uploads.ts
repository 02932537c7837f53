import { formatSize } from "@parley/base";
import { notifications } from "@mantine/notifications";
import type { EditorView } from "@tiptap/pm/view";
import { type RefObject, useCallback } from "react";
import { uploadForm } from "../../platform/api.ts";
import { MAX_PICTURE_BYTES, type StoredPicture, uploadPictures } from "../pictures/picture-upload.ts";
import type { LiveWords } from "./use-live-words.ts";

function readStored(answer: unknown): StoredPicture {
  const { imageId, width } = answer as { imageId: string; width: number };
  return { imageId, width };
}

/** Returns a function that uploads pictures and places them at a position of the text. What goes wrong is told beside the text. */
export function usePictureUploads(
  documentId: string,
  words: RefObject<LiveWords>,
): (view: EditorView, files: readonly File[], pos: number) => void {
  return useCallback(
    (view, files, pos) => {
      const say = (message: string): void => void notifications.show({ color: "red", message });
      void uploadPictures(view, files, pos, {
        upload: async (file, onProgress, signal) => {
          const form = new FormData();
          form.append("file", file);
          return readStored(await uploadForm(`/api/documents/${documentId}/images`, form, { onProgress, signal }));
        },
        onError: (error, file) => {
          const { t, sentence } = words.current;
          say(t("editor.picture.failed", { name: file.name, reason: sentence(error) }));
        },
        onUnsuitable: (reason, file) =>
          say(
            words.current.t(reason === "type" ? "editor.picture.wrongType" : "editor.picture.tooLarge", {
              name: file.name,
              limit: formatSize(MAX_PICTURE_BYTES),
            }),
          ),
        label: (name) => words.current.t("editor.picture.uploading", { name }),
        cancelLabel: () => words.current.t("editor.picture.cancel"),
      });
    },
    [documentId, words],
  );
}
