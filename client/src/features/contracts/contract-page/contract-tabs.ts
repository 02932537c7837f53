import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Contract } from "@parley/contracts";

/** One tab of a contract's page. */
export interface ContractTab {
  /** Its name in the address. */
  readonly id: string;
  readonly labelKey: string;
  /** Smaller stands further left. */
  readonly order: number;
  readonly component: LazyExoticComponent<ComponentType<{ contract: Contract }>>;
  /** Whether it is there for this contract; always without it. */
  readonly visible?: (contract: Contract) => boolean;
}

/** The tabs of a contract's page; a part of the slice adds a line. */
export const contractTabs: readonly ContractTab[] = [
  {
    id: "overview",
    labelKey: "contracts.page.tab.overview",
    order: 10,
    component: lazy(async () => ({ default: (await import("./overview-tab.tsx")).OverviewTab })),
  },
  {
    id: "negotiation",
    labelKey: "contracts.negotiation.title",
    order: 20,
    component: lazy(async () => ({ default: (await import("../negotiation/negotiation-tab.tsx")).NegotiationTab })),
  },
  {
    id: "approvals",
    labelKey: "contracts.approval.tab",
    order: 40,
    component: lazy(async () => ({ default: (await import("../approval/approval-tab.tsx")).ApprovalTab })),
  },
  {
    id: "related",
    labelKey: "contracts.page.tab.related",
    order: 50,
    component: lazy(async () => ({ default: (await import("../related/related-tab.tsx")).RelatedTab })),
  },
  {
    id: "trail",
    labelKey: "contracts.page.tab.trail",
    order: 60,
    component: lazy(async () => ({ default: (await import("../trail/trail-tab.tsx")).TrailTab })),
  },
];
