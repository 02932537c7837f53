import {
  IconBold,
  IconItalic,
  IconLink,
  IconMessagePlus,
  IconStrikethrough,
  IconUserSearch,
  IconUnderline,
} from "@tabler/icons-react";
import { type Command, type EditorState, TextSelection } from "@tiptap/pm/state";
import { type ReactElement, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStartComment } from "../comments/use-commenting.ts";
import { type ToggledMark, isMarked, toggle } from "../marks/mark-keys.ts";
import { shownParagraphState } from "../proposing/shown-paragraph.ts";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { useEditorValue } from "../provider/use-editor-value.ts";
import { useAskStory } from "../story/use-story-in-text.ts";
import { runCommand } from "../run-command.ts";
import { Floating } from "./floating.tsx";
import { HighlightMenu } from "./mark-menus.tsx";
import { StyleMenu } from "./style-menu.tsx";
import { ToolButton } from "./tool-button.tsx";
import classes from "./toolbar.module.css";
import { rectInSight, useAnchor } from "./use-anchor.ts";

function readSelection(state: EditorState) {
  const { selection } = state;
  if (!(selection instanceof TextSelection) || selection.empty) return null;
  if (state.doc.textBetween(selection.from, selection.to).trim() === "") return null;
  return {
    from: selection.from,
    to: selection.to,
    bold: isMarked(state, "bold"),
    italic: isMarked(state, "italic"),
    underline: isMarked(state, "underline"),
    strike: isMarked(state, "strike"),
    highlight: isMarked(state, "highlight"),
    link: isMarked(state, "link"),
    paragraph: shownParagraphState(state),
  };
}

const marks = [
  { mark: "bold", icon: IconBold, keys: "Mod-b" },
  { mark: "italic", icon: IconItalic, keys: "Mod-i" },
  { mark: "underline", icon: IconUnderline, keys: "Mod-u" },
  { mark: "strike", icon: IconStrikethrough, keys: "Mod-Shift-x" },
] as const satisfies readonly { mark: ToggledMark; icon: unknown; keys: string }[];

/** True while a mouse button is down: a menu that jumps in during a selection is in the way. */
function usePointerDown(): boolean {
  const [down, setDown] = useState(false);
  useEffect(() => {
    const press = (event: MouseEvent): void => {
      // A tool that goes away under the pressed button would never be clicked.
      const isTool = event.target instanceof Element && event.target.closest("[role=toolbar]") !== null;
      if (!isTool) setDown(true);
    };
    const release = (): void => setDown(false);
    window.addEventListener("mousedown", press);
    window.addEventListener("mouseup", release);
    return () => {
      window.removeEventListener("mousedown", press);
      window.removeEventListener("mouseup", release);
    };
  }, []);
  return down;
}

/**
 * Tools beside selected words. A touch screen has its own menu there and the bar below; whoever may not write may still comment,
 * and everybody may ask who wrote them.
 */
export function BubbleMenu(): ReactElement | null {
  const { t } = useTranslation();
  const { documentEditor, editable, linking, setLinking, finding, comments, reading, story } = useDocumentEditor();
  const selection = useEditorValue(readSelection);
  const down = usePointerDown();
  const focused = useFocused();
  const selecting = useSelecting();
  const isTouch = window.matchMedia("(pointer: coarse)").matches;
  const formats = editable && !isTouch;
  const mayComment = comments.mayWrite && !reading && comments.draft === null;
  const offered = formats ? focused : selecting && !reading && comments.draft === null;
  const wanted = selection !== null && offered && !linking && !finding && !down && story.asked === null;
  const anchor = useAnchor(
    () => (wanted && documentEditor ? rectInSight(viewOf(documentEditor), selection.from, selection.to) : null),
    `${wanted}-${selection?.from}-${selection?.to}`,
  );
  if (!wanted || !anchor || !documentEditor) return null;
  const run = (command: Command): void => void runCommand(viewOf(documentEditor), command);
  return (
    <Floating
      anchor={anchor}
      side={isTouch ? "below" : "above"}
      role="toolbar"
      label={t("editor.toolbar.label")}
      keepsFocus
    >
      <div className={classes["group"]}>
        {formats ? <FormatTools selection={selection} onCommand={run} onLink={() => setLinking(true)} /> : null}
        {mayComment ? <CommentTool /> : null}
        <StoryTool />
      </div>
    </Floating>
  );
}

function CommentTool(): ReactElement {
  const { t } = useTranslation();
  const start = useStartComment();
  return (
    <ToolButton icon={IconMessagePlus} label={t("editor.comments.add")} keys="Mod-Alt-m" onClick={() => void start()} />
  );
}

function StoryTool(): ReactElement {
  const { t } = useTranslation();
  const ask = useAskStory();
  return <ToolButton icon={IconUserSearch} label={t("story.open")} keys="Shift-F1" onClick={() => void ask()} />;
}

function FormatTools(props: {
  selection: NonNullable<ReturnType<typeof readSelection>>;
  onCommand: (command: Command) => void;
  onLink: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { selection, onCommand } = props;
  return (
    <>
      <StyleMenu paragraph={selection.paragraph} onCommand={onCommand} />
      {marks.map((each) => (
        <ToolButton
          key={each.mark}
          icon={each.icon}
          label={t(`editor.toolbar.${each.mark}`)}
          keys={each.keys}
          active={selection[each.mark]}
          onClick={() => onCommand(toggle(each.mark))}
        />
      ))}
      <HighlightMenu active={selection.highlight} disabled={false} onCommand={onCommand} />
      <ToolButton
        icon={IconLink}
        label={t("editor.toolbar.link")}
        keys="Mod-k"
        active={selection.link}
        onClick={props.onLink}
      />
    </>
  );
}

/** Whether words of the text are selected on the page. A text that may not be edited never has the focus. */
function useSelecting(): boolean {
  const { documentEditor } = useDocumentEditor();
  const [selecting, setSelecting] = useState(false);
  useEffect(() => {
    if (!documentEditor) return undefined;
    const look = (): void => {
      if (documentEditor.editor.isDestroyed) return;
      const selection = document.getSelection();
      const { dom } = viewOf(documentEditor);
      setSelecting(selection !== null && !selection.isCollapsed && dom.contains(selection.anchorNode));
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [documentEditor]);
  return selecting;
}

function useFocused(): boolean {
  const { documentEditor } = useDocumentEditor();
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    if (!documentEditor) return undefined;
    const { editor } = documentEditor;
    const focus = (): void => setFocused(true);
    const blur = (): void => setFocused(false);
    editor.on("focus", focus);
    editor.on("blur", blur);
    return () => {
      editor.off("focus", focus);
      editor.off("blur", blur);
    };
  }, [documentEditor]);
  return focused;
}
