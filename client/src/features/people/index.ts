import {
  IconBuilding,
  IconInbox,
  IconKey,
  IconLock,
  IconMail,
  IconSettings,
  IconShieldCheck,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { lazy } from "react";
import { isAdministrator } from "../../platform/me.ts";
import type { ClientSlice } from "../../platform/slice.ts";
import { findPeople } from "./find-people.ts";

/** People: coming in, who is who, one's own settings. */
export const peopleSlice: ClientSlice = {
  name: "people",
  words: { name: "people", en: () => import("./words.en.ts"), zh: () => import("./words.zh.ts") },
  nav: [
    { id: "people", labelKey: "people.nav.people", icon: IconUsers, to: "/people", order: 80, place: "rail" },
    { id: "settings", labelKey: "people.nav.settings", icon: IconSettings, to: "/settings", order: 10, place: "menu" },
    {
      id: "mailbox",
      labelKey: "people.nav.mailbox",
      icon: IconInbox,
      to: "/mailbox",
      order: 20,
      place: "menu",
      visible: isAdministrator,
    },
  ],
  routes: ({ open, everyone, colleagues }) => [
    createRoute({
      getParentRoute: () => open,
      path: "/sign-in",
      component: lazyRouteComponent(() => import("./pages/sign-in-page.tsx"), "SignInPage"),
    }),
    createRoute({
      getParentRoute: () => open,
      path: "/set-up",
      component: lazyRouteComponent(() => import("./pages/set-up-page.tsx"), "SetUpPage"),
    }),
    createRoute({
      getParentRoute: () => open,
      path: "/invite/$secret",
      component: lazyRouteComponent(() => import("./pages/invitation-page.tsx"), "InvitationPage"),
    }),
    createRoute({
      getParentRoute: () => open,
      path: "/left",
      component: lazyRouteComponent(() => import("./pages/left-page.tsx"), "LeftPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/people",
      component: lazyRouteComponent(() => import("./pages/directory-page.tsx"), "DirectoryPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/mailbox",
      component: lazyRouteComponent(() => import("./pages/mailbox-page.tsx"), "MailboxPage"),
    }),
    createRoute({
      getParentRoute: () => everyone,
      path: "/settings",
      beforeLoad: () => {
        throw redirect({ to: "/settings/profile", replace: true });
      },
    }),
    createRoute({
      getParentRoute: () => everyone,
      path: "/settings/$section",
      component: lazyRouteComponent(() => import("./pages/settings-page.tsx"), "SettingsPage"),
    }),
  ],
  find: findPeople,
  commands: [
    {
      id: "people-new-token",
      labelKey: "people.command.newToken",
      icon: IconKey,
      keywords: "token api 令牌",
      visible: (me) => me.by === "session",
      run: ({ navigate }) => navigate("/settings/tokens"),
    },
    {
      id: "people-mailbox",
      labelKey: "people.command.mailbox",
      icon: IconMail,
      keywords: "mail 邮件 邮箱 发件箱",
      visible: isAdministrator,
      run: ({ navigate }) => navigate("/mailbox"),
    },
  ],
  settings: [
    {
      id: "profile",
      labelKey: "people.settings.profile",
      icon: IconUser,
      order: 10,
      component: lazy(async () => ({ default: (await import("./parts/profile-section.tsx")).ProfileSection })),
    },
    {
      id: "password",
      labelKey: "people.settings.password",
      icon: IconLock,
      order: 15,
      visible: (me) => me.person.standing !== "guest",
      component: lazy(async () => ({ default: (await import("./parts/password-section.tsx")).PasswordSection })),
    },
    {
      id: "sessions",
      labelKey: "people.settings.sessions",
      icon: IconShieldCheck,
      order: 20,
      component: lazy(async () => ({ default: (await import("./parts/sessions-section.tsx")).SessionsSection })),
    },
    {
      id: "company",
      labelKey: "people.settings.company",
      icon: IconBuilding,
      order: 40,
      visible: isAdministrator,
      component: lazy(async () => ({ default: (await import("./parts/company-section.tsx")).CompanySection })),
    },
    {
      id: "tokens",
      labelKey: "people.settings.tokens",
      icon: IconKey,
      order: 30,
      visible: (me) => me.person.standing !== "guest",
      component: lazy(async () => ({ default: (await import("./parts/tokens-section.tsx")).TokensSection })),
    },
  ],
};
