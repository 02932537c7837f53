import { notifications } from "@mantine/notifications";
import { type ReactElement, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { uploadForm } from "../../platform/api.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { authorshipKey } from "../authorship/authorship-plugin.ts";
import { useAuthorship } from "../authorship/authorship.ts";
import { type StoredPicture, uploadPictures } from "../pictures/picture-upload.ts";
import { type DocumentEditor, type EditorPorts, createDocumentEditor, viewOf } from "./create-document-editor.ts";
import { EditorContext, type EditorContextValue, type EditorPhase } from "./editor-context.ts";
import { useFollowing } from "./use-following.ts";
import { useOpenDocument } from "./use-open-document.ts";

interface EditorProviderProps {
  readonly documentId: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly children: ReactNode;
}

function readStored(answer: unknown): StoredPicture {
  const { imageId, width } = answer as { imageId: string; width: number };
  return { imageId, width };
}

/** Opens a document for everything inside it: the connection, the editor and what the page's parts share. */
export function EditorProvider({ documentId, person, children }: EditorProviderProps): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { opened, status } = useOpenDocument(documentId, person.id);
  const [documentEditor, setDocumentEditor] = useState<DocumentEditor | null>(null);
  const [frozen, setFrozen] = useState(false);
  const [reading, setReading] = useState(false);
  const [finding, setFinding] = useState(false);
  const [linking, setLinking] = useState(false);
  const [following, follow] = useState<string | null>(null);
  const authorship = useAuthorship(documentId, status?.seq ?? 0);
  const stopFollowing = useCallback(() => follow(null), []);
  useFollowing(opened, documentEditor, following, stopFollowing);

  // The editor lives longer than one rendering; its ports always speak the present language.
  const words = useRef({ t, sentence });
  words.current = { t, sentence };
  const editorRef = useRef<DocumentEditor | null>(null);

  const addPictures = useCallback(
    (files: readonly File[], pos: number) => {
      const current = editorRef.current;
      if (!current) return;
      const say = (message: string): void => void notifications.show({ color: "red", message });
      void uploadPictures(viewOf(current), files, pos, {
        upload: async (file, onProgress, signal) => {
          const form = new FormData();
          form.append("file", file);
          return readStored(await uploadForm(`/api/documents/${documentId}/images`, form, { onProgress, signal }));
        },
        onError: (error, file) =>
          say(words.current.t("editor.picture.failed", { name: file.name, reason: words.current.sentence(error) })),
        onUnsuitable: (reason, file) =>
          say(
            words.current.t(reason === "type" ? "editor.picture.wrongType" : "editor.picture.tooLarge", {
              name: file.name,
            }),
          ),
        label: (name) => words.current.t("editor.picture.uploading", { name }),
        cancelLabel: () => words.current.t("editor.picture.cancel"),
      });
    },
    [documentId],
  );

  const somethingToShow = opened !== null && (opened.hasLocalCopy || status?.everSynced === true);
  useEffect(() => {
    if (!opened || !somethingToShow) return undefined;
    const ports: EditorPorts = {
      ariaLabel: words.current.t("editor.surface.label"),
      caretLabel: (page) =>
        words.current.t("editor.people.caret", { name: page.name, party: words.current.t(`ui.party.${page.party}`) }),
      onFrozen: () => setFrozen(true),
      picture: {
        source: (imageId) => `/api/documents/${documentId}/images/${imageId}`,
        words: {
          missing: () => words.current.t("editor.picture.missing"),
          resize: () => words.current.t("editor.picture.resize"),
          noAlt: () => words.current.t("editor.picture.noAlt"),
        },
      },
      paste: {
        onPictures: (_view, files, pos) => addPictures(files, pos),
        onPicturesLeftOut: (count) =>
          void notifications.show({ message: words.current.t("editor.picture.leftOut", { count }) }),
      },
      onKey: (_view, event) => {
        const command = event.ctrlKey || event.metaKey;
        if (command && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "f") setFinding(true);
        else if (
          command &&
          !event.shiftKey &&
          !event.altKey &&
          event.key.toLowerCase() === "k" &&
          !viewOfRef(editorRef).state.selection.empty
        )
          setLinking(true);
        else return false;
        event.preventDefault();
        event.stopPropagation();
        return true;
      },
    };
    const created = createDocumentEditor(opened, ports);
    editorRef.current = created;
    setDocumentEditor(created);
    setFrozen(false);
    return () => {
      editorRef.current = null;
      setDocumentEditor(null);
      created.destroy();
    };
  }, [opened, somethingToShow, documentId, addPictures]);

  const editable = status?.editable === true && !frozen && !reading;
  useEffect(() => {
    documentEditor?.editor.setEditable(editable, false);
  }, [documentEditor, editable]);

  const { on, spans, personId, showDeleted } = authorship;
  useEffect(() => {
    if (!documentEditor || documentEditor.editor.isDestroyed) return;
    const { state } = documentEditor.editor;
    documentEditor.editor.view.dispatch(
      state.tr.setMeta(authorshipKey, { spans: on ? spans : null, personId, showDeleted }),
    );
  }, [documentEditor, on, spans, personId, showDeleted]);

  const phase: EditorPhase = frozen
    ? "frozen"
    : status?.everSynced === true
      ? "shown"
      : somethingToShow
        ? "cached"
        : "opening";
  const value = useMemo<EditorContextValue>(
    () => ({
      documentId,
      person,
      phase,
      opened,
      status,
      documentEditor,
      editable,
      authorship,
      reading,
      setReading,
      finding,
      setFinding,
      linking,
      setLinking,
      following,
      follow,
      addPictures,
    }),
    [
      documentId,
      person,
      phase,
      opened,
      status,
      documentEditor,
      editable,
      authorship,
      reading,
      finding,
      linking,
      following,
      addPictures,
    ],
  );
  return <EditorContext value={value}>{children}</EditorContext>;
}

function viewOfRef(ref: { readonly current: DocumentEditor | null }): ReturnType<typeof viewOf> {
  if (!ref.current) throw new Error("keys reach only a mounted editor");
  return viewOf(ref.current);
}
