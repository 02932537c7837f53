import { Skeleton } from "@mantine/core";
import type { RestoredSums } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { RestorationLines } from "../../../editor/index.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import classes from "./restore-question.module.css";

/** What restoring a version will do, to be read before it is done. */
export function RestoreQuestion(props: { id: string; seq: number; readerId: string }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { data, error } = useQuery({
    ...documentsEndpoints.versions.foreseeRestoration.queryOptions({ input: { id: props.id, seq: props.seq } }),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <div className={classes["question"]}>
      {data ? (
        <div className={classes["figures"]}>
          <RestorationLines figures={data} tense="will" readerId={props.readerId} />
          {isNothing(data) ? t("editor.restored.nothing") : null}
        </div>
      ) : error ? (
        <p role="alert">{sentenceOf(error)}</p>
      ) : (
        <div role="status" aria-label={t("documents.versions.foreseeing")}>
          <Skeleton height={16} mb={8} />
          <Skeleton height={16} width="70%" />
        </div>
      )}
      <p className={classes["rule"]}>{t("documents.versions.restoreText")}</p>
    </div>
  );
}

function isNothing(sums: RestoredSums): boolean {
  const { goneCharacters, goneParagraphs, goneBlocks, backCharacters, backParagraphs, backBlocks, otherPlaces } = sums;
  const written = goneCharacters + goneParagraphs + backCharacters + backParagraphs;
  return written + otherPlaces + goneBlocks.length + backBlocks.length === 0;
}
