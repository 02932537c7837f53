import { Button, Menu } from "@mantine/core";
import {
  IconAt,
  IconChevronDown,
  IconMinus,
  IconPageBreak,
  IconPhoto,
  IconPlus,
  IconSection,
  IconSignature,
  IconTable,
} from "@tabler/icons-react";
import type { Command } from "@tiptap/pm/state";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { insertLeaf } from "../leaves/leaf-commands.ts";
import { askForClause } from "../trigger/trigger-plugin.ts";
import { insertTable } from "../tables/table-commands.ts";
import { keepFocus } from "./tool-button.tsx";
import classes from "./toolbar.module.css";

const ROWS = 6;
const COLUMNS = 8;

/** Types `@` at the caret, which opens the list of people. */
const typeMention: Command = (state, dispatch) => {
  const { $from, from, to } = state.selection;
  if (!$from.parent.isTextblock) return false;
  const before = $from.parentOffset > 0 ? $from.parent.textBetween($from.parentOffset - 1, $from.parentOffset) : "";
  dispatch?.(state.tr.insertText(/[\w.]/.test(before) ? " @" : "@", from, to));
  return true;
};

/** Everything that can be put into the text. */
export function InsertMenu(props: { onCommand: (command: Command) => void; onPicture: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <Menu.Target>
        <Button
          className={classes["insertButton"]}
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconPlus size={15} />}
          rightSection={<IconChevronDown size={14} />}
          aria-label={t("editor.toolbar.insert")}
          onMouseDown={keepFocus}
        >
          <span className={classes["insertWord"]}>{t("editor.toolbar.insert")}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown miw={240}>
        <Menu.Label>
          <IconTable size={14} aria-hidden /> {t("editor.insert.table")}
        </Menu.Label>
        <TableGrid onPick={(rows, columns) => props.onCommand(insertTable(rows, columns))} />
        <Menu.Divider />
        <Menu.Item leftSection={<IconPhoto size={16} />} onClick={props.onPicture}>
          {t("editor.insert.picture")}
        </Menu.Item>
        <Menu.Item leftSection={<IconAt size={16} />} onClick={() => props.onCommand(typeMention)}>
          {t("editor.insert.mention")}
        </Menu.Item>
        <Menu.Item leftSection={<IconSection size={16} />} onClick={() => props.onCommand(askForClause)}>
          {t("editor.insert.reference")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconSignature size={16} />}
          onClick={() => props.onCommand(insertLeaf("signatureBlock"))}
        >
          {t("editor.insert.signature")}
        </Menu.Item>
        <Menu.Item leftSection={<IconMinus size={16} />} onClick={() => props.onCommand(insertLeaf("horizontalRule"))}>
          {t("editor.insert.rule")}
        </Menu.Item>
        <Menu.Item leftSection={<IconPageBreak size={16} />} onClick={() => props.onCommand(insertLeaf("pageBreak"))}>
          {t("editor.insert.pageBreak")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** A grid to choose a table's size in. */
function TableGrid(props: { onPick: (rows: number, columns: number) => void }): ReactElement {
  const { t } = useTranslation();
  const [size, setSize] = useState({ rows: 0, columns: 0 });
  const cells = Array.from({ length: ROWS * COLUMNS }, (_cell, index) => ({
    row: Math.floor(index / COLUMNS) + 1,
    column: (index % COLUMNS) + 1,
  }));
  return (
    <div className={classes["grid"]} onMouseLeave={() => setSize({ rows: 0, columns: 0 })}>
      {cells.map(({ row, column }) => (
        <Menu.Item
          key={`${row}-${column}`}
          className={classes["gridCell"] ?? ""}
          data-on={row <= size.rows && column <= size.columns ? true : undefined}
          aria-label={t("editor.insert.tableSize", { rows: row, columns: column })}
          onMouseEnter={() => setSize({ rows: row, columns: column })}
          onFocus={() => setSize({ rows: row, columns: column })}
          onClick={() => props.onPick(row, column)}
        />
      ))}
    </div>
  );
}
