/** Where something small stands beside a place of the text. */
import type { Anchor } from "./use-anchor.ts";

const GAP_PX = 8;

/** The least height that something beside a place may have, though it then covers the place. */
const LEAST_ROOM_PX = 200;

interface Surroundings {
  readonly side: "above" | "below";
  /** What is to be placed, in pixels. */
  readonly box: { readonly width: number; readonly height: number };
  /** What it stays in: all of the window, or less where something at its upper edge is not to be covered. */
  readonly frame: { readonly top: number; readonly bottom: number; readonly right: number };
}

/** `room` is the height that the roomier side has. */
export function placeBeside(
  anchor: Anchor,
  { side, box, frame }: Surroundings,
): { readonly left: number; readonly top: number; readonly room: number } {
  const first = frame.top + GAP_PX;
  const above = anchor.top - GAP_PX - box.height;
  const below = anchor.bottom + GAP_PX;
  const fitsBelow = below + box.height <= frame.bottom - GAP_PX;
  const wanted = side === "above" ? (above >= first ? above : below) : fitsBelow || above < first ? below : above;
  return {
    left: Math.max(GAP_PX, Math.min(anchor.left, frame.right - box.width - GAP_PX)),
    top: Math.max(first, Math.min(wanted, frame.bottom - box.height - GAP_PX)),
    room: Math.max(anchor.top - frame.top, frame.bottom - anchor.bottom, LEAST_ROOM_PX) - 2 * GAP_PX,
  };
}
