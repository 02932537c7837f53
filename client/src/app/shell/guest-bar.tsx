import { Badge } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useMe } from "../../platform/me.ts";
import { BrandMark } from "../../ui/brand-mark.tsx";
import { MeMenu } from "./me-menu.tsx";
import classes from "./shell.module.css";

/**
 * A guest's slim frame: whose guest they are, and leaving. Nothing of the company's rooms is named. On a phone a document's
 * own bar stands alone; its way back leads to the page that has this one.
 */
export function GuestBar(props: { onSearch: () => void; onHelp: () => void; onDocument: boolean }): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <header className={classes["guestBar"]} data-document={props.onDocument || undefined}>
      <Link to="/" className={classes["brand"]} style={{ margin: 0 }} aria-label={t("app.noAccessHome")}>
        <BrandMark sizePx={28} />
      </Link>
      <span className={classes["guestName"]}>{t("app.guest.invited", { company: me.company.name })}</span>
      <Badge variant="light" color="gray" tt="none">
        {t("app.guest.badge")}
      </Badge>
      <MeMenu onHelp={props.onHelp} position="bottom-end" />
    </header>
  );
}
