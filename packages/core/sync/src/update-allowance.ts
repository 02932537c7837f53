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

  /** Takes one update out. Returns `false` when the bucket is empty by that. What is taken beyond that is owed. */
  spend(): boolean {
    this.refill();
    this.left--;
    return this.left > 0;
  }

  /** How long it takes until something is in the bucket again; 0 when something is. */
  emptyForMs(): number {
    this.refill();
    return this.left > 0 ? 0 : Math.floor((-this.left / this.limits.maxUpdatesPerSecond) * 1_000) + 1;
  }

  private refill(): void {
    const nowMs = this.clock.nowMs();
    const refill = ((nowMs - this.atMs) / 1_000) * this.limits.maxUpdatesPerSecond;
    this.left = Math.min(this.limits.updateBurst, this.left + refill);
    this.atMs = nowMs;
  }
}
