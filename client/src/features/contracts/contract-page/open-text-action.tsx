import { Button } from "@mantine/core";
import type { Contract } from "@parley/contracts";
import { IconFileText } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";

/** Leads to the page of the contract's present text. */
export function OpenTextAction({ contract }: { contract: Contract }): ReactElement | null {
  const { t } = useTranslation();
  if (contract.documentId === null) return null;
  return (
    <Button
      component={Link}
      to={`/documents/${contract.documentId}`}
      leftSection={<IconFileText size={18} stroke={1.6} />}
    >
      {t("contracts.page.openText")}
    </Button>
  );
}
