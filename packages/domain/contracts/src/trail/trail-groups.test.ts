import { expect, test } from "vitest";
import { areasOfGroup, foreignAreas, trailGroupOf, trailGroups } from "./trail-groups.ts";

test("[CP7] every event stands in one group of the trail, what no area claims among those of the record", () => {
  expect(trailGroupOf("contract.created")).toBe("record");
  expect(trailGroupOf("something.unheard-of")).toBe("record");
  expect(trailGroupOf("round.released")).toBe("negotiation");
  for (const group of trailGroups) {
    const areas = areasOfGroup(group) ?? [];
    expect(areas.every((area) => trailGroupOf(`${area}.x`) === group && foreignAreas.includes(area))).toBe(true);
    expect(areas.length > 0).toBe(group !== "record");
  }
});
