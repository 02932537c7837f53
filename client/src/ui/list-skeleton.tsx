import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import classes from "./states.module.css";

const widths = ["46%", "62%", "38%", "54%", "49%", "66%", "42%", "58%"];

/** Rows that are still on their way. It stays invisible for 200 ms, so that a quick answer never flickers. */
export function ListSkeleton(props: { rows?: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={classes["skeletons"]} role="status" aria-label={t("ui.loading")}>
      {Array.from({ length: props.rows ?? 6 }, (_unused, row) => (
        <div key={row} className={classes["row"]}>
          <Skeleton height={20} width={20} />
          <Skeleton height={12} width={widths[row % widths.length] ?? "50%"} />
        </div>
      ))}
    </div>
  );
}
