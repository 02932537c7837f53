import { IconCloudOff, IconLock } from "@tabler/icons-react";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReactElement, ReactNode } from "react";
import classes from "./states.module.css";

/** What a view shows instead of its contents: why there is nothing, and what to do next. */
export function EmptyState(props: {
  icon?: ReactNode;
  title: string;
  text?: string;
  actions?: ReactNode;
  compact?: boolean;
  role?: "status" | "alert";
  /** The whole page is this: its title is the page's. */
  asPage?: boolean;
}): ReactElement {
  const Heading = props.asPage ? "h1" : "h2";
  return (
    <div className={classes["state"]} data-compact={props.compact || undefined} role={props.role}>
      {props.icon ? <span className={classes["icon"]}>{props.icon}</span> : null}
      <Heading className={classes["title"]}>{props.title}</Heading>
      {props.text ? <p className={classes["text"]}>{props.text}</p> : null}
      {props.actions ? <div className={classes["actions"]}>{props.actions}</div> : null}
    </div>
  );
}

/** The error form of a view: what happened in one sentence, and trying again. */
export function ErrorState(props: { sentence: string; onRetry?: () => void; compact?: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <EmptyState
      role="alert"
      compact={props.compact ?? false}
      icon={<IconCloudOff size={32} stroke={1.4} />}
      title={t("ui.error.title")}
      text={props.sentence}
      actions={
        props.onRetry ? (
          <Button variant="default" onClick={props.onRetry}>
            {t("ui.error.retry")}
          </Button>
        ) : null
      }
    />
  );
}

/** The no-permission form of a view. */
export function NoPermission(props: { sentence: string; actions?: ReactNode }): ReactElement {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconLock size={32} stroke={1.4} />}
      title={t("ui.noPermission.title")}
      text={props.sentence}
      actions={props.actions}
    />
  );
}
