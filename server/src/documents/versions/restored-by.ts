import { decodeStatement } from "@parley/history";

/** Which version a row restored, as it states; `null` for a repair, which states none. */
export function restoredBy(statement: Uint8Array): number | null {
  const { decision } = decodeStatement(statement);
  const facts: unknown = decision === null ? null : JSON.parse(decision);
  const restored = typeof facts === "object" && facts !== null && "restored" in facts ? facts.restored : null;
  return typeof restored === "number" ? restored : null;
}
