import type { Contract } from "@parley/contracts";
import type { ComponentType } from "react";
import { ReviewAction } from "../review/review-action.tsx";
import { OpenTextAction } from "./open-text-action.tsx";

/** What the head of a contract's page offers to do; the first that is for the contract as it stands is the main one. */
interface ContractAction {
  readonly id: string;
  /** Smaller comes first. */
  readonly order: number;
  readonly isFor: (contract: Contract) => boolean;
  readonly component: ComponentType<{ contract: Contract }>;
}

/** The actions of a contract's page; a part of the slice adds a line. Without another one, the text is opened. */
export const contractActions: readonly ContractAction[] = [
  {
    id: "review",
    order: 500,
    isFor: ({ state, documentId }) => documentId !== null && (state === "approving" || state === "negotiating"),
    component: ReviewAction,
  },
  { id: "open-text", order: 1_000, isFor: ({ documentId }) => documentId !== null, component: OpenTextAction },
];
