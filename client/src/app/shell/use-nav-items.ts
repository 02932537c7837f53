import { useLocation } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { useMe } from "../../platform/me.ts";
import { belongsTo, namedPlace, subscribeNamedPlace } from "../../platform/nav-place.ts";
import { type NavItem, useSlices } from "../../platform/slice.ts";

/** The places that the signed-in person may go to, in order, and whether each is where they are. */
export function useNavItems(place: NavItem["place"]): { item: NavItem; active: boolean }[] {
  const me = useMe();
  const slices = useSlices();
  const { pathname } = useLocation();
  const named = useSyncExternalStore(subscribeNamedPlace, namedPlace);
  return slices
    .flatMap((slice) => slice.nav ?? [])
    .filter((item) => item.place === place && (item.visible?.(me) ?? true))
    .sort((a, b) => a.order - b.order)
    .map((item) => ({ item, active: belongsTo(item.to, pathname, named) }));
}
