import type { Me } from "@parley/people";
import { createContext, useContext } from "react";
import { must } from "@parley/base";

/** Who is signed in, for everything inside the signed-in part of the page. */
export const MeContext = createContext<Me | null>(null);

/** The signed-in person. Only components inside the signed-in part may ask. */
export function useMe(): Me {
  return must(useContext(MeContext), "useMe is used outside the signed-in part of the page");
}

/** Whether the person belongs to the company (administrator or member), not a guest. */
export function isColleague(me: Me): boolean {
  return me.person.standing !== "guest";
}

/** Whether the person runs the company. */
export function isAdministrator(me: Me): boolean {
  return me.person.standing === "administrator";
}
