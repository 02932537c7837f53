import {
  IconBuilding,
  IconFileText,
  IconListCheck,
  IconPlus,
  IconTextSpellcheck,
  IconWritingSign,
} from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { isColleague } from "../../platform/me.ts";
import { lazy } from "react";
import type { ClientSlice } from "../../platform/slice.ts";
import { findContractOfText } from "./contract-page/find-contract-of-text.ts";

/** Contracts: the register, asking for one, master data. */
export const contractsSlice: ClientSlice = {
  name: "contracts",
  words: { name: "contracts", en: () => import("./words.en.ts"), zh: () => import("./words.zh.ts") },
  nav: [
    {
      id: "contracts",
      labelKey: "contracts.nav",
      icon: IconWritingSign,
      to: "/contracts",
      order: 30,
      place: "rail",
      visible: isColleague,
    },
  ],
  kinds: [{ kind: "contract", icon: IconFileText, findPlace: findContractOfText }],
  routes: ({ colleagues }) => [
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts",
      component: lazyRouteComponent(() => import("./register/register-page.tsx"), "RegisterPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/new",
      component: lazyRouteComponent(() => import("./starting/start-page.tsx"), "StartPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/parties",
      component: lazyRouteComponent(() => import("./parties/parties-page.tsx"), "PartiesPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/settings",
      component: lazyRouteComponent(() => import("./parties/settings-page.tsx"), "SettingsPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/$contractId",
      component: lazyRouteComponent(() => import("./contract-page/contract-page.tsx"), "ContractPage"),
    }),
  ],
  documentAdditions: [
    {
      kinds: ["contract", "negotiation"],
      panels: [
        {
          id: "checks",
          labelKey: "contracts.checks.title",
          icon: IconTextSpellcheck,
          visible: (me) => me.person.standing !== "guest",
          component: lazy(async () => ({ default: (await import("./checks/checks-panel.tsx")).ChecksPanel })),
        },
      ],
    },
  ],
  settings: [
    {
      id: "contract-checks",
      labelKey: "contracts.checks.settings.title",
      icon: IconTextSpellcheck,
      order: 60,
      visible: (me) => me.person.standing !== "guest",
      component: lazy(async () => ({ default: (await import("./checks/severities-section.tsx")).SeveritiesSection })),
    },
    {
      id: "playbook",
      labelKey: "contracts.checks.playbook.title",
      icon: IconListCheck,
      order: 61,
      visible: (me) => me.person.standing !== "guest",
      component: lazy(async () => ({ default: (await import("./checks/playbook-section.tsx")).PlaybookSection })),
    },
  ],
  commands: [
    {
      id: "contracts-new",
      labelKey: "contracts.register.new",
      icon: IconPlus,
      keywords: "create contract request 新建 合同 申请",
      visible: isColleague,
      run: ({ navigate }) => navigate("/contracts/new"),
    },
    {
      id: "contracts-parties",
      labelKey: "contracts.parties.title",
      icon: IconBuilding,
      keywords: "counterparty company master data 相对方 主体 供应商 客户",
      visible: isColleague,
      run: ({ navigate }) => navigate("/contracts/parties"),
    },
  ],
};
