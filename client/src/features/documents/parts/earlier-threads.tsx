import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactElement, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import classes from "./share-dialog.module.css";

/** What becomes of the discussions so far: `internal` or for `everyone`. */
export type EarlierThreads = "internal" | "everyone";

/** What becomes of the discussions so far, and how to ask for it; `choice` is null where the first outsider would find none. */
export function useEarlierThreads(documentId: string): {
  readonly value: EarlierThreads;
  readonly choice: ReactElement | null;
} {
  const [value, setValue] = useState<EarlierThreads>("internal");
  const query = useQuery({
    ...documentsEndpoints.shares.earlierThreads.queryOptions({ input: { id: documentId } }),
    staleTime: 0,
  });
  const count = query.data?.count ?? 0;
  return { value, choice: count === 0 ? null : <Choice count={count} value={value} onChange={setValue} /> };
}

function Choice(props: {
  count: number;
  value: EarlierThreads;
  onChange: (value: EarlierThreads) => void;
}): ReactElement {
  const { t } = useTranslation();
  const id = useId();
  const { count, value } = props;
  return (
    <div className={classes["earlier"]}>
      <span className={classes["earlierLabel"]} id={id}>
        {t("documents.share.earlier", { count })}
      </span>
      <SegmentedControl
        fullWidth
        aria-labelledby={id}
        value={value}
        onChange={(next) => props.onChange(next === "everyone" ? "everyone" : "internal")}
        data={[
          { value: "internal", label: t("documents.share.earlierInternal") },
          { value: "everyone", label: t("documents.share.earlierEveryone") },
        ]}
      />
      <p className={classes["earlierNote"]} role="status">
        {t(value === "internal" ? "documents.share.earlierNoteInternal" : "documents.share.earlierNoteEveryone")}
      </p>
    </div>
  );
}
