import { type RestoredSums, restoredSumsSchema } from "@parley/documents";
import { decodeStatement } from "@parley/history";
import { NOTHING_LOST, type WaitingFigures } from "./waiting-figures.ts";

/** Which version a row restored, as it states; `null` for a repair, which states none. */
export function restoredBy(statement: Uint8Array): number | null {
  const { restored } = factsOf(statement);
  return typeof restored === "number" ? restored : null;
}

/** What a restoration states about the proposals that waited then; those of before it was stated lost nothing. */
export function waitingAsRestored(statement: Uint8Array): WaitingFigures {
  const { voided, parted } = factsOf(statement);
  return typeof voided === "number" && typeof parted === "number" ? { voided, parted } : NOTHING_LOST;
}

/** What a restoration states that it did to the agreed text; `null` for those of before it was stated. */
export function didAsRestored(statement: Uint8Array): RestoredSums | null {
  return restoredSumsSchema.safeParse(factsOf(statement)["did"]).data ?? null;
}

function factsOf(statement: Uint8Array): Readonly<Record<string, unknown>> {
  const { decision } = decodeStatement(statement);
  const facts: unknown = decision === null ? null : JSON.parse(decision);
  return typeof facts === "object" && facts !== null ? (facts as Readonly<Record<string, unknown>>) : {};
}
