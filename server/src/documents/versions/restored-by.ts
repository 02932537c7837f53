import { decodeStatement } from "@parley/history";
import { NOTHING_LOST, type WaitingFigures } from "./waiting-figures.ts";

/** Which version a row restored, as it states; `null` for a repair, which states none. */
export function restoredBy(statement: Uint8Array): number | null {
  const { decision } = decodeStatement(statement);
  const facts: unknown = decision === null ? null : JSON.parse(decision);
  const restored = typeof facts === "object" && facts !== null && "restored" in facts ? facts.restored : null;
  return typeof restored === "number" ? restored : null;
}

/** What a restoration states about the proposals that waited then; those of before it was stated lost nothing. */
export function waitingAsRestored(statement: Uint8Array): WaitingFigures {
  const { decision } = decodeStatement(statement);
  const facts: unknown = decision === null ? null : JSON.parse(decision);
  if (typeof facts !== "object" || facts === null || !("voided" in facts) || !("parted" in facts)) return NOTHING_LOST;
  const { voided, parted } = facts;
  return typeof voided === "number" && typeof parted === "number" ? { voided, parted } : NOTHING_LOST;
}
