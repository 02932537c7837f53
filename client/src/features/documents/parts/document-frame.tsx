import { ActionIcon, Drawer, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft, IconX } from "@tabler/icons-react";
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
}

/**
 * The frame of a document's page: a slim bar, the paper, and one panel at the right that can be closed; on a phone the panel
 * is a sheet from below. It knows nothing of the editor: all parts come in by slots.
 */
export function DocumentFrame(props: {
  backTo: string;
  title: ReactNode;
  status: ReactNode;
  people: ReactNode;
  actions: ReactNode;
  panels: readonly DocumentPanel[];
  panelId: string | null;
  onPanel: (id: string | null) => void;
  notice?: ReactNode;
  children: ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  const narrow = useMediaQuery("(max-width: 62em)") ?? false;
  const phone = useMediaQuery("(max-width: 47.99em)") ?? false;
  const shown = props.panels.find((panel) => panel.id === props.panelId) ?? null;
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
        <div className={classes["panelButtons"]} role="group" aria-label={t("documents.page.panels")}>
          {props.panels.map((panel) => (
            <Tooltip key={panel.id} label={panel.label}>
              <ActionIcon
                aria-label={panel.label}
                aria-pressed={panel.id === props.panelId}
                data-active={panel.id === props.panelId || undefined}
                className={classes["panelButton"]}
                onClick={() => props.onPanel(panel.id === props.panelId ? null : panel.id)}
              >
                <panel.icon size={19} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          ))}
        </div>
        <div className={classes["actions"]}>{props.actions}</div>
      </header>
      {props.notice}
      <div className={classes["body"]}>
        <div className={classes["paper"]}>{props.children}</div>
        {shown && !narrow ? (
          <aside className={classes["panel"]} aria-label={shown.label}>
            <header className={classes["panelHead"]}>
              <h2 className={classes["panelTitle"]}>{shown.label}</h2>
              <ActionIcon size="md" onClick={() => props.onPanel(null)} aria-label={t("ui.close")}>
                <IconX size={16} />
              </ActionIcon>
            </header>
            <div className={classes["panelBody"]}>{shown.content}</div>
          </aside>
        ) : null}
      </div>
      {narrow ? (
        <Drawer
          opened={shown !== null}
          onClose={() => props.onPanel(null)}
          position={phone ? "bottom" : "right"}
          size={phone ? "70%" : "24rem"}
          title={shown?.label}
          closeButtonProps={{ "aria-label": t("ui.close") }}
        >
          {shown?.content}
        </Drawer>
      ) : null}
    </div>
  );
}
