import { Modal, VisuallyHidden, useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, createSpotlight } from "@mantine/spotlight";
import { IconLanguage, IconLogout, IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect, useState } from "react";
import { useMe } from "../../platform/me.ts";
import { type IconComponent, useSlices } from "../../platform/slice.ts";
import { useLanguage } from "../../platform/use-language.ts";
import { useNavItems } from "./use-nav-items.ts";
import { useChooseLanguage, useLeave } from "./use-session-actions.ts";

const [store, palette] = createSpotlight();

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | null;
  readonly words: string;
  readonly icon: IconComponent;
  readonly run: () => void;
}

/** Finds documents and people, goes anywhere and does anything, by a few letters. Rendered while it is open. */
export function Palette(props: { onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 160);
  const pages = usePages();
  const actions = useActions();
  const found = useFound(asked);
  useEffect(() => {
    palette.open();
    return palette.close;
  }, []);
  const matches = (entry: Entry): boolean =>
    text.trim() === "" || `${entry.label} ${entry.words}`.toLowerCase().includes(text.trim().toLowerCase());
  const groups = [
    { label: t("app.palette.found"), entries: found.entries },
    { label: t("app.palette.pages"), entries: pages.filter(matches) },
    { label: t("app.palette.actions"), entries: actions.filter(matches) },
  ].filter((group) => group.entries.length > 0);
  return (
    <Spotlight.Root
      store={store}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      scrollable
      centered={false}
      yOffset="14vh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      maxHeight={420}
      onSpotlightClose={props.onClose}
    >
      <VisuallyHidden>
        <Modal.Title>{t("app.rail.search")}</Modal.Title>
      </VisuallyHidden>
      <Spotlight.Search
        placeholder={t("app.palette.placeholder")}
        aria-label={t("app.palette.placeholder")}
        leftSection={<IconSearch size={18} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label}>
            {group.entries.map((entry) => (
              <Spotlight.Action
                key={entry.id}
                label={entry.label}
                {...(entry.detail ? { description: entry.detail } : {})}
                leftSection={<entry.icon size={18} stroke={1.6} />}
                onClick={entry.run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {found.failed ? <Spotlight.Empty>{t("app.palette.failed")}</Spotlight.Empty> : null}
        {groups.length === 0 && !found.pending && !found.failed ? (
          <Spotlight.Empty>{t("app.palette.empty")}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function usePages(): Entry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rail = useNavItems("rail");
  const menu = useNavItems("menu");
  return [...rail, ...menu].map(({ item }) => ({
    id: `page-${item.id}`,
    label: t(item.labelKey),
    words: item.to,
    icon: item.icon,
    run: () => void navigate({ to: item.to }),
  }));
}

function useActions(): Entry[] {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const slices = useSlices();
  const language = useLanguage();
  const chooseLanguage = useChooseLanguage();
  const leave = useLeave();
  const { setColorScheme } = useMantineColorScheme();
  const context = { me, navigate: (to: string) => void navigate({ to }) };
  const contributed = slices
    .flatMap((slice) => slice.commands ?? [])
    .filter((command) => command.visible?.(me) ?? true)
    .map((command) => ({
      id: command.id,
      label: t(command.labelKey),
      words: command.keywords ?? "",
      icon: command.icon,
      run: () => command.run(context),
    }));
  return [
    ...contributed,
    {
      id: "language",
      label: t("app.palette.language"),
      words: "language 语言 english 中文",
      icon: IconLanguage,
      run: () => void chooseLanguage(language === "zh" ? "en" : "zh"),
    },
    {
      id: "light",
      label: t("app.palette.light"),
      words: "theme 主题 light",
      icon: IconSun,
      run: () => setColorScheme("light"),
    },
    {
      id: "dark",
      label: t("app.palette.dark"),
      words: "theme 主题 dark",
      icon: IconMoon,
      run: () => setColorScheme("dark"),
    },
    {
      id: "sign-out",
      label: t("app.palette.signOut"),
      words: "logout leave 离开",
      icon: IconLogout,
      run: () => void leave(),
    },
  ];
}

function useFound(asked: string): { entries: Entry[]; pending: boolean; failed: boolean } {
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const finders = useSlices().flatMap((slice) => (slice.find ? [{ name: slice.name, find: slice.find }] : []));
  const answers = useQueries({
    queries: finders.map(({ name, find }) => ({
      queryKey: ["palette", name, asked],
      queryFn: () => find(asked, { me, queryClient: client }),
      enabled: asked !== "",
      retry: false,
      staleTime: 10_000,
    })),
  });
  const entries = answers
    .flatMap((answer) => answer.data ?? [])
    .map((hit) => ({
      id: hit.id,
      label: hit.title,
      detail: hit.detail,
      words: "",
      icon: hit.icon,
      run: () => void navigate({ to: hit.to }),
    }));
  return {
    entries: asked === "" ? [] : entries,
    pending: asked !== "" && answers.some((answer) => answer.isPending),
    failed: answers.some((answer) => answer.isError),
  };
}
