import { Box } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBold,
  IconBook2,
  IconIndentDecrease,
  IconIndentIncrease,
  IconItalic,
  IconLink,
  IconList,
  IconListCheck,
  IconListNumbers,
  IconPrinter,
  IconSearch,
  IconUnderline,
} from "@tabler/icons-react";
import { isInTable } from "@tiptap/pm/tables";
import type { Command, EditorState } from "@tiptap/pm/state";
import { type ReactElement, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type ToggledMark, isMarked, toggle } from "../marks/mark-keys.ts";
import { changeDepth, toggleList } from "../paragraphs/paragraph-commands.ts";
import { shownParagraphState } from "../proposing/shown-paragraph.ts";
import { acceptedPictures } from "../pictures/picture-upload.ts";
import { ModeSwitch } from "../proposing/mode-switch.tsx";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { useEditorValue } from "../provider/use-editor-value.ts";
import { canRun, runCommand } from "../run-command.ts";
import { InsertMenu } from "./insert-menu.tsx";
import { AlignMenu, HighlightMenu, MoreMarksMenu } from "./mark-menus.tsx";
import { MoreToolsMenu } from "./more-tools-menu.tsx";
import { StyleMenu } from "./style-menu.tsx";
import { TableMenu } from "./table-menu.tsx";
import { type Tool, ToolButton } from "./tool-button.tsx";
import classes from "./toolbar.module.css";
import { useFolding } from "./use-folding.ts";
import { useRovingFocus } from "./use-roving-focus.ts";

function readTools(state: EditorState) {
  return {
    paragraph: shownParagraphState(state),
    bold: isMarked(state, "bold"),
    italic: isMarked(state, "italic"),
    underline: isMarked(state, "underline"),
    highlight: isMarked(state, "highlight"),
    link: isMarked(state, "link"),
    selected: !state.selection.empty,
    inTable: isInTable(state),
  };
}

const marks = [
  { mark: "bold", icon: IconBold, keys: "Mod-b" },
  { mark: "italic", icon: IconItalic, keys: "Mod-i" },
  { mark: "underline", icon: IconUnderline, keys: "Mod-u" },
] as const satisfies readonly { mark: ToggledMark; icon: unknown; keys: string }[];

const lists = [
  { list: "bullet", icon: IconList, key: "editor.toolbar.bullets", keys: "Mod-Shift-8" },
  { list: "number", icon: IconListNumbers, key: "editor.toolbar.numbers", keys: "Mod-Shift-7" },
  { list: "check", icon: IconListCheck, key: "editor.toolbar.checks", keys: "Mod-Shift-9" },
] as const;

/** The tools of the text: one row above it on a wide page, the last of them in a menu where they do not fit; a bar that scrolls sideways below it on a phone. */
export function Toolbar(): ReactElement | null {
  const { t, i18n } = useTranslation();
  const { documentEditor, editable, setFinding, setLinking, setReading, addPictures } = useDocumentEditor();
  const bar = useRef<HTMLDivElement>(null);
  const files = useRef<HTMLInputElement>(null);
  useRovingFocus(bar);
  const tools = useEditorValue(readTools);
  const undo = documentEditor?.undo;
  const steps = useEditorValue(() => ({ undo: undo?.canUndo() ?? false, redo: undo?.canRedo() ?? false }));
  const ready = documentEditor !== null && tools !== undefined && steps !== undefined;
  const folded = useFolding(bar, 2, `${i18n.language} ${editable} ${ready}`);
  if (!documentEditor || !tools || !steps) return null;
  const run = (command: Command): void => void runCommand(viewOf(documentEditor), command);
  const { paragraph } = tools;
  const paragraphTools: Tool[] = [
    ...lists.map(({ list, icon, key, keys }) => ({
      icon,
      label: t(key),
      keys,
      active: paragraph.list === list,
      onClick: () => run(toggleList(list)),
    })),
    {
      icon: IconIndentDecrease,
      label: t("editor.toolbar.outdent"),
      disabled: paragraph.depth === 0,
      onClick: () => run(changeDepth(-1)),
    },
    { icon: IconIndentIncrease, label: t("editor.toolbar.indent"), onClick: () => run(changeDepth(1)) },
  ];
  const lastTools: Tool[] = [
    { icon: IconSearch, label: t("editor.toolbar.find"), keys: "Mod-f", onClick: () => setFinding(true) },
    { icon: IconBook2, label: t("editor.toolbar.reading"), onClick: () => setReading(true) },
    { icon: IconPrinter, label: t("editor.toolbar.print"), onClick: () => window.print() },
  ];
  const takeBack = (act: "undo" | "redo"): void => {
    documentEditor.undo[act]();
    viewOf(documentEditor).focus();
  };
  return (
    <div
      className={classes["toolbar"]}
      role="toolbar"
      aria-label={t("editor.toolbar.label")}
      ref={bar}
      data-folded={folded}
      data-print="hide"
    >
      {editable ? (
        <>
          <div className={classes["group"]}>
            <ToolButton
              icon={IconArrowBackUp}
              label={t("editor.toolbar.undo")}
              keys="Mod-z"
              disabled={!steps.undo}
              onClick={() => takeBack("undo")}
            />
            <ToolButton
              icon={IconArrowForwardUp}
              label={t("editor.toolbar.redo")}
              keys="Mod-y"
              disabled={!steps.redo}
              onClick={() => takeBack("redo")}
            />
          </div>
          <div className={classes["group"]}>
            <StyleMenu paragraph={paragraph} onCommand={run} />
          </div>
          <div className={classes["group"]}>
            {marks.map((each) => (
              <ToolButton
                key={each.mark}
                icon={each.icon}
                label={t(`editor.toolbar.${each.mark}`)}
                keys={each.keys}
                active={tools[each.mark]}
                onClick={() => run(toggle(each.mark))}
              />
            ))}
            <HighlightMenu active={tools.highlight} disabled={!tools.selected} onCommand={run} />
            <ToolButton
              icon={IconLink}
              label={t("editor.toolbar.link")}
              keys="Mod-k"
              active={tools.link}
              onClick={() => setLinking(true)}
            />
            <MoreMarksMenu onCommand={run} numbered={paragraph.list === "number"} />
          </div>
          <div className={classes["group"]}>
            {folded < 2 ? paragraphTools.map((tool) => <ToolButton key={tool.label} {...tool} />) : null}
            <AlignMenu align={paragraph.align} onCommand={run} />
          </div>
          <div className={classes["group"]}>
            <InsertMenu onCommand={run} onPicture={() => files.current?.click()} />
            <TableMenu
              disabled={!tools.inTable}
              onCommand={run}
              canRun={(command) => canRun(viewOf(documentEditor), command)}
            />
          </div>
        </>
      ) : null}
      <div className={`${classes["group"]} ${classes["last"]}`}>
        <Box hiddenFrom="sm">
          <ModeSwitch />
        </Box>
        {folded === 0 ? (
          lastTools.map((tool) => <ToolButton key={tool.label} {...tool} />)
        ) : (
          <MoreToolsMenu groups={folded < 2 || !editable ? [lastTools] : [paragraphTools, lastTools]} />
        )}
      </div>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept={acceptedPictures}
        aria-label={t("editor.insert.picture")}
        onChange={(event) => {
          addPictures(Array.from(event.currentTarget.files ?? []), viewOf(documentEditor).state.selection.from);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}
