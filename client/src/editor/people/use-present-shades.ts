import { useEffect, useRef } from "react";
import { differingShades, personVariable, shadeColour, shadeOf } from "../../ui/theme/party-colour.ts";
import type { PresentPerson } from "./use-present-people.ts";

/** Tells those apart who are in the document together: wherever the page colours one of them, it does so in a shade that nobody else present has. */
export function usePresentShades(people: readonly PresentPerson[]): void {
  const known = useRef(new Map<string, number>());
  useEffect(() => {
    for (const [id, shade] of differingShades(people, known.current)) known.current.set(id, shade);
    const { style } = document.documentElement;
    const given = people.flatMap(({ id, party }) => {
      const shade = known.current.get(id) ?? shadeOf(id);
      return shade === shadeOf(id) ? [] : [{ name: personVariable(party, id), colour: shadeColour(party, shade) }];
    });
    for (const { name, colour } of given) style.setProperty(name, colour);
    return () => {
      for (const { name } of given) style.removeProperty(name);
    };
  }, [people]);
}
