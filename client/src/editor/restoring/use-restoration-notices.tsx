/**
 * Tells whoever has a document open that somebody else restored a version of it.
 *
 * Invariants:
 * - Each restoration is told once, whether it came while the page was connected or while it was not.
 * - The note stays until somebody has put it away, and goes with the document.
 */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { DocumentRestoration } from "@parley/documents";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useDocumentEditor, useSessionStatus } from "../provider/editor-context.ts";
import classes from "../../ui/told.module.css";
import { useRestoredTitle } from "./use-restored-title.ts";
import { useRestoredSentences } from "./use-restored-sentences.ts";

const noteOf = ({ seq }: DocumentRestoration): string => `restoration ${seq}`;

/** `onCompare` leads to what a restoration changed. */
export function useRestorationNotices(onCompare: (restoration: DocumentRestoration) => void): void {
  const { t } = useTranslation();
  const titleOf = useRestoredTitle();
  const sentences = useRestoredSentences();
  const { documentId, opened, person } = useDocumentEditor();
  const status = useSessionStatus();
  const synced = status?.everSynced === true;
  const isConnected = synced && status.state !== "connecting" && status.state !== "offline";
  const client = useQueryClient();
  const { data } = useQuery({
    ...documentsEndpoints.review.restorations.queryOptions({ input: { id: documentId } }),
    enabled: synced,
    staleTime: 0,
  });
  useEffect(() => {
    const askAgain = (): void =>
      void client.invalidateQueries({ queryKey: documentsEndpoints.review.restorations.key() });
    // News that came while there was no connection were told to nobody here.
    if (isConnected) askAgain();
    return opened?.onNews("restored", askAgain);
  }, [opened, isConnected, client]);
  const told = useRef<{ readonly documentId: string; readonly seqs: Set<number>; readonly notes: string[] } | null>(
    null,
  );
  useEffect(() => {
    if (!data) return;
    if (told.current?.documentId !== documentId) {
      told.current = { documentId, seqs: new Set(data.map(({ seq }) => seq)), notes: [] };
      return;
    }
    const { seqs, notes } = told.current;
    for (const restoration of data.filter(({ seq }) => !seqs.has(seq))) {
      seqs.add(restoration.seq);
      if (restoration.by.id === person.id) continue;
      const id = noteOf(restoration);
      const title = titleOf(restoration.version);
      const { name } = restoration.by;
      notes.push(id);
      notifications.show({
        id,
        autoClose: false,
        message: (
          <span className={classes["told"]}>
            <span>
              {title === null ? t("editor.restored.toldEarlier", { name }) : t("editor.restored.told", { name, title })}
              {sentences(restoration).map((sentence) => (
                <span key={sentence} className={classes["line"]}>
                  {sentence}
                </span>
              ))}
            </span>
            {restoration.version.seq === null ? null : (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  notifications.hide(id);
                  onCompare(restoration);
                }}
              >
                {t("editor.restored.compare")}
              </Button>
            )}
          </span>
        ),
      });
    }
    // oxlint-disable-next-line react/exhaustive-deps -- only what the server tells is news
  }, [data, documentId]);
  useEffect(
    () => () => {
      for (const id of told.current?.notes ?? []) notifications.hide(id);
    },
    [documentId],
  );
}
