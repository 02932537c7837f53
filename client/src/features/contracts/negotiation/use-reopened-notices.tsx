/**
 * Tells whoever has a negotiation open that a clause which both sides had frozen has changed since.
 *
 * Invariants:
 * - Each reopening is told once, and only those that come while the page is open; the panel of clauses has all.
 * - The note stays until somebody has put it away.
 */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useShowClause } from "../../../editor/index.ts";
import classes from "../../../ui/told.module.css";
import { useLedger } from "./use-negotiation.ts";

/** Says so on the page of the document. */
export function useReopenedNotices(documentId: string, isOpen: boolean): void {
  const { t } = useTranslation();
  const { data } = useLedger(documentId, isOpen);
  const showClause = useShowClause();
  const told = useRef<Set<string> | null>(null);
  const shown = useRef<string[]>([]);
  useEffect(() => {
    if (!data) return;
    const reopened = data.flatMap((line) => (line.reopened ? [{ line, by: line.reopened }] : []));
    const before = told.current;
    told.current = new Set(reopened.map(({ line, by }) => `${line.key} ${by.at}`));
    if (before === null) return;
    for (const { line, by } of reopened) {
      const id = `reopened ${line.key} ${by.at}`;
      if (before.has(`${line.key} ${by.at}`)) continue;
      shown.current.push(id);
      notifications.show({
        id,
        color: "yellow",
        autoClose: false,
        message: (
          <span className={classes["told"]}>
            <span>{t("contracts.negotiation.clauses.notice", { name: by.name, title: line.title })}</span>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                notifications.hide(id);
                showClause({ id: line.key, ...line.place });
              }}
            >
              {t("contracts.negotiation.clauses.noticeShow")}
            </Button>
          </span>
        ),
      });
    }
    // oxlint-disable-next-line react/exhaustive-deps -- only what the server tells is news
  }, [data]);
  useEffect(() => {
    const notes = shown.current;
    return () => {
      told.current = null;
      for (const id of notes) notifications.hide(id);
    };
  }, [documentId]);
}
