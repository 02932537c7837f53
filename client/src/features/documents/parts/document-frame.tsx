import { ActionIcon, Drawer, Menu, Tooltip, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft, IconLayoutSidebarRight, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement, ReactNode } from "react";
import type { IconComponent } from "../../../platform/slice.ts";
import classes from "./document-frame.module.css";

/** A panel that can stand at the right of a document, one at a time. */
export interface DocumentPanel {
  readonly id: string;
  readonly label: string;
  readonly icon: IconComponent;
  readonly content: ReactNode;
  /** How much waits in it. */
  readonly count?: ReactNode;
  /** On a phone it stands below the text instead of covering it: one looks from one to the other. */
  readonly docked?: boolean;
}

interface PanelChoice {
  readonly panels: readonly DocumentPanel[];
  readonly panelId: string | null;
  readonly onPanel: (id: string | null) => void;
}

/**
 * The frame of a document's page: a slim bar, the paper, and one panel at the right that can be closed; on a phone the panel
 * is a sheet from below. It knows nothing of the editor: all parts come in by slots.
 */
export function DocumentFrame(
  props: PanelChoice & {
    backTo: string;
    title: ReactNode;
    status: ReactNode;
    people: ReactNode;
    actions: ReactNode;
    notice?: ReactNode;
    children: ReactNode;
  },
): ReactElement {
  const { t } = useTranslation();
  const narrow = useMediaQuery("(max-width: 62em)") ?? false;
  // Known at once, so that the bar never changes its shape under a finger.
  const phone = useMediaQuery("(max-width: 47.99em)", false, { getInitialValueInEffect: false }) ?? false;
  const shown = props.panels.find((panel) => panel.id === props.panelId) ?? null;
  const docked = shown?.docked === true && phone;
  const aside = !narrow || docked;
  return (
    <div className={classes["frame"]}>
      <header className={classes["bar"]}>
        <ActionIcon component={Link} to={props.backTo} aria-label={t("documents.page.back")}>
          <IconArrowLeft size={20} stroke={1.6} />
        </ActionIcon>
        <div className={classes["names"]}>
          {props.title}
          <div className={classes["status"]}>{props.status}</div>
        </div>
        <div className={classes["people"]}>{props.people}</div>
        {phone ? <PanelMenu {...props} /> : <PanelButtons {...props} />}
        <div className={classes["actions"]}>{props.actions}</div>
      </header>
      {props.notice}
      <div className={classes["body"]} data-docked={docked || undefined}>
        <div className={classes["paper"]}>{props.children}</div>
        {shown && aside ? (
          <aside className={classes["panel"]} aria-label={shown.label}>
            <header className={classes["panelHead"]}>
              <h2 className={classes["panelTitle"]}>{shown.label}</h2>
              <ActionIcon size="md" onClick={() => props.onPanel(null)} aria-label={t("ui.close")}>
                <IconX size={16} />
              </ActionIcon>
            </header>
            <div className={classes["panelBody"]}>
              <div className={classes["panelContent"]}>{shown.content}</div>
            </div>
          </aside>
        ) : null}
      </div>
      {narrow ? (
        <Drawer
          opened={shown !== null && !docked}
          onClose={() => props.onPanel(null)}
          position={phone ? "bottom" : "right"}
          size={phone ? "70%" : "24rem"}
          title={shown?.label}
          closeButtonProps={{ "aria-label": t("ui.close"), icon: <IconX size={16} /> }}
        >
          {docked ? null : shown?.content}
        </Drawer>
      ) : null}
    </div>
  );
}

function PanelButtons({ panels, panelId, onPanel }: PanelChoice): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={classes["panelButtons"]} role="group" aria-label={t("documents.page.panels")}>
      {panels.map((panel) => (
        // An open panel has its name at its head; a tooltip below the buttons would lie over it.
        <Tooltip
          key={panel.id}
          label={panel.label}
          disabled={panel.id === panelId}
          position={panelId === null ? "bottom" : "left"}
        >
          <ActionIcon
            aria-pressed={panel.id === panelId}
            data-active={panel.id === panelId || undefined}
            className={classes["panelButton"]}
            onClick={() => onPanel(panel.id === panelId ? null : panel.id)}
          >
            <panel.icon size={19} stroke={1.6} aria-hidden />
            <VisuallyHidden>{panel.label}</VisuallyHidden>
            {panel.count ? <span className={classes["panelCount"]}>{panel.count}</span> : null}
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}

/** On a phone the panels stand behind one button, so that the bar is one row. */
function PanelMenu({ panels, onPanel }: PanelChoice): ReactElement {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon aria-label={t("documents.page.panels")}>
          <IconLayoutSidebarRight size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {panels.map((panel) => (
          <Menu.Item
            key={panel.id}
            leftSection={<panel.icon size={18} stroke={1.6} />}
            rightSection={panel.count}
            onClick={() => onPanel(panel.id)}
          >
            {panel.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
