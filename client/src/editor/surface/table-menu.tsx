import { Button, Menu } from "@mantine/core";
import {
  IconArrowMerge,
  IconArrowsSplit,
  IconChevronDown,
  IconColumnInsertLeft,
  IconColumnInsertRight,
  IconColumnRemove,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconRowRemove,
  IconTable,
  IconTableColumn,
  IconTableRow,
  IconTrash,
} from "@tabler/icons-react";
import type { Command } from "@tiptap/pm/state";
import { Fragment, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { IconComponent } from "../../platform/slice.ts";
import { type TableCommand, tableCommands } from "../tables/table-commands.ts";
import { keepFocus } from "./tool-button.tsx";
import classes from "./toolbar.module.css";

interface Entry {
  readonly command: TableCommand;
  readonly key: string;
  readonly icon: IconComponent;
}

const groups: readonly (readonly Entry[])[] = [
  [
    { command: "addRowBefore", key: "editor.table.rowAbove", icon: IconRowInsertTop },
    { command: "addRowAfter", key: "editor.table.rowBelow", icon: IconRowInsertBottom },
    { command: "addColumnBefore", key: "editor.table.columnLeft", icon: IconColumnInsertLeft },
    { command: "addColumnAfter", key: "editor.table.columnRight", icon: IconColumnInsertRight },
  ],
  [
    { command: "mergeCells", key: "editor.table.merge", icon: IconArrowMerge },
    { command: "splitCell", key: "editor.table.split", icon: IconArrowsSplit },
    { command: "toggleHeaderRow", key: "editor.table.headerRow", icon: IconTableRow },
    { command: "toggleHeaderColumn", key: "editor.table.headerColumn", icon: IconTableColumn },
  ],
  [
    { command: "deleteRow", key: "editor.table.deleteRow", icon: IconRowRemove },
    { command: "deleteColumn", key: "editor.table.deleteColumn", icon: IconColumnRemove },
    { command: "deleteTable", key: "editor.table.delete", icon: IconTrash },
  ],
];

/** What can be done to the table at the caret. It is there everywhere and works in a table, so that no tool ever moves. */
export function TableMenu(props: {
  disabled: boolean;
  onCommand: (command: Command) => void;
  canRun: (command: Command) => boolean;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" returnFocus={false} disabled={props.disabled}>
      <Menu.Target>
        <Button
          className={`parley-tool ${classes["insertButton"]}`}
          variant="subtle"
          color="gray"
          size="compact-sm"
          disabled={props.disabled}
          data-active={props.disabled ? undefined : true}
          leftSection={<IconTable size={15} />}
          rightSection={<IconChevronDown size={14} />}
          aria-label={t("editor.table.label")}
          onMouseDown={keepFocus}
        >
          <span className={classes["insertWord"]}>{t("editor.table.label")}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown miw={230}>
        <Entries onCommand={props.onCommand} canRun={props.canRun} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** A component of its own, so that what can be done is asked when the menu opens. */
function Entries(props: {
  onCommand: (command: Command) => void;
  canRun: (command: Command) => boolean;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {groups.map((entries, index) => (
        <Fragment key={entries[0]?.key}>
          {index > 0 ? <Menu.Divider /> : null}
          {entries.map((entry) => (
            <Menu.Item
              key={entry.key}
              leftSection={<entry.icon size={16} />}
              disabled={!props.canRun(tableCommands[entry.command])}
              onClick={() => props.onCommand(tableCommands[entry.command])}
            >
              {t(entry.key)}
            </Menu.Item>
          ))}
        </Fragment>
      ))}
    </>
  );
}
