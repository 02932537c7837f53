import { Divider, Popover, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconKeyboard, IconLogout } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { isColleague, useMe } from "../../platform/me.ts";
import { useLanguage } from "../../platform/use-language.ts";
import type { NavItem } from "../../platform/slice.ts";
import { PersonBadge } from "../../ui/person-badge.tsx";
import classes from "./shell.module.css";
import { useNavItems } from "./use-nav-items.ts";
import { useChooseLanguage, useLeave } from "./use-session-actions.ts";

/** Oneself: settings, language, appearance, help, leaving, and the places for which a phone's bar has no room. */
export function MeMenu(props: {
  onHelp: () => void;
  position: "right-end" | "top-end" | "bottom-end";
  more?: readonly NavItem[];
}): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const items = [...(props.more ?? []), ...useNavItems("menu").map(({ item }) => item)];
  const leave = useLeave();
  const [opened, setOpened] = useState(false);
  const close = (): void => setOpened(false);
  const colleague = isColleague(me);
  const label = t("app.rail.me", { name: me.person.name });
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={252}
      position={props.position}
      offset={10}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button type="button" className={classes["item"]} aria-label={label} onClick={() => setOpened(!opened)}>
          <PersonBadge id={me.person.id} name={me.person.name} sizePx={30} party={colleague ? "ours" : null} />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes["me"] ?? ""} aria-label={label}>
        <div className={classes["meName"]}>
          <Text fw={600} truncate>
            {me.person.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {me.person.email}
          </Text>
        </div>
        <Divider />
        {items.map((item) => (
          <UnstyledButton key={item.id} component={Link} to={item.to} className={classes["meItem"]} onClick={close}>
            <item.icon size={16} />
            {t(item.labelKey)}
          </UnstyledButton>
        ))}
        <UnstyledButton
          className={classes["meItem"]}
          onClick={() => {
            close();
            props.onHelp();
          }}
        >
          <IconKeyboard size={16} />
          {t("app.menu.help")}
        </UnstyledButton>
        <Divider />
        <Choices />
        <Divider />
        <UnstyledButton className={classes["meItem"]} onClick={() => void leave()}>
          <IconLogout size={16} />
          {colleague ? t("app.menu.signOut") : t("app.menu.leave")}
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices(): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const chooseLanguage = useChooseLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={classes["choices"]}>
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
  );
}
