import type { Clock } from "@parley/base";
import type { RoomLimits } from "./room-ports.ts";

/** A bucket of updates that refills over time. */
export class UpdateAllowance {
  private readonly clock: Clock;
  private readonly limits: Pick<RoomLimits, "updateBurst" | "maxUpdatesPerSecond">;
  private left: number;
  private atMs: number;

  constructor(clock: Clock, limits: Pick<RoomLimits, "updateBurst" | "maxUpdatesPerSecond">) {
    this.clock = clock;
    this.limits = limits;
    this.left = limits.updateBurst;
    this.atMs = clock.nowMs();
  }

  /** Takes one update out. Returns `false` when the bucket is empty by that. */
  spend(): boolean {
    const nowMs = this.clock.nowMs();
    const refill = ((nowMs - this.atMs) / 1_000) * this.limits.maxUpdatesPerSecond;
    this.left = Math.min(this.limits.updateBurst, this.left + refill) - 1;
    this.atMs = nowMs;
    return this.left > 0;
  }
}
