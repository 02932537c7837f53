import { formatSize } from "@parley/base";
import { notifications } from "@mantine/notifications";
import type { EditorView } from "@tiptap/pm/view";
import { type RefObject, useEffect, useState } from "react";
import { browserClock } from "../../platform/session/browser-ports.ts";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import { UnknownContentError } from "../binding/read-content.ts";
import { type DocumentEditor, type EditorPorts, createDocumentEditor } from "./create-document-editor.ts";
import type { LiveWords } from "./use-live-words.ts";

interface Wishes {
  readonly words: RefObject<LiveWords>;
  readonly addPictures: (view: EditorView, files: readonly File[], pos: number) => void;
  readonly setFinding: (finding: boolean) => void;
  readonly setLinking: (linking: boolean) => void;
}

function portsFor(documentId: string, wishes: Wishes, onFrozen: EditorPorts["onFrozen"]): EditorPorts {
  const { words } = wishes;
  return {
    ariaLabel: words.current.t("editor.surface.label"),
    caretLabel: ({ name, party }) =>
      words.current.t("editor.people.caret", { name, party: words.current.partyName(party) }),
    unseenNote: ({ sign, turns }) => words.current.t(`editor.surface.${turns ? "turning" : "unseen"}`, { sign }),
    referenceNote: (label) => ({
      sentence:
        label === null ? words.current.t("editor.reference.dead") : words.current.t("editor.reference.goTo", { label }),
      sign: words.current.t("editor.reference.deadSign"),
    }),
    onFrozen,
    onUnproposable: (reason) =>
      void notifications.show({
        id: "unproposable",
        color: "yellow",
        message: words.current.t(`editor.proposing.refused.${reason}`),
      }),
    onSettled: (hasEarlier) => {
      const message = words.current.t(`editor.proposing.${hasEarlier ? "settled" : "allSettled"}`);
      // The newest takes the place of the one before.
      notifications.hide("settled");
      notifications.show({ id: "settled", message });
    },
    onTooLarge: ({ of, count, limit }) =>
      void notifications.show({
        color: "red",
        autoClose: false,
        message:
          of === "bytes"
            ? words.current.t("editor.surface.tooLarge", { size: formatSize(count), limit: formatSize(limit) })
            : words.current.t("editor.surface.tooManyPieces"),
      }),
    picture: {
      source: (imageId) => `/api/documents/${documentId}/images/${imageId}`,
      words: {
        missing: () => words.current.t("editor.picture.missing"),
        resize: () => words.current.t("editor.picture.resize"),
        noAlt: () => words.current.t("editor.picture.noAlt"),
      },
    },
    paste: {
      onPictures: wishes.addPictures,
      onPicturesLeftOut: (count) =>
        void notifications.show({ message: words.current.t("editor.picture.leftOut", { count }) }),
    },
    onKey: (view, event) => {
      const command = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      const key = event.key.toLowerCase();
      if (key === "escape") wishes.setFinding(false);
      if (command && key === "f") wishes.setFinding(true);
      // Without a selection the same keys open the page's own palette.
      else if (command && key === "k" && !view.state.selection.empty && view.editable) wishes.setLinking(true);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

/** The editor of an open document, from the moment there is something to show. */
export function useEditorInstance(
  opened: OpenDocument | null,
  somethingToShow: boolean,
  wishes: Wishes,
): { documentEditor: DocumentEditor | null; frozen: "frozen" | "broken" | null } {
  const [instance, setInstance] = useState<DocumentEditor | null>(null);
  const [frozen, setFrozen] = useState<{ opened: OpenDocument; how: "frozen" | "broken" } | null>(null);
  const { words, addPictures, setFinding, setLinking } = wishes;
  useEffect(() => {
    if (!opened || !somethingToShow) return undefined;
    let created: DocumentEditor | null = null;
    // In the next turn, so that a page that is left at once never builds an editor.
    const cancel = browserClock.schedule(() => {
      const known = { words, addPictures, setFinding, setLinking };
      created = createDocumentEditor(
        opened,
        portsFor(opened.documentId, known, (reason) => {
          reportError(reason);
          setFrozen({ opened, how: reason instanceof UnknownContentError ? "frozen" : "broken" });
        }),
      );
      setInstance(created);
    }, 0);
    return () => {
      cancel();
      setInstance(null);
      created?.destroy();
    };
  }, [opened, somethingToShow, words, addPictures, setFinding, setLinking]);
  return { documentEditor: instance, frozen: frozen !== null && frozen.opened === opened ? frozen.how : null };
}
