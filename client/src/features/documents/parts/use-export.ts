import { notifications } from "@mantine/notifications";
import type { ExportFormat, ExportView, NotCarried } from "@parley/documents";
import { useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";

/** A file that would lack something, or of which there are two, until the person has decided. */
export interface AskedExport {
  readonly format: ExportFormat;
  readonly notCarried: readonly NotCarried[];
  /** How many proposals wait for a decision. */
  readonly proposalCount: number;
}

/** Exports a document; when the file would lack something of it, or proposals wait, the person is asked before. */
export function useExport(documentId: string): {
  start: (format: ExportFormat) => void;
  asked: AskedExport | null;
  download: (view: ExportView) => void;
  cancel: () => void;
} {
  const sentenceOf = useSentence();
  const [asked, setAsked] = useState<AskedExport | null>(null);
  const take = (format: ExportFormat, view: ExportView = "agreed"): void => {
    const link = document.createElement("a");
    link.href = `/api/documents/${documentId}/export?format=${format}&view=${view}`;
    link.download = "";
    link.click();
  };
  const report = useAction((format: ExportFormat) => documentsEndpoints.exportReport.call({ id: documentId, format }), {
    onDone: ({ notCarried, proposalCount }, format) => {
      if (notCarried.length === 0 && proposalCount === 0) take(format);
      else setAsked({ format, notCarried, proposalCount });
    },
    onFailed: (error) => void notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  return {
    start: (format) => report.mutate(format),
    asked,
    download: (view) => {
      if (asked) take(asked.format, view);
      setAsked(null);
    },
    cancel: () => setAsked(null),
  };
}
