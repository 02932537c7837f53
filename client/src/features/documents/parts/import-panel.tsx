import { formatSize } from "@parley/base";
import { ActionIcon, Anchor, Button, Collapse, Progress } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconFileText, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect, useState, useSyncExternalStore } from "react";
import { useSentence } from "../../../platform/use-sentence.ts";
import { type ImportItem, importOutcome, isRunning } from "./import-queue.ts";
import { importPanelForm } from "./import-panel-form.ts";
import { ImportReportView } from "./import-report-view.tsx";
import classes from "./import.module.css";
import { libraryImports, refreshAfterImports } from "./library-imports.ts";

/** The imports of this page, in a corner: progress, and then what came in and what did not. In a document no more than that they are at work. */
export function ImportPanel(): ReactElement | null {
  const { t } = useTranslation();
  const client = useQueryClient();
  const items = useSyncExternalStore(libraryImports.subscribe, libraryImports.items);
  useEffect(() => refreshAfterImports(client), [client]);
  const { pathname } = useLocation();
  const open = items.filter(isRunning).length;
  const form = importPanelForm(pathname, open);
  if (items.length === 0 || form === "none") return null;
  return (
    <section className={classes["panel"]} aria-label={t("documents.import.panel")}>
      <header className={classes["panelHead"]}>
        <span role="status">
          {open > 0
            ? t("documents.import.working", { count: open })
            : t(`documents.import.outcome.${importOutcome(items)}`)}
        </span>
        {open === 0 ? (
          <ActionIcon size="md" onClick={libraryImports.clear} aria-label={t("ui.close")}>
            <IconX size={16} />
          </ActionIcon>
        ) : null}
      </header>
      {form === "whole" ? (
        <ul className={classes["items"]}>
          {items.map((item) => (
            <ImportRow key={item.id} item={item} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function ImportRow(props: { item: ImportItem }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { item } = props;
  const { leftOut } = item.report ?? {};
  // Words that are missing from a text that one knows are told at once.
  const [wanted, setOpened] = useState<boolean | null>(null);
  const opened = wanted ?? leftOut !== undefined;
  const lost = item.report?.notCarried.reduce((sum, loss) => sum + loss.count, 0) ?? 0;
  const losses = lost + (leftOut ? 1 : 0);
  const running = isRunning(item);
  return (
    <li className={classes["item"]}>
      <span className={classes["itemIcon"]} data-state={item.state} data-losses={losses > 0 || undefined}>
        {item.state === "done" && losses === 0 ? <IconCircleCheck size={20} stroke={1.6} /> : null}
        {item.state === "failed" || losses > 0 ? <IconAlertTriangle size={20} stroke={1.6} /> : null}
        {item.state !== "done" && item.state !== "failed" ? <IconFileText size={20} stroke={1.6} /> : null}
      </span>
      <div className={classes["itemMain"]}>
        <div className={classes["itemName"]}>
          {item.documentId ? (
            <Anchor component={Link} to={`/documents/${item.documentId}`}>
              {item.name}
            </Anchor>
          ) : (
            item.name
          )}
        </div>
        {running ? (
          <>
            <Progress
              value={item.share * 100}
              size="sm"
              animated={item.state === "reading"}
              aria-label={t("documents.import.progress", { name: item.name })}
            />
            <div className={classes["itemNote"]}>
              {t(`documents.import.state.${item.state}`)} · {formatSize(item.sizeBytes)}
            </div>
          </>
        ) : null}
        {item.state === "failed" ? (
          <div className={classes["itemProblem"]} role="alert">
            {sentenceOf(item.error)}
          </div>
        ) : null}
        {item.report ? (
          <>
            <div className={classes["itemNote"]}>
              {leftOut
                ? t("documents.import.missing", { count: leftOut.characters })
                : losses === 0
                  ? t("documents.import.whole")
                  : t("documents.import.losses", { count: losses })}{" "}
              <Anchor
                component="button"
                type="button"
                size="xs"
                onClick={() => setOpened(!opened)}
                aria-expanded={opened}
              >
                {opened ? t("documents.import.less") : t("documents.import.more")}
              </Anchor>
            </div>
            <Collapse expanded={opened}>
              <ImportReportView report={item.report} />
            </Collapse>
          </>
        ) : null}
      </div>
      {running ? (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => libraryImports.remove(item.id)}>
          {t("documents.import.stop")}
        </Button>
      ) : null}
    </li>
  );
}
