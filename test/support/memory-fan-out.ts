/**
 * Redis in memory: the second implementation of the fan-out's port, for simulations. Messages and answers take their time on the
 * test's clock, messages get lost, and a node that died hears and says nothing more.
 */
import type { EpochMs, VirtualClock, seededRandom } from "@parley/base";
import type { FanOut, Leases } from "../../server/src/platform/fan-out/fan-out.ts";

const silenceMs = 5_000;

export interface MemoryFanOut extends FanOut {
  /** The node ends without a word; the others miss it some seconds later. */
  die(): void;
}

/** The one Redis of a simulation. */
export class MemoryRedis {
  private readonly clock: VirtualClock;
  private readonly random: ReturnType<typeof seededRandom>;
  private readonly nodes = new Set<Node>();
  private readonly held = new Map<string, { token: string; untilMs: EpochMs }>();
  private named = 0;
  /** How likely a message is lost on the way to one of its hearers. */
  lossChance = 0;

  constructor(clock: VirtualClock, random: ReturnType<typeof seededRandom>) {
    this.clock = clock;
    this.random = random;
  }

  connect(): MemoryFanOut {
    const node: Node = {
      nodeId: `node-${++this.named}`,
      alive: true,
      channels: new Map(),
      gone: new Set(),
      freeAtMs: 0,
    };
    this.nodes.add(node);
    return {
      nodeId: node.nodeId,
      isUp: true,
      publish: (channel, message) => this.publish(node, channel, Buffer.from(message)),
      listen: async (channel, listener) => {
        const listeners = node.channels.get(channel) ?? new Set();
        node.channels.set(channel, listeners.add(listener));
        return () => void listeners.delete(listener);
      },
      onMissed: () => () => undefined,
      onNodeGone: (listener) => {
        node.gone.add(listener);
        return () => void node.gone.delete(listener);
      },
      leases: this.leasesOf(node),
      die: () => {
        node.alive = false;
        this.nodes.delete(node);
        this.clock.schedule(() => {
          for (const other of this.nodes) for (const listener of other.gone) listener(node.nodeId);
        }, silenceMs);
      },
      close: async () => void this.nodes.delete(node),
    };
  }

  /** Runs what a node asks for at Redis and brings the answer back; each takes its time, in order. */
  private ask<T>(node: Node, work: () => T): Promise<T> {
    return new Promise((resolve) => {
      if (!node.alive) return;
      node.freeAtMs = Math.max(node.freeAtMs, this.clock.nowMs() + this.random.int(4));
      this.clock.schedule(() => {
        const answer = work();
        this.clock.schedule(() => {
          if (node.alive) resolve(answer);
        }, this.random.int(4));
      }, node.freeAtMs - this.clock.nowMs());
    });
  }

  private publish(from: Node, channel: string, message: Buffer): void {
    void this.ask(from, () => {
      for (const node of this.nodes) {
        if (this.random.chance(this.lossChance)) continue;
        this.clock.schedule(() => {
          if (node.alive) for (const listener of [...(node.channels.get(channel) ?? [])]) listener(message);
        }, 3);
      }
    });
  }

  private leasesOf(node: Node): Leases {
    const holder = (name: string): string | null => {
      const held = this.held.get(name);
      return held && held.untilMs > this.clock.nowMs() ? held.token : null;
    };
    const set = (name: string, token: string, lastsMs: number): true => {
      this.held.set(name, { token, untilMs: this.clock.nowMs() + lastsMs });
      return true;
    };
    return {
      take: (name, token, lastsMs) =>
        this.ask(node, () => (holder(name) ?? token) === token && set(name, token, lastsMs)),
      prolong: (name, token, lastsMs) => this.ask(node, () => holder(name) === token && set(name, token, lastsMs)),
      pass: (name, token, next, lastsMs) => this.ask(node, () => holder(name) === token && set(name, next, lastsMs)),
      giveBack: (name, token) =>
        this.ask(node, () => {
          if (holder(name) === token) this.held.delete(name);
        }),
    };
  }
}

interface Node {
  readonly nodeId: string;
  alive: boolean;
  readonly channels: Map<string, Set<(message: Buffer) => void>>;
  readonly gone: Set<(nodeId: string) => void>;
  freeAtMs: EpochMs;
}
