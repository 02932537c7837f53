/**
 * The story of one word, beside it: on a phone a sheet from below.
 *
 * Invariants:
 * - Opened by the keyboard or a tool it takes the focus and gives it back; opened by a click the text keeps it.
 * - Escape closes it; so do writing on and pressing anywhere else.
 */
import { ActionIcon, Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { type ReactElement, useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { placesOf } from "../comments/thread-places.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { Floating } from "../surface/floating.tsx";
import { type Anchor, rectOf, useAnchor } from "../surface/use-anchor.ts";
import type { StoryRequest } from "./story-request.ts";
import classes from "./story.module.css";
import { useStoryInText } from "./use-story-in-text.ts";
import { WordParts } from "./word-parts.tsx";

export function StoryCard(): ReactElement | null {
  const { t } = useTranslation();
  const { story, documentEditor } = useDocumentEditor();
  const phone = useMediaQuery("(max-width: 47.99em)", false, { getInitialValueInEffect: false }) ?? false;
  const { asked, close } = story;
  useStoryInText();
  const leave = useCallback(() => {
    close();
    if (asked?.takesFocus === true && documentEditor) viewOf(documentEditor).focus();
  }, [asked, close, documentEditor]);
  useEffect(() => {
    if (!asked || !documentEditor) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      leave();
    };
    const ydoc = documentEditor.binding.fragment.doc;
    const onWritten = ({ local }: { local: boolean }): void => {
      if (local) close();
    };
    const onPress = ({ target }: PointerEvent): void => {
      if (target instanceof Element && target.closest("[role=dialog]") === null) close();
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("pointerdown", onPress);
    ydoc?.on("afterTransaction", onWritten);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("pointerdown", onPress);
      ydoc?.off("afterTransaction", onWritten);
    };
  }, [asked, documentEditor, leave, close]);
  if (phone)
    return (
      <Drawer
        opened={asked !== null}
        onClose={leave}
        position="bottom"
        size="60%"
        title={t("story.open")}
        closeButtonProps={{ "aria-label": t("story.close") }}
      >
        {asked ? <WordParts at={asked.at} /> : null}
      </Drawer>
    );
  return asked ? <BesideText asked={asked} onClose={leave} /> : null;
}

function BesideText({ asked, onClose }: { asked: StoryRequest; onClose: () => void }): ReactElement | null {
  const { t } = useTranslation();
  const { documentEditor } = useDocumentEditor();
  const anchor = useStoryAnchor(asked);
  if (!anchor) return null;
  return (
    <Floating
      anchor={anchor}
      side="below"
      role="dialog"
      label={t("story.open")}
      keepsFocus={!asked.takesFocus}
      ceiling={() => (documentEditor ? topOfText(viewOf(documentEditor).dom) : 0)}
    >
      <div className={classes["card"]} tabIndex={-1} {...(asked.takesFocus && { "data-autofocus": true })}>
        <ActionIcon className={classes["close"]} size="sm" aria-label={t("story.close")} onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
        <WordParts at={asked.at} />
      </div>
    </Floating>
  );
}

/** Where what scrolls with the text begins: the tools above it stay at hand. */
function topOfText(text: Element): number {
  for (let around: Element | null = text; around !== null; around = around.parentElement)
    if (/auto|scroll/.test(getComputedStyle(around).overflowY)) return Math.max(0, around.getBoundingClientRect().top);
  return 0;
}

/** Where the word stands on the screen, followed while the page scrolls; where it was asked for when it stands nowhere. */
function useStoryAnchor({ at, rect }: StoryRequest): Anchor | null {
  const { documentEditor, opened } = useDocumentEditor();
  return useAnchor(() => {
    if (!documentEditor || !opened) return null;
    const view = viewOf(documentEditor);
    const [place] = placesOf(view.state.doc, opened.fragment, [[...at, 1]]);
    return place ? rectOf(view, place.from, place.to) : rect;
  }, at.join("-"));
}
