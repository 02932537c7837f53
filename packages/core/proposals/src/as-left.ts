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
 * nothing has come between. Units in the order of the document, gone ones included; each is looked at once.
 */
export function areAsLeft(units: readonly PlacedUnit[]): boolean {
  // The stretch since the last thing that stood untouched, that included.
  let [hasTouched, isAsLeft] = [false, true];
  for (const { wasLeft, isThere, isTouched } of units) {
    const isSame = wasLeft === isThere;
    hasTouched ||= isTouched;
    isAsLeft &&= isSame;
    if (!wasLeft || isTouched) continue;
    if (hasTouched && !isAsLeft) return false;
    [hasTouched, isAsLeft] = [false, isSame];
  }
  return !hasTouched || isAsLeft;
}
