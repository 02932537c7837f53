import { textWithSigns } from "@parley/document";
import type { DocumentVersion, VersionStructureCounts } from "@parley/documents";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEffect, useMemo } from "react";
import { useSessionStatus, useSettledSeq } from "../../../editor/index.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { formatMoment } from "../../../ui/format-moment.ts";
import { listedAround } from "./listed-around.ts";

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

/** While there is more to tell, it is asked for again after this time. */
const ASK_AGAIN_MS = 500;

/** What changed beside characters in versions, by their rows, as far as that is told by now; `listedSeq` is the last row that the list knows. */
export function useVersionStructure(
  id: string,
  listedSeq: number | undefined,
): ReadonlyMap<number, VersionStructureCounts> {
  const input = { id };
  const { data } = useQuery({
    ...documentsEndpoints.versions.structure.queryOptions({ input }),
    queryKey: [...documentsEndpoints.versions.structure.queryKey({ input }), listedSeq],
    enabled: listedSeq !== undefined,
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data?.isWhole === false ? ASK_AGAIN_MS : false),
  });
  return useMemo(() => new Map(data?.versions.map((each) => [each.seq, each])), [data]);
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

/** How what stood after a row is called: as the list calls it or, where it is not listed, by the restoration that came next. */
export function useRowTitle(versions: readonly DocumentVersion[]): (seq: number) => string {
  const { t, i18n } = useTranslation();
  const titleOf = useVersionTitle();
  return (seq) => {
    const found = listedAround(versions, seq);
    if (!found) return t("documents.versions.row", { seq });
    if (!found.isBefore) return titleOf(found.version);
    return t("documents.versions.beforeRestoring", { when: formatMoment(found.version.at, i18n.language) });
  };
}
