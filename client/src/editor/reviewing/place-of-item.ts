import type { ClausePlace } from "@parley/document";
import type { ReviewedChange } from "@parley/documents";
import type { ClauseOutline } from "../proposing/clause-outline.ts";
import { placeOfProposal } from "../proposing/clause-groups.ts";
import { type ReviewItem, runsOfChange } from "./review-items.ts";

/** Where in the contract an item stands; `null` for what stands nowhere, and for decisions, which say it themselves. */
export function placeOfItem(item: ReviewItem, outline: ClauseOutline): ClausePlace | null {
  if (item.type === "proposal") {
    const place = placeOfProposal(item.proposal, outline);
    return place && outline.at(place.block, place.row);
  }
  return item.type === "change" ? placeOfReviewed(item.change, outline) : outline.placeOf(item.runs);
}

/** Where in the contract a change is; a block that went is told by the one behind which it was. */
export function placeOfReviewed(change: ReviewedChange, outline: ClauseOutline): ClausePlace | null {
  const { ranges, subject, kind } = change;
  const at = outline.placeOf(runsOfChange(change));
  if (at === null) return null;
  // Whole tables and columns stand in no row of their own, also while what stands in their place is one.
  if (at.table !== null && (subject === "tableColumn" || (subject === "table" && ranges.length > 0)))
    return { ...at, table: { ...at.table, row: 0 }, words: "" };
  const isGone = ranges.length === 0 && subject !== undefined && kind === "remove";
  // A first row went, or a first cell: nothing of its table stands before it.
  const isInTable = at.table?.row === 0 && (subject === "tableRow" || subject === "tableCell");
  return isGone && !isInTable ? { ...at, isAfter: true } : at;
}
