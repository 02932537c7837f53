import { type Party, differingShades } from "@parley/base";
import { useEffect, useRef } from "react";
import { personVariable, shadeColour } from "../../ui/theme/party-colour.ts";
import type { PresentPerson } from "./use-present-people.ts";

/**
 * Tells those apart who are in the document together: wherever the page colours one of them, it does so in a shade that nobody else present
 * has. Who has gone keeps theirs as long as the page is open, so that nothing changes its colour behind them.
 */
export function usePresentShades(people: readonly PresentPerson[]): void {
  const known = useRef(new Map<string, { readonly party: Party; readonly shade: number }>());
  useEffect(() => {
    const before = new Map([...known.current].map(([id, { shade }]) => [id, shade]));
    const shades = differingShades(people, before);
    for (const { id, party } of people) known.current.set(id, { party, shade: shades.get(id) ?? 1 });
    const { style } = document.documentElement;
    const given = [...known.current].map(([id, { party, shade }]) => ({ party, id, shade }));
    for (const { id, party, shade } of given) style.setProperty(personVariable(party, id), shadeColour(party, shade));
    return () => {
      for (const { id, party } of given) style.removeProperty(personVariable(party, id));
    };
  }, [people]);
}
