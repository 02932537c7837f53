import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { CountSign } from "../../ui/count-sign.tsx";
import { useListedProposals } from "../provider/editor-context.ts";

/** How many proposals wait for a decision, for the button that opens their list. Apart from it, since they change while others type. */
export function ProposalsCount(): ReactElement {
  const { t } = useTranslation();
  const count = useListedProposals().list?.length ?? 0;
  return <CountSign count={count} words={t("editor.changes.waitingCount", { count })} />;
}
