import { IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { MeMenu } from "./me-menu.tsx";
import classes from "./shell.module.css";
import { useNavItems } from "./use-nav-items.ts";

/** The bar at the foot of a phone: three places, search and oneself. Further places are in one's own menu. */
export function PhoneBar(props: { onSearch: () => void; onHelp: () => void }): ReactElement {
  const { t } = useTranslation();
  const places = useNavItems("rail");
  const items = places.slice(0, 3);
  return (
    <nav className={classes["phoneBar"]} aria-label={t("app.rail.label")}>
      {items.map(({ item, active }) => (
        <Link
          key={item.id}
          to={item.to}
          className={classes["item"]}
          data-active={active || undefined}
          aria-current={active ? "page" : undefined}
        >
          <item.icon size={22} stroke={active ? 2 : 1.6} />
          {t(item.labelKey)}
        </Link>
      ))}
      <button type="button" className={classes["item"]} onClick={props.onSearch}>
        <IconSearch size={22} stroke={1.6} />
        {t("app.rail.search")}
      </button>
      <MeMenu onHelp={props.onHelp} position="top-end" more={places.slice(3).map(({ item }) => item)} />
    </nav>
  );
}
