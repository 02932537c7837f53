import { Button } from "@mantine/core";
import { Link, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { isColleague, useMe } from "../../platform/me.ts";
import { NoPermission } from "../../ui/empty-state.tsx";

/** Pages of the company: a guest is told so instead of seeing them. The server refuses their data in any case. */
export function ColleaguesOnly(): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  if (isColleague(me)) return <Outlet />;
  return (
    <NoPermission
      sentence={t("app.noAccess")}
      actions={
        <Button component={Link} to="/" variant="default">
          {t("app.noAccessHome")}
        </Button>
      }
    />
  );
}
