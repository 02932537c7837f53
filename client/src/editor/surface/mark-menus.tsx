import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import {
  IconAlignCenter,
  IconAlignJustified,
  IconAlignLeft,
  IconAlignRight,
  IconClearFormatting,
  IconCode,
  IconDots,
  IconHighlight,
  IconListNumbers,
  IconStrikethrough,
  IconSubscript,
  IconSuperscript,
} from "@tabler/icons-react";
import { highlightColours } from "@parley/document";
import type { Command } from "@tiptap/pm/state";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { type ToggledMark, clearMarks, setHighlight, toggle } from "../marks/mark-keys.ts";
import { type Alignment, setAlignment, setNumberStart } from "../paragraphs/paragraph-commands.ts";
import { keepFocus, printedKeys } from "./tool-button.tsx";
import classes from "./toolbar.module.css";

interface MenuProps {
  readonly onCommand: (command: Command) => void;
}

/** Highlight in one of the colours, or none. */
export function HighlightMenu(props: MenuProps & { active: boolean; disabled: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <Menu.Target>
        <Tooltip label={t("editor.toolbar.highlight")}>
          <ActionIcon
            className="parley-tool"
            size={32}
            aria-label={t("editor.toolbar.highlight")}
            data-active={props.active ? true : undefined}
            disabled={props.disabled}
            onMouseDown={keepFocus}
          >
            <IconHighlight size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {highlightColours.map((colour) => (
          <Menu.Item
            key={colour}
            leftSection={<span className={classes["swatch"]} data-colour={colour} aria-hidden />}
            onClick={() => props.onCommand(setHighlight(colour))}
          >
            {t(`editor.toolbar.${colour}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => props.onCommand(setHighlight(null))}>{t("editor.toolbar.noHighlight")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const alignments = [
  { align: null, key: "editor.toolbar.alignStart", icon: IconAlignLeft, keys: "Mod-Shift-l" },
  { align: "center", key: "editor.toolbar.alignCenter", icon: IconAlignCenter, keys: "Mod-Shift-e" },
  { align: "end", key: "editor.toolbar.alignEnd", icon: IconAlignRight, keys: "Mod-Shift-r" },
  { align: "justify", key: "editor.toolbar.alignJustify", icon: IconAlignJustified, keys: "Mod-Shift-j" },
] as const;

/** How the selected paragraphs are aligned. */
export function AlignMenu(props: MenuProps & { align: Alignment | null }): ReactElement {
  const { t } = useTranslation();
  const current = alignments.find((each) => each.align === props.align) ?? alignments[0];
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <Menu.Target>
        <Tooltip label={t("editor.toolbar.align")}>
          <ActionIcon
            className="parley-tool"
            size={32}
            aria-label={`${t("editor.toolbar.align")}: ${t(current.key)}`}
            onMouseDown={keepFocus}
          >
            <current.icon size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {alignments.map((each) => (
          <Menu.Item
            key={each.key}
            leftSection={<each.icon size={16} />}
            rightSection={<span className={classes["keys"]}>{printedKeys(each.keys)}</span>}
            onClick={() => props.onCommand(setAlignment(each.align))}
          >
            {t(each.key)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const rareMarks = [
  { mark: "strike", key: "editor.toolbar.strike", icon: IconStrikethrough, keys: "Mod-Shift-x" },
  { mark: "code", key: "editor.toolbar.inlineCode", icon: IconCode, keys: "Mod-e" },
  { mark: "superscript", key: "editor.toolbar.superscript", icon: IconSuperscript, keys: "Mod-." },
  { mark: "subscript", key: "editor.toolbar.subscript", icon: IconSubscript, keys: "Mod-," },
] as const satisfies readonly { mark: ToggledMark; key: string; icon: unknown; keys: string }[];

/** Marks that are needed less often. */
export function MoreMarksMenu(props: MenuProps & { numbered?: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <Menu.Target>
        <Tooltip label={t("editor.toolbar.more")}>
          <ActionIcon className="parley-tool" size={32} aria-label={t("editor.toolbar.more")} onMouseDown={keepFocus}>
            <IconDots size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown miw={220}>
        {rareMarks.map((each) => (
          <Menu.Item
            key={each.mark}
            leftSection={<each.icon size={16} />}
            rightSection={<span className={classes["keys"]}>{printedKeys(each.keys)}</span>}
            onClick={() => props.onCommand(toggle(each.mark))}
          >
            {t(each.key)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconClearFormatting size={16} />} onClick={() => props.onCommand(clearMarks)}>
          {t("editor.toolbar.clear")}
        </Menu.Item>
        {props.numbered === true ? (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconListNumbers size={16} />} onClick={() => props.onCommand(setNumberStart(1))}>
              {t("editor.toolbar.restart")}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconListNumbers size={16} />}
              onClick={() => props.onCommand(setNumberStart(null))}
            >
              {t("editor.toolbar.continue")}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
