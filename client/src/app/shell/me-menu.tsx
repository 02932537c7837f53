import { Menu, SegmentedControl, Text, useMantineColorScheme } from "@mantine/core";
import { IconKeyboard, IconLogout } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { isColleague, useMe } from "../../platform/me.ts";
import { useLanguage } from "../../platform/use-language.ts";
import { PersonBadge } from "../../ui/person-badge.tsx";
import classes from "./shell.module.css";
import { useNavItems } from "./use-nav-items.ts";
import { useChooseLanguage, useLeave } from "./use-session-actions.ts";

/** Oneself: settings, language, appearance, help, leaving. */
export function MeMenu(props: { onHelp: () => void; position: "right-end" | "top-end" | "bottom-end" }): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const language = useLanguage();
  const items = useNavItems("menu");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const chooseLanguage = useChooseLanguage();
  const leave = useLeave();
  const colleague = isColleague(me);
  return (
    <Menu width={252} position={props.position} offset={10} keepMounted={false}>
      <Menu.Target>
        <button type="button" className={classes["item"]} aria-label={t("app.rail.me", { name: me.person.name })}>
          <PersonBadge
            id={me.person.id}
            name={me.person.name}
            sizePx={30}
            party={colleague ? "ours" : "counterparty"}
          />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: "8px 12px" }}>
          <Text fw={600} truncate>
            {me.person.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {me.person.email}
          </Text>
        </div>
        <Menu.Divider />
        {items.map(({ item }) => (
          <Menu.Item key={item.id} component={Link} to={item.to} leftSection={<item.icon size={16} />}>
            {t(item.labelKey)}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={props.onHelp}>
          {t("app.menu.help")}
        </Menu.Item>
        <Menu.Divider />
        <div style={{ padding: "6px 8px", display: "grid", gap: 8 }}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t("app.menu.language")}
            value={language}
            onChange={(value) => void chooseLanguage(value === "zh" ? "zh" : "en")}
            data={[
              { value: "zh", label: "中文" },
              { value: "en", label: "English" },
            ]}
          />
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t("app.menu.appearance")}
            value={colorScheme}
            onChange={(value) => setColorScheme(value === "dark" ? "dark" : value === "light" ? "light" : "auto")}
            data={[
              { value: "light", label: t("app.menu.light") },
              { value: "dark", label: t("app.menu.dark") },
              { value: "auto", label: t("app.menu.system") },
            ]}
          />
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          {colleague ? t("app.menu.signOut") : t("app.menu.leave")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
