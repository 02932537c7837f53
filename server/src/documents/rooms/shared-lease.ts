/**
 * The right to write one document, shared by the nodes that have it open.
 *
 * - Whoever holds it keeps it until somebody else wants it; then it is handed over as soon as what is being written is durable,
 *   but not before a short time of its own, so that nodes whose people type at once take turns and none starves.
 * - It ends by itself some seconds after its node or Redis went silent. A node believes in it for a shorter time than Redis does.
 * - Whoever takes it reads the log before it writes: everything that the others wrote is durable by then.
 */
import type { Clock, EpochMs } from "@parley/base";
import { NotWritableNow } from "@parley/sync";
import type { Leases } from "../../platform/fan-out/fan-out.ts";
import type { LeaseMessage } from "./neighbour-wire.ts";
import type { LeaseUser, WriteLease } from "./neighbours.ts";

/** How long Redis keeps a lease that nobody prolongs, and how much earlier its holder stops to believe in it. */
const LEASE_MS = 4_000;
const MARGIN_MS = 500;
const PROLONG_MS = 1_000;
/** How long a lease that was handed over waits for its new holder. */
const PASSED_MS = 1_500;
/** How long a node may write before it hands over. */
const MIN_HOLD_MS = 40;
/** How often somebody who waits looks, in case that a message was lost. */
const LOOK_MS = 100;
/** How long somebody waits; longer than a dead holder's lease lasts. */
const PATIENCE_MS = 8_000;

export interface SharedLeaseParts {
  readonly name: string;
  /** Nobody else's, ever. */
  readonly token: string;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly user: LeaseUser;
  readonly tell: (message: LeaseMessage) => void;
}

export class SharedLease implements WriteLease {
  private readonly parts: SharedLeaseParts;
  private state: "free" | "reading" | "held" | "passing" | "closed" = "free";
  private endsMs: EpochMs = 0;
  private sinceMs: EpochMs = 0;
  private wantedBy: string | null = null;
  private taking: Promise<void> | null = null;
  private passing: Promise<void> | null = null;
  private cancelProlong = (): void => undefined;
  private cancelPass: (() => void) | null = null;
  private wake = (): void => undefined;

  constructor(parts: SharedLeaseParts) {
    this.parts = parts;
  }

  get held(): boolean {
    return this.state === "held" && this.parts.clock.nowMs() < this.endsMs;
  }

  take(): Promise<void> {
    this.taking ??= this.wait().finally(() => (this.taking = null));
    return this.taking;
  }

  private async wait(): Promise<void> {
    const { clock } = this.parts;
    const untilMs = clock.nowMs() + PATIENCE_MS;
    for (;;) {
      await this.passing;
      if (await this.tryToTake()) return;
      if (this.state === "closed") throw new NotWritableNow("the document was closed");
      if (clock.nowMs() >= untilMs) throw new NotWritableNow("another node writes, or Redis is away");
      await new Promise<void>((resolve) => {
        const cancel = clock.schedule(resolve, LOOK_MS);
        this.wake = () => {
          cancel();
          resolve();
        };
      });
    }
  }

  private async tryToTake(): Promise<boolean> {
    const { name, token, leases, clock, user, tell } = this.parts;
    if (this.state === "closed") return false;
    this.rest();
    const askedMs = clock.nowMs();
    // Redis that does not answer is as good as somebody else who holds it.
    const got = await leases.take(name, token, LEASE_MS).catch(() => null);
    if (got !== true) {
      if (got === false) tell({ type: "want", token });
      return false;
    }
    if (this.isClosed()) {
      this.letGo();
      return false;
    }
    this.state = "reading";
    this.endsMs = askedMs + LEASE_MS - MARGIN_MS;
    try {
      await user.catchUp();
    } catch (error) {
      if (!this.isClosed()) this.rest();
      this.letGo();
      throw error;
    }
    if (this.isClosed() || clock.nowMs() >= this.endsMs) return false;
    this.state = "held";
    this.sinceMs = clock.nowMs();
    this.planProlonging();
    if (this.wantedBy !== null) this.planPassing();
    return true;
  }

  /** What another node's lease says. */
  hear(message: LeaseMessage): void {
    const { token, clock } = this.parts;
    switch (message.type) {
      case "want":
        if (this.state !== "held" && this.state !== "reading") return;
        this.wantedBy ??= message.token;
        if (this.held) this.planPassing();
        return;
      case "passed":
        // Handed to somebody who has given up waiting.
        if (message.token === token && this.taking === null && this.state === "free") this.letGo();
        else this.wake();
        return;
      case "free":
        // Everybody who waits wakes up now; a little apart they do not wake in vain.
        clock.schedule(() => this.wake(), 0);
    }
  }

  private planPassing(): void {
    if (this.cancelPass !== null || this.passing !== null) return;
    const { clock } = this.parts;
    const waitMs = Math.max(0, this.sinceMs + MIN_HOLD_MS - clock.nowMs());
    this.cancelPass = clock.schedule(() => {
      this.cancelPass = null;
      if (this.state !== "held") return;
      this.passing = this.pass().finally(() => (this.passing = null));
    }, waitMs);
  }

  private async pass(): Promise<void> {
    const { name, token, leases, user, tell } = this.parts;
    const next = this.wantedBy;
    this.rest();
    if (next === null) return;
    this.state = "passing";
    await user.settled();
    // When it fails the lease ends by itself, or is taken again with the token that it still has.
    const passed = await leases.pass(name, token, next, PASSED_MS).catch(() => false);
    if (!this.isClosed()) this.state = "free";
    if (passed) tell({ type: "passed", token: next });
  }

  private planProlonging(): void {
    const { name, token, leases, clock } = this.parts;
    this.cancelProlong = clock.schedule(() => {
      const askedMs = clock.nowMs();
      leases
        .prolong(name, token, LEASE_MS)
        .then(
          (holds) => {
            if (this.state !== "held") return;
            if (holds) this.endsMs = Math.max(this.endsMs, askedMs + LEASE_MS - MARGIN_MS);
            else this.rest();
          },
          () => undefined,
        )
        .finally(() => {
          // Without an answer it is tried again for as long as we may believe in it.
          if (this.state === "held" && clock.nowMs() < this.endsMs) this.planProlonging();
        });
    }, PROLONG_MS);
  }

  doubt(): void {
    if (this.state === "held") this.rest();
  }

  giveBack(): void {
    if (this.state !== "held") return;
    this.rest();
    this.letGo();
  }

  /** Lets go of it for good, once what is being written is durable. */
  close(): void {
    if (this.state === "closed") return;
    const mayHold = this.state !== "free" || this.taking !== null;
    this.rest();
    this.state = "closed";
    this.wake();
    if (mayHold) void this.parts.user.settled().then(() => this.letGo());
  }

  private rest(): void {
    this.cancelProlong();
    this.cancelPass?.();
    this.cancelPass = null;
    this.wantedBy = null;
    this.state = "free";
  }

  private letGo(): void {
    const { name, token, leases, tell } = this.parts;
    leases.giveBack(name, token).then(
      () => tell({ type: "free" }),
      // It ends by itself.
      () => undefined,
    );
  }

  private isClosed(): boolean {
    return this.state === "closed";
  }
}
