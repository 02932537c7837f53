/** Where the trail names a text by its hash: rounds, ends of negotiations, approvals. */
import type { EventBody } from "./bundle-manifest.ts";

/** A text that an event names. */
export interface SealedPoint {
  readonly eventSeq: number;
  readonly kind: string;
  /** The row of the document's log up to which it goes. */
  readonly seq: number;
  readonly textHash: string;
  /** The hash of that row, and the document; `null` where the event does not say. */
  readonly logHash: string | null;
  readonly documentId: string | null;
}

/** Every text that one of the events names, in their order. */
export function sealedPoints(
  events: readonly (Pick<EventBody, "seq" | "kind"> & { readonly facts: Readonly<Record<string, unknown>> })[],
): SealedPoint[] {
  return events.flatMap(({ seq: eventSeq, kind, facts }) => {
    const text = factsIn(factsIn(facts["event"])["text"]);
    const seq = facts["seq"] ?? facts["textSeq"] ?? text["textSeq"];
    const textHash = facts["textHash"] ?? text["textHash"];
    if (typeof seq !== "number" || typeof textHash !== "string") return [];
    const asText = (value: unknown): string | null => (typeof value === "string" ? value : null);
    const documentId = asText(facts["documentId"] ?? text["documentId"]);
    return [{ eventSeq, kind, seq, textHash, logHash: asText(facts["logHash"]), documentId }];
  });
}

/** An object's fields; none for anything else. */
export function factsIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
