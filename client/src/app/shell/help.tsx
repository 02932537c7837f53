import { Group, Kbd } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { type Shortcut, useSlices } from "../../platform/slice.ts";
import classes from "./shell.module.css";
import { Dialog } from "../../ui/dialog.tsx";

const everywhere: readonly Shortcut[] = [
  { keys: ["Mod", "K"], labelKey: "app.help.palette" },
  { keys: ["?"], labelKey: "app.help.help" },
  { keys: ["Esc"], labelKey: "app.help.escape" },
];

/** The list of keyboard shortcuts: the shell's own and those of every slice. */
export function Help(props: { opened: boolean; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const shortcuts = [...everywhere, ...useSlices().flatMap((slice) => slice.shortcuts ?? [])];
  const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t("app.help.title")}>
      {shortcuts.map((shortcut) => (
        <div key={shortcut.labelKey} className={classes["shortcutRow"]}>
          <span>{t(shortcut.labelKey)}</span>
          <Group gap={4} wrap="nowrap">
            {shortcut.keys.map((key) => (
              <Kbd key={key}>{key === "Mod" ? modifier : key}</Kbd>
            ))}
          </Group>
        </div>
      ))}
    </Dialog>
  );
}
