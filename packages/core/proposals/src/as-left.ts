/** Whether a place is as a decision left it. */

/** One of the things that stand, or once stood, side by side: a character or a block. */
export interface PlacedUnit {
  /** Whether it stood when the decision was made, and whether it stands now. */
  readonly wasLeft: boolean;
  readonly isThere: boolean;
  /** Whether the decision did something to it. */
  readonly isTouched: boolean;
}

/**
 * Whether around everything that was touched, as far as the next thing on either side that was not, there stands what stood, and
 * nothing has come between. Units in the order of the document, gone ones included.
 */
export function areAsLeft(units: readonly PlacedUnit[]): boolean {
  return units.every(
    ({ isTouched }, at) => !isTouched || (isAsLeftTowards(units, at, -1) && isAsLeftTowards(units, at, 1)),
  );
}

function isAsLeftTowards(units: readonly PlacedUnit[], from: number, step: -1 | 1): boolean {
  for (let at = from, unit = units[at]; unit; unit = units[(at += step)]) {
    if (unit.wasLeft !== unit.isThere) return false;
    if (unit.wasLeft && !unit.isTouched) return true;
  }
  return true;
}
