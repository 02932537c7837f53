import { IconDoorExit } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { EntryFrame } from "../parts/entry-frame.tsx";

/** What a guest sees after leaving. */
export function LeftPage(): ReactElement {
  const { t } = useTranslation();
  usePageTitle(t("people.left.title"));
  return (
    <EntryFrame>
      <EmptyState
        asPage
        icon={<IconDoorExit size={32} stroke={1.4} />}
        title={t("people.left.title")}
        text={t("people.left.text")}
      />
    </EntryFrame>
  );
}
