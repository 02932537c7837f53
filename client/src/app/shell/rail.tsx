import { Tooltip } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useMe } from "../../platform/me.ts";
import { BrandMark } from "../../ui/brand-mark.tsx";
import { MeMenu } from "./me-menu.tsx";
import classes from "./shell.module.css";
import { useNavItems } from "./use-nav-items.ts";

/** The narrow rail at the left of a desktop page. */
export function Rail(props: { onSearch: () => void; onHelp: () => void }): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const items = useNavItems("rail");
  return (
    <nav className={classes["rail"]} aria-label={t("app.rail.label")}>
      <Tooltip label={me.company.name} position="right">
        <Link to="/" className={classes["brand"]} aria-label={me.company.name}>
          <BrandMark sizePx={32} />
        </Link>
      </Tooltip>
      <Tooltip label="Ctrl K" position="right">
        <button type="button" className={classes["item"]} onClick={props.onSearch}>
          <IconSearch size={20} stroke={1.6} />
          {t("app.rail.search")}
        </button>
      </Tooltip>
      {items.map(({ item, active }) => (
        <Link
          key={item.id}
          to={item.to}
          className={classes["item"]}
          data-active={active || undefined}
          aria-current={active ? "page" : undefined}
        >
          <item.icon size={20} stroke={active ? 2 : 1.6} />
          {t(item.labelKey)}
        </Link>
      ))}
      <span className={classes["spacer"]} />
      <MeMenu onHelp={props.onHelp} position="right-end" />
    </nav>
  );
}
