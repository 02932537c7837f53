import type { Share } from "@parley/documents";

/** Whether the document would be left without an owner if this share went: only active colleagues count as owners. */
export function isSoleOwner(share: Share, shares: readonly Share[]): boolean {
  const owns = ({ role, target }: Share): boolean =>
    role === "own" && target.type === "person" && target.active && target.standing !== "guest";
  return owns(share) && shares.filter(owns).length === 1;
}
