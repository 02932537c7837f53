import { Tabs } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, Suspense } from "react";
import { useMe } from "../../../platform/me.ts";
import { useSlices } from "../../../platform/slice.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import classes from "./settings-page.module.css";

/** One's own settings, one section per address; every slice may add sections. */
export function SettingsPage(): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const params: { section?: string } = useParams({ strict: false });
  const sections = useSlices()
    .flatMap((slice) => slice.settings ?? [])
    .filter((section) => section.visible?.(me) ?? true)
    .sort((a, b) => a.order - b.order);
  const shown = sections.find((section) => section.id === params.section);
  return (
    <Page title={t("people.settings.title")}>
      <Tabs
        value={shown?.id ?? null}
        onChange={(id) => void navigate({ to: `/settings/${id ?? "profile"}`, replace: true })}
        keepMounted={false}
        activateTabWithKeyboard={false}
      >
        <Tabs.List mb="lg" className={classes["tabs"] ?? ""}>
          {sections.map((section) => (
            <Tabs.Tab
              className={classes["tab"] ?? ""}
              key={section.id}
              value={section.id}
              leftSection={<section.icon size={16} />}
            >
              {t(section.labelKey)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {shown ? (
        <Suspense fallback={<ListSkeleton rows={3} />}>
          <shown.component />
        </Suspense>
      ) : (
        <EmptyState title={t("people.settings.unknown")} />
      )}
    </Page>
  );
}
