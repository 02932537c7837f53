/** A contract's family: the master on top, what came to it below, and what all of them together make of its amount and its end today. */
import { type ContractState, type RelationKind, isInForce } from "../contract-state.ts";
import type { Day } from "../calendar/day.ts";
import type { Currency } from "../money/currency.ts";
import type { MoneyOnWire } from "../money/money.ts";
import type { Relation } from "./relation-cycle.ts";

/** What the family needs to know of one contract. */
export interface FamilyMember {
  readonly id: string;
  readonly state: ContractState;
  readonly amount: MoneyOnWire | null;
  readonly startDay: Day | null;
  readonly endDay: Day | null;
  /** When its text was approved; `null` before. */
  readonly approvedAtMs: number | null;
}

/** One place of the tree, parents before their children. */
export interface FamilyPlace {
  readonly id: string;
  readonly parentId: string | null;
  /** What it is to its parent; `null` for the master. */
  readonly kind: RelationKind | null;
  readonly depth: number;
}

/** How a contract's amount or day came into an effective value. */
export type EffectHow = "begins" | "adds" | "replaces";

export interface EffectiveAmount extends MoneyOnWire {
  /** Every contract that it comes from, in the order in which they came into force. */
  readonly from: readonly { readonly id: string; readonly minor: string; readonly how: EffectHow }[];
}

export interface EffectiveValues {
  /** One per currency: what is owed in one is not owed in another. */
  readonly amounts: readonly EffectiveAmount[];
  /** `null` without an end. */
  readonly endDay: { readonly day: Day; readonly from: string } | null;
}

/** Kinds whose contracts belong to the family. What only refers to a contract, or replaces it, stands for itself. */
const familyKinds: ReadonlySet<RelationKind> = new Set([
  "supplement",
  "change",
  "renewal",
  "termination",
  "sub-contract",
]);

/** Whether contracts that are related so are shown in one family. */
export function isFamily(kind: RelationKind): boolean {
  return familyKinds.has(kind);
}

/** [CP2] The tree that a contract is in, from its master on. A contract with several parents stands under the first one. */
export function familyTree(id: string, relations: readonly Relation[]): FamilyPlace[] {
  const kin = relations.filter(({ kind }) => isFamily(kind));
  const parents = new Map<string, Relation>();
  for (const each of kin) if (!parents.has(each.contractId)) parents.set(each.contractId, each);
  let root = id;
  const climbed = new Set([root]);
  for (let up = parents.get(root); up && !climbed.has(up.otherId); up = parents.get(root)) {
    root = up.otherId;
    climbed.add(root);
  }
  const children = Map.groupBy(parents.values(), ({ otherId }) => otherId);
  const places: FamilyPlace[] = [];
  const place = (each: FamilyPlace): void => {
    if (places.some((known) => known.id === each.id)) return;
    places.push(each);
    for (const child of children.get(each.id) ?? [])
      place({ id: child.contractId, parentId: each.id, kind: child.kind, depth: each.depth + 1 });
  };
  place({ id: root, parentId: null, kind: null, depth: 0 });
  return places;
}

/**
 * [CP3] What counts on a day: the master's values, then those of everything approved and begun, in the order of approval. A supplement adds its
 * amount; a change and a renewal state the whole anew; a termination sets the end. A sub-contract is a deal of its own and changes nothing.
 */
export function effectiveValues(
  places: readonly FamilyPlace[],
  members: ReadonlyMap<string, FamilyMember>,
  today: Day,
): EffectiveValues {
  const kinds = new Map(places.map(({ id, kind }) => [id, kind]));
  const [root] = places;
  const apart = new Set<string | null>();
  for (const { id, kind, parentId } of places) if (kind === "sub-contract" || apart.has(parentId)) apart.add(id);
  const later = places
    .slice(1)
    .flatMap(({ id }) => (apart.has(id) ? [] : (members.get(id) ?? [])))
    .filter((member) => isInForce(member.state) && (member.startDay === null || member.startDay <= today))
    .toSorted((a, b) => (a.approvedAtMs ?? 0) - (b.approvedAtMs ?? 0));
  const amounts = new Map<Currency, { minor: bigint; from: EffectiveAmount["from"][number][] }>();
  let endDay: EffectiveValues["endDay"] = null;
  const master = root && members.get(root.id);
  for (const member of [...(master ? [master] : []), ...later]) {
    const kind = kinds.get(member.id) ?? null;
    if (member.amount && kind !== "termination") {
      const { minor, currency } = member.amount;
      const how = kind === null ? "begins" : kind === "supplement" ? "adds" : "replaces";
      const kept = how === "adds" ? amounts.get(currency) : undefined;
      if (how === "replaces") amounts.clear();
      const from = [...(kept?.from ?? []), { id: member.id, minor, how } as const];
      amounts.set(currency, { minor: (kept?.minor ?? 0n) + BigInt(minor), from });
    }
    if (member.endDay !== null) endDay = { day: member.endDay, from: member.id };
    else if (kind === "renewal" || kind === "change") endDay = null;
  }
  return {
    amounts: [...amounts].map(([currency, { minor, from }]) => ({ currency, minor: minor.toString(), from })),
    endDay,
  };
}
