import { notifications } from "@mantine/notifications";
import type { AlternativesOfPlace, ExportFormat, ExportView, ExportedComments, NotCarried } from "@parley/documents";
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
  /** Places for which a file as if all were accepted has one of several. */
  readonly alternatives: readonly AlternativesOfPlace[];
  /** Open discussions that it could carry as comments: those that everyone sees, and those that are internal or of a circle. */
  readonly discussions: { readonly everyone: number; readonly kept: number };
}

/** Exports a document; when the file would lack something of it, or proposals wait, the person is asked before. */
export function useExport(documentId: string): {
  start: (format: ExportFormat) => void;
  asked: AskedExport | null;
  download: (chosen: { view: ExportView; comments: ExportedComments }) => void;
  cancel: () => void;
} {
  const sentenceOf = useSentence();
  const [asked, setAsked] = useState<AskedExport | null>(null);
  const take = (format: ExportFormat, view: ExportView = "agreed", comments: ExportedComments = "none"): void => {
    const link = document.createElement("a");
    link.href = `/api/documents/${documentId}/export?format=${format}&view=${view}&comments=${comments}`;
    link.download = "";
    link.click();
  };
  const look = async (format: ExportFormat): Promise<AskedExport> => {
    const report = await documentsEndpoints.exportReport.call({ id: documentId, format });
    return { format, ...report, discussions: await countDiscussions(documentId, format) };
  };
  const report = useAction(look, {
    onDone: (found) => {
      const { everyone, kept } = found.discussions;
      if (found.notCarried.length + found.proposalCount + everyone + kept === 0) take(found.format);
      else setAsked(found);
    },
    onFailed: (error) => void notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  return {
    start: (format) => report.mutate(format),
    asked,
    download: ({ view, comments }) => {
      if (asked) take(asked.format, view, comments);
      setAsked(null);
    },
    cancel: () => setAsked(null),
  };
}

/** Open discussions on words that stand; only a Word file has a place for them. */
async function countDiscussions(id: string, format: ExportFormat): Promise<AskedExport["discussions"]> {
  if (format !== "docx") return { everyone: 0, kept: 0 };
  const { threads } = await documentsEndpoints.threads.list.call({ id });
  const open = threads.filter(
    ({ resolved, anchor }) => resolved === null && anchor.type !== "proposal" && !anchor.gone,
  );
  const kept = open.filter(({ audience }) => audience !== "everyone").length;
  return { everyone: open.length - kept, kept };
}
