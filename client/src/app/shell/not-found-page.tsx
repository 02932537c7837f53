import { Button } from "@mantine/core";
import { IconMapPinOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { EmptyState } from "../../ui/empty-state.tsx";
import { usePageTitle } from "../../ui/page.tsx";

/** What an address without a page shows. */
export function NotFoundPage(): ReactElement {
  const { t } = useTranslation();
  usePageTitle(t("app.notFound.title"));
  return (
    <main>
      <EmptyState
        asPage
        icon={<IconMapPinOff size={32} stroke={1.4} />}
        title={t("app.notFound.title")}
        text={t("app.notFound.text")}
        actions={
          <Button component={Link} to="/" variant="default">
            {t("app.notFound.home")}
          </Button>
        }
      />
    </main>
  );
}
