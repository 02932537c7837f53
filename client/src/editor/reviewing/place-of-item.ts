import type { ClausePlace } from "@parley/document";
import type { ClauseOutline } from "../proposing/clause-outline.ts";
import { placeOfProposal } from "../proposing/clause-groups.ts";
import type { ReviewItem } from "./review-items.ts";

/** Where in the contract an item stands; `null` for what stands nowhere, and for decisions, which say it themselves. */
export function placeOfItem(item: ReviewItem, outline: ClauseOutline): ClausePlace | null {
  if (item.type === "proposal") {
    const place = placeOfProposal(item.proposal, outline);
    return place && outline.at(place.block, place.row);
  }
  const at = outline.placeOf(item.runs);
  const isGone = item.type === "change" && item.change.ranges.length === 0 && item.change.subject !== undefined;
  // A block that went is told by the one behind which it was.
  return at && isGone && item.change.kind === "remove" ? { ...at, isAfter: true } : at;
}
