import { Button, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown, IconEye, IconMessage2Plus, IconPencil } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { keepFocus } from "../surface/tool-button.tsx";
import classes from "./mode-switch.module.css";
import { useMode } from "./use-mode.ts";

const modes = [
  { proposing: false, name: "edit", icon: IconPencil },
  { proposing: true, name: "propose", icon: IconMessage2Plus },
] as const;

/** Says that what one types is a proposal; nothing for whoever edits. For places without room for the choice. */
export function ProposingSign(): ReactElement | null {
  const { t } = useTranslation();
  const { editable, proposing, mayDecide, standing } = useDocumentEditor();
  if (!editable || !proposing) return null;
  const why = standing.everybodyProposes ? "everybodyProposes" : mayDecide ? null : "onlyPropose";
  return (
    <span
      className={classes["sign"]}
      title={why === null ? undefined : t(`editor.proposing.${why}`)}
      data-mode="propose"
    >
      <IconMessage2Plus size={15} stroke={1.7} aria-hidden />
      {t("editor.proposing.mode.propose")}
    </span>
  );
}

/** Stands for the choice where something is read in the place of the text: nothing that is typed goes anywhere. */
export function ReadingSign(): ReactElement | null {
  const { t } = useTranslation();
  const { editable } = useDocumentEditor();
  // Who may only read is told so already.
  if (!editable) return null;
  return (
    <span className={classes["sign"]}>
      <IconEye size={15} stroke={1.7} aria-hidden />
      {t("editor.proposing.mode.read")}
    </span>
  );
}

/** Whether one edits or proposes; a choice for who may edit, a sign for who may only propose. */
export function ModeSwitch(): ReactElement | null {
  const { t } = useTranslation();
  const { opened, documentEditor, editable, proposing, mayDecide, standing } = useDocumentEditor();
  const choose = useMode(opened, documentEditor);
  if (!opened || !documentEditor || !editable) return null;
  const current = proposing ? "propose" : "edit";
  const Icon = proposing ? IconMessage2Plus : IconPencil;
  if (!mayDecide || standing.everybodyProposes) return <ProposingSign />;
  return (
    <Menu position="bottom-start" width={290}>
      <Menu.Target>
        <Button
          className={classes["button"] ?? ""}
          variant="subtle"
          size="compact-xs"
          data-mode={current}
          aria-label={t("editor.proposing.modeLabel", { mode: t(`editor.proposing.mode.${current}`) })}
          leftSection={<Icon size={15} stroke={1.7} />}
          rightSection={<IconChevronDown size={14} />}
          onMouseDown={keepFocus}
        >
          {t(`editor.proposing.mode.${current}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {modes.map((mode) => (
          <Menu.Item
            key={mode.name}
            leftSection={<mode.icon size={18} stroke={1.6} />}
            rightSection={mode.proposing === proposing ? <IconCheck size={16} /> : null}
            aria-current={mode.proposing === proposing}
            onClick={() => choose(mode.proposing)}
          >
            <span className={classes["name"]}>{t(`editor.proposing.mode.${mode.name}`)}</span>
            <span className={classes["hint"]}>{t(`editor.proposing.modeHint.${mode.name}`)}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
