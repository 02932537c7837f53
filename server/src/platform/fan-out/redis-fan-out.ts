/**
 * Fan-out over Redis: one connection for commands, one that listens.
 *
 * Invariants:
 * - A command that cannot be sent now fails now; nothing waits in a queue to happen when nobody expects it any more.
 * - Both connections come back by themselves. Whoever listens is told only after every channel is listened to again.
 * - Each node says every second that it lives, and must hear itself: a line that is silently dead is broken and made anew.
 */
import { type Clock, type EpochMs, type Random, assert } from "@parley/base";
import { Redis, type RedisOptions } from "ioredis";
import type { Log } from "../log.ts";
import { StartProblem, errorCode } from "../start-problem.ts";
import type { FanOut, Leases } from "./fan-out.ts";

const nodesChannel = "parley:nodes";
const pulseMs = 1_000;
/** A node that was not heard for so long is gone; a line on which we do not hear ourselves for so long is dead. */
const silenceMs = 5_000;

const options = {
  replyMapping: "legacy",
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResubscribe: false,
  autoResendUnfulfilledCommands: false,
  connectTimeout: 5_000,
  commandTimeout: 2_000,
  retryStrategy: (times: number) => Math.min(1_000, 50 * 2 ** times),
} as const satisfies RedisOptions;

const connectionOf = (url: string, connectionName: string): Redis => new Redis(url, { ...options, connectionName });

const scripts = {
  take: `
    local holder = redis.call('get', KEYS[1])
    if holder and holder ~= ARGV[1] then return 0 end
    redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
    return 1`,
  prolong: `
    if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
    return redis.call('pexpire', KEYS[1], ARGV[2])`,
  pass: `
    if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
    redis.call('set', KEYS[1], ARGV[3], 'px', ARGV[2])
    return 1`,
  giveBack: `
    if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
    return redis.call('del', KEYS[1])`,
} as const;

interface Parts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * Connects to Redis and begins to tell the other nodes that this one is there.
 * @throws StartProblem when Redis cannot be reached
 */
export async function connectFanOut(url: string, parts: Parts): Promise<FanOut> {
  const fanOut = new RedisFanOut(url, parts);
  try {
    await fanOut.open();
  } catch (error) {
    await fanOut.close();
    throw new StartProblem(`The Redis of PARLEY_REDIS_URL cannot be reached (${errorCode(error) ?? "no answer"}).`, {
      cause: error,
    });
  }
  return fanOut;
}

interface Channel {
  readonly listeners: Set<(message: Buffer) => void>;
  subscribed: Promise<void>;
}

class RedisFanOut implements FanOut {
  readonly nodeId: string;
  readonly leases: Leases;
  private readonly commands: Redis;
  private readonly ears: Redis;
  private readonly parts: Parts;
  private readonly channels = new Map<string, Channel>();
  private readonly missed = new Set<() => void>();
  private readonly gone = new Set<(nodeId: string) => void>();
  private readonly lastHeardMs = new Map<string, EpochMs>();
  private listening = false;
  private opened = false;
  private closed = false;
  private cancelPulse = (): void => undefined;

  constructor(url: string, parts: Parts) {
    this.parts = parts;
    this.nodeId = Buffer.from(parts.random.bytes(9)).toString("base64url");
    this.commands = connectionOf(url, "parley");
    this.ears = connectionOf(url, "parley-listens");
    for (const connection of [this.commands, this.ears])
      connection.on("error", (error) => parts.log.debug({ err: error }, "Redis"));
    this.ears.on("messageBuffer", (channel: Buffer, message: Buffer) => this.hear(channel.toString(), message));
    this.ears.on("ready", () => void this.listenAgain());
    this.ears.on("close", () => {
      if (this.listening && !this.closed) parts.log.warn("The line to Redis was lost");
      this.listening = false;
    });
    const run = async (script: keyof typeof scripts, name: string, ...values: (string | number)[]): Promise<boolean> =>
      (await this.commands.eval(scripts[script], 1, `parley:lease:${name}`, ...values)) === 1;
    this.leases = {
      take: (name, token, lastsMs) => run("take", name, token, lastsMs),
      prolong: (name, token, lastsMs) => run("prolong", name, token, lastsMs),
      pass: (name, token, next, lastsMs) => run("pass", name, token, lastsMs, next),
      giveBack: async (name, token) => void (await run("giveBack", name, token)),
    };
  }

  async open(): Promise<void> {
    await Promise.all([this.commands.connect(), this.ears.connect()]);
    await this.listen(nodesChannel, (message) => this.hearNode(message.toString()));
    this.opened = true;
    this.listening = true;
    this.lastHeardMs.set(this.nodeId, this.parts.clock.nowMs());
    this.pulse();
  }

  get isUp(): boolean {
    return this.listening && this.commands.status === "ready";
  }

  publish(channel: string, message: Uint8Array): void {
    const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
    // Lost messages are looked for in the truth by those who missed them.
    this.commands
      .publish(channel, bytes)
      .catch((error: unknown) => this.parts.log.debug({ err: error, channel }, "A message was lost"));
  }

  async listen(name: string, listener: (message: Buffer) => void): Promise<() => void> {
    let channel = this.channels.get(name);
    if (!channel) {
      channel = { listeners: new Set(), subscribed: this.subscribe([name]) };
      this.channels.set(name, channel);
    }
    const { listeners } = channel;
    listeners.add(listener);
    await channel.subscribed;
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.channels.get(name)?.listeners !== listeners) return;
      this.channels.delete(name);
      this.ears.unsubscribe(name).catch(() => undefined);
    };
  }

  private async subscribe(names: readonly string[]): Promise<void> {
    try {
      await this.ears.subscribe(...names);
    } catch (error) {
      // Without a line there is nothing to listen to; `listenAgain` does it when there is.
      this.parts.log.debug({ err: error }, "A channel is not listened to yet");
    }
  }

  /** After the line was lost, or after the first try came too early. */
  private async listenAgain(): Promise<void> {
    if (!this.opened || this.closed) return;
    try {
      await this.ears.subscribe(...this.channels.keys());
    } catch (error) {
      this.parts.log.debug({ err: error }, "Listening failed");
      this.ears.disconnect(true);
      return;
    }
    this.listening = true;
    this.lastHeardMs.set(this.nodeId, this.parts.clock.nowMs());
    this.parts.log.info("Redis is back");
    for (const listener of this.missed) listener();
  }

  private hear(name: string, message: Buffer): void {
    for (const listener of this.channels.get(name)?.listeners ?? []) {
      try {
        listener(message);
      } catch (error) {
        this.parts.log.error({ err: error, channel: name }, "A message could not be handled");
      }
    }
  }

  private hearNode(words: string): void {
    const [nodeId, says] = words.split(" ");
    assert(nodeId !== undefined, "a node says its name");
    if (says === "here") this.lastHeardMs.set(nodeId, this.parts.clock.nowMs());
    else if (nodeId !== this.nodeId) this.forget(nodeId);
  }

  private forget(nodeId: string): void {
    this.lastHeardMs.delete(nodeId);
    for (const listener of this.gone) listener(nodeId);
  }

  private pulse(): void {
    this.publish(nodesChannel, Buffer.from(`${this.nodeId} here`));
    const silentSinceMs = this.parts.clock.nowMs() - silenceMs;
    for (const [nodeId, heardMs] of [...this.lastHeardMs]) {
      if (heardMs >= silentSinceMs) continue;
      if (nodeId !== this.nodeId) this.forget(nodeId);
      else if (this.listening) {
        this.parts.log.warn("Redis is silent; the line is made anew");
        this.commands.disconnect(true);
        this.ears.disconnect(true);
      }
    }
    this.cancelPulse = this.parts.clock.schedule(() => this.pulse(), pulseMs);
  }

  onMissed(listener: () => void): () => void {
    this.missed.add(listener);
    return () => void this.missed.delete(listener);
  }

  onNodeGone(listener: (nodeId: string) => void): () => void {
    this.gone.add(listener);
    return () => void this.gone.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.cancelPulse();
    if (this.isUp) {
      // The answer comes after everything that was sent before, so nothing of it is cut off.
      await this.commands
        .publish(nodesChannel, `${this.nodeId} leaves`)
        .catch((error: unknown) => this.parts.log.debug({ err: error }, "The others were not told of the end"));
    }
    this.commands.disconnect();
    this.ears.disconnect();
  }
}
