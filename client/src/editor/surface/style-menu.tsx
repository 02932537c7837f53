import { Button, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import type { ParagraphStyle } from "@parley/document";
import type { Command } from "@tiptap/pm/state";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { type ParagraphState, setStyle } from "../paragraphs/paragraph-commands.ts";
import { keepFocus, printedKeys } from "./tool-button.tsx";
import classes from "./toolbar.module.css";

interface Choice {
  readonly style: ParagraphStyle | null;
  readonly level: number | null;
  readonly keys: string | null;
}

const choices: readonly Choice[] = [
  { style: null, level: null, keys: "Mod-Alt-0" },
  { style: "title", level: null, keys: null },
  ...[1, 2, 3, 4].map((level): Choice => ({ style: "heading", level, keys: `Mod-Alt-${level}` })),
  { style: "quote", level: null, keys: null },
  { style: "code", level: null, keys: null },
];

/** The names of paragraph styles in the reader's language. */
function useStyleName(): (style: ParagraphStyle | null, level: number | null) => string {
  const { t } = useTranslation();
  return (style, level) => {
    switch (style) {
      case null:
        return t("editor.toolbar.body");
      case "title":
        return t("editor.toolbar.title");
      case "heading":
        return t("editor.toolbar.heading", { level: level ?? 1 });
      case "quote":
        return t("editor.toolbar.quote");
      case "code":
        return t("editor.toolbar.code");
    }
  };
}

/** The paragraph's style as a menu. */
export function StyleMenu(props: { paragraph: ParagraphState; onCommand: (command: Command) => void }): ReactElement {
  const { t } = useTranslation();
  const styleName = useStyleName();
  const { style, level } = props.paragraph;
  return (
    <Menu position="bottom-start" returnFocus={false} trapFocus>
      <Menu.Target>
        <Button
          className={classes["styleButton"]}
          variant="subtle"
          color="gray"
          size="compact-sm"
          rightSection={<IconChevronDown size={14} />}
          aria-label={`${t("editor.toolbar.style")}: ${styleName(style, level)}`}
          onMouseDown={keepFocus}
        >
          {styleName(style, level)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown miw={220}>
        {choices.map((choice) => (
          <Menu.Item
            key={`${choice.style}-${choice.level}`}
            className={classes["styleChoice"] ?? ""}
            data-style={choice.style ?? "body"}
            data-level={choice.level ?? undefined}
            leftSection={
              <IconCheck
                size={14}
                visibility={choice.style === style && choice.level === level ? "visible" : "hidden"}
              />
            }
            rightSection={
              choice.keys === null ? null : <span className={classes["keys"]}>{printedKeys(choice.keys)}</span>
            }
            onClick={() => props.onCommand(setStyle(choice.style, choice.level))}
          >
            {styleName(choice.style, choice.level)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
