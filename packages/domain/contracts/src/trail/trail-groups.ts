/** [CP7] In which group of the trail an event stands, by the area that its kind begins with. */
export const trailGroups = [
  "record",
  "text",
  "comments",
  "negotiation",
  "approval",
  "access",
  "exports",
  "reminders",
  "refused",
] as const;
export type TrailGroup = (typeof trailGroups)[number];

/** Areas by the first word of a kind. What is in none of them is the record's. */
const areas: Readonly<Record<string, TrailGroup>> = {
  text: "text",
  comment: "comments",
  thread: "comments",
  negotiation: "negotiation",
  round: "negotiation",
  lane: "negotiation",
  clause: "negotiation",
  approval: "approval",
  task: "approval",
  flow: "approval",
  delegation: "approval",
  access: "access",
  export: "exports",
  reminder: "reminders",
  refused: "refused",
};

/** [CP7] The group of a kind. */
export function trailGroupOf(kind: string): TrailGroup {
  return areas[kind.split(".")[0] ?? ""] ?? "record";
}

/** The first words of the kinds of a group; `null` for the group of everything that is in no other. */
export function areasOfGroup(group: TrailGroup): readonly string[] | null {
  return group === "record" ? null : Object.keys(areas).filter((area) => areas[area] === group);
}

/** The first words that lead out of the record's own group. */
export const foreignAreas: readonly string[] = Object.keys(areas);
