import { Button } from "@mantine/core";
import type { Contract } from "@parley/contracts";
import { IconEyeCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";

/** Leads to the review of a contract. */
export function ReviewAction({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  return (
    <Button
      component={Link}
      to={`/contracts/${contract.id}/review`}
      leftSection={<IconEyeCheck size={18} stroke={1.6} />}
    >
      {t("contracts.review.action")}
    </Button>
  );
}
