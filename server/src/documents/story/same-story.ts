/** When neighbouring characters are told together. */
import type { LiveStep } from "./live-step.ts";
import { type WordOrigin, isOneHand } from "./word-sources.ts";

/** What one person did within this time reads as one act. */
export const SAME_HAND_MS = 60_000;

/** Whether two characters have one story, so that they are told as one. */
export function isSameStory(a: readonly LiveStep[], b: readonly LiveStep[]): boolean {
  return a.length === b.length && a.every((step, index) => isSameStep(step, b[index] as LiveStep));
}

function isSameStep(a: LiveStep, b: LiveStep): boolean {
  const face = ({
    did,
    personId,
    party,
    via,
    waits,
    proposed,
    about,
    reason,
    whoseId,
    because,
    takenById,
    name,
    value,
    version,
  }: LiveStep): string => {
    const outcome = [about, reason, whoseId, because, takenById];
    return JSON.stringify([did, personId, party, via, waits, proposed, ...outcome, name, value, version]);
  };
  return face(a) === face(b) && Math.abs(a.atMs - b.atMs) <= SAME_HAND_MS;
}

/** Whether two characters were copied from the same places, as far as that is told. */
export function haveOneOrigin(a: readonly WordOrigin[], b: readonly WordOrigin[]): boolean {
  return a.length === b.length && a.every((origin, index) => isSameOrigin(origin, b[index] as WordOrigin));
}

function isSameOrigin(a: WordOrigin, b: WordOrigin): boolean {
  return a.open && b.open ? isOneHand(a, b) && a.accepted?.seq === b.accepted?.seq : a.open === b.open;
}
