import { textWithSigns } from "@parley/document";
import type { DocumentVersion } from "@parley/documents";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEffect } from "react";
import { useSessionStatus, useSettledSeq } from "../../../editor/index.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { formatMoment } from "../../../ui/format-moment.ts";

/** A document's versions, the newest first; asked for again when the text has changed and nobody types. */
export function useVersions(
  id: string,
): UseQueryResult<{ readonly lastSeq: number; readonly versions: DocumentVersion[] }> {
  const settledSeq = useSettledSeq();
  const list = useQuery(documentsEndpoints.versions.list.queryOptions({ input: { id }, refetchOnMount: "always" }));
  const listedSeq = list.data?.lastSeq;
  const { refetch } = list;
  useEffect(() => {
    if (listedSeq !== undefined && settledSeq > listedSeq) void refetch();
  }, [settledSeq, listedSeq, refetch]);
  return list;
}

/** The last row of the log, of what a list said and what this page has seen since; 0 where there is none. */
export function useHeadSeq(listedSeq: number | undefined): number {
  return Math.max(listedSeq ?? 0, useSessionStatus()?.seq ?? 0);
}

/** How a version is called: by the file that brought it in, by its name, else by its moment. */
export function useVersionTitle(): (version: Pick<DocumentVersion, "name" | "imported" | "at">) => string {
  const { t, i18n } = useTranslation();
  return ({ name, imported, at }) => {
    if (name === null) return formatMoment(at, i18n.language);
    const seen = textWithSigns(name);
    return imported ? t("documents.versions.asImported", { name: seen }) : seen;
  };
}
