import {
  IconBooks,
  IconBuilding,
  IconEyeCheck,
  IconChecks,
  IconFileText,
  IconEyeOff,
  IconForms,
  IconListCheck,
  IconPlus,
  IconRefresh,
  IconRoute,
  IconSection,
  IconTemplate,
  IconTextSpellcheck,
  IconUserShare,
  IconWritingSign,
} from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { lazy } from "react";
import { isColleague } from "../../platform/me.ts";
import type { ClientSlice } from "../../platform/slice.ts";
import { findContractOfText } from "./contract-page/find-contract-of-text.ts";

const FieldsPanel = lazy(async () => ({ default: (await import("./values/fields-panel.tsx")).FieldsPanel }));
const FieldsCount = lazy(async () => ({ default: (await import("./values/fields-panel.tsx")).FieldsCount }));
const ValuesBar = lazy(async () => ({ default: (await import("./values/values-bar.tsx")).ValuesBar }));
const LaneBar = lazy(async () => ({ default: (await import("./lanes/lane-bar.tsx")).LaneBar }));
const LibraryPanel = lazy(async () => ({ default: (await import("./clauses/library-panel.tsx")).LibraryPanel }));
const TemplatePanel = lazy(async () => ({ default: (await import("./templates/template-panel.tsx")).TemplatePanel }));

const library = {
  id: "library",
  labelKey: "contracts.library.panel",
  icon: IconBooks,
  component: LibraryPanel,
  visible: isColleague,
} as const;

const NegotiationBar = lazy(async () => ({
  default: (await import("./negotiation/negotiation-bar.tsx")).NegotiationBar,
}));
const ClausesPanel = lazy(async () => ({ default: (await import("./negotiation/clauses-panel.tsx")).ClausesPanel }));
const RoundsPanel = lazy(async () => ({ default: (await import("./negotiation/rounds-panel.tsx")).RoundsPanel }));

/** Contracts: the register, asking for one, the page of one, templates, the clause library, master data. */
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
  kinds: [
    { kind: "contract", icon: IconFileText, findPlace: findContractOfText },
    { kind: "contract-template", icon: IconTemplate },
    { kind: "library-clause", icon: IconSection },
    { kind: "lane", icon: IconEyeOff },
    { kind: "negotiation", icon: IconFileText, findPlace: findContractOfText },
  ],
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
      path: "/contracts/templates",
      component: lazyRouteComponent(() => import("./templates/templates-page.tsx"), "TemplatesPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/library",
      component: lazyRouteComponent(() => import("./clauses/library-page.tsx"), "LibraryClausesPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/parties",
      component: lazyRouteComponent(() => import("./parties/parties-page.tsx"), "PartiesPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/approvals",
      component: lazyRouteComponent(() => import("./approval/my-approvals-page.tsx"), "MyApprovalsPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/flows",
      component: lazyRouteComponent(() => import("./approval/flows-page.tsx"), "FlowsPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/flows/$flowId",
      component: lazyRouteComponent(() => import("./approval/flow-page.tsx"), "FlowPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/settings",
      component: lazyRouteComponent(() => import("./parties/settings-page.tsx"), "SettingsPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/to-review",
      component: lazyRouteComponent(() => import("./review/to-review-page.tsx"), "ToReviewPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/$contractId/review",
      component: lazyRouteComponent(() => import("./review/review-page.tsx"), "ReviewPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/contracts/$contractId",
      component: lazyRouteComponent(() => import("./contract-page/contract-page.tsx"), "ContractPage"),
    }),
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
      id: "contracts-templates",
      labelKey: "contracts.templates.title",
      icon: IconTemplate,
      keywords: "template model form 模板 范本 muban",
      visible: isColleague,
      run: ({ navigate }) => navigate("/contracts/templates"),
    },
    {
      id: "contracts-library",
      labelKey: "contracts.library.title",
      icon: IconBooks,
      keywords: "clause library standard 条款 条款库 tiaokuan",
      visible: isColleague,
      run: ({ navigate }) => navigate("/contracts/library"),
    },
    {
      id: "contracts-to-review",
      labelKey: "contracts.review.waiting.title",
      icon: IconEyeCheck,
      keywords: "approve approval waiting 审批 审阅 待办 加签",
      visible: isColleague,
      run: ({ navigate }) => navigate("/contracts/to-review"),
    },
    {
      id: "contracts-approvals",
      labelKey: "contracts.approval.mine",
      icon: IconChecks,
      keywords: "approve approval inbox 审批 待办 shenpi",
      visible: isColleague,
      run: ({ navigate }) => navigate("/contracts/approvals"),
    },
    {
      id: "contracts-flows",
      labelKey: "contracts.flows.title",
      icon: IconRoute,
      keywords: "approval flow designer 审批流程 流程设计 liucheng",
      visible: isColleague,
      run: ({ navigate }) => navigate("/contracts/flows"),
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
  documentAdditions: [
    {
      kinds: ["contract", "negotiation"],
      bar: NegotiationBar,
      panels: [
        {
          id: "clauses",
          labelKey: "contracts.negotiation.clauses.title",
          icon: IconListCheck,
          component: ClausesPanel,
        },
        { id: "rounds", labelKey: "contracts.negotiation.rounds.panel", icon: IconRefresh, component: RoundsPanel },
      ],
    },
    { kinds: ["negotiation", "lane"], bar: LaneBar },
    {
      kinds: ["contract", "negotiation"],
      bar: ValuesBar,
      panels: [
        {
          id: "fields",
          labelKey: "contracts.values.title",
          icon: IconForms,
          component: FieldsPanel,
          count: FieldsCount,
          visible: isColleague,
        },
        library,
        {
          id: "checks",
          labelKey: "contracts.checks.title",
          icon: IconTextSpellcheck,
          visible: isColleague,
          component: lazy(async () => ({ default: (await import("./checks/checks-panel.tsx")).ChecksPanel })),
        },
      ],
    },
    {
      kinds: ["contract-template"],
      panels: [
        {
          id: "template",
          labelKey: "contracts.templates.panel",
          icon: IconTemplate,
          component: TemplatePanel,
          visible: isColleague,
        },
        library,
      ],
    },
  ],
  settings: [
    {
      id: "approval-delegations",
      labelKey: "contracts.approval.delegation.title",
      icon: IconUserShare,
      order: 55,
      visible: isColleague,
      component: lazy(async () => ({
        default: (await import("./approval/delegations-section.tsx")).DelegationsSection,
      })),
    },
    {
      id: "contract-checks",
      labelKey: "contracts.checks.settings.title",
      icon: IconTextSpellcheck,
      order: 60,
      visible: isColleague,
      component: lazy(async () => ({ default: (await import("./checks/severities-section.tsx")).SeveritiesSection })),
    },
    {
      id: "playbook",
      labelKey: "contracts.checks.playbook.title",
      icon: IconListCheck,
      order: 61,
      visible: isColleague,
      component: lazy(async () => ({ default: (await import("./checks/playbook-section.tsx")).PlaybookSection })),
    },
  ],
};
