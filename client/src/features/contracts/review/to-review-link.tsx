import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { CountSign } from "../../../ui/count-sign.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** Leads from the register to what waits for the reader, and says how much that is. */
export function ToReviewLink(): ReactElement {
  const { t } = useTranslation();
  const waiting = useQuery({ ...contractsEndpoints.review.waiting.queryOptions(), refetchInterval: 60_000 });
  const count = waiting.data?.contracts.length ?? 0;
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-md"
      component={Link}
      to="/contracts/to-review"
      rightSection={
        count > 0 ? <CountSign count={count} words={t("contracts.review.waiting.count", { count })} /> : null
      }
    >
      {t("contracts.review.waiting.title")}
    </Button>
  );
}
