/**
 * What nodes on one database need of each other: messages, leases, and who is there. It knows nothing of what they are about.
 *
 * - Messages are heard at most once and may be lost; whoever cannot bear that looks at the truth when `onMissed` tells.
 * - A lease avoids conflicts. It may end unnoticed, so nothing may be wrong when two believe that they hold it.
 */
export interface FanOut {
  /** This node's name, fresh with each start. */
  readonly nodeId: string;
  /** Whether messages go both ways right now. */
  readonly isUp: boolean;
  /** Sends a message to whoever listens, in the order of the calls. It is lost while the line is down. */
  publish(channel: string, message: Uint8Array): void;
  /** Resolves when messages are heard, or, while the line is down, at once: it is listened to as soon as there is a line. */
  listen(channel: string, listener: (message: Buffer) => void): Promise<() => void>;
  /** Called when messages were lost on the way here: the line was down and is up again. */
  onMissed(listener: () => void): () => void;
  /** Called when a node has ended or has been silent for some seconds. */
  onNodeGone(listener: (nodeId: string) => void): () => void;
  readonly leases: Leases;
  close(): Promise<void>;
}

/** Named rights that one node at a time holds, known by a token of its choice. Every call rejects while the line is down. */
export interface Leases {
  /** Takes what is free, or prolongs what this token holds. Resolves with whether the token holds it. */
  take(name: string, token: string, lastsMs: number): Promise<boolean>;
  /** Prolongs what this token holds. Resolves with whether it does. */
  prolong(name: string, token: string, lastsMs: number): Promise<boolean>;
  /** Hands over what this token holds. Resolves with whether it did. */
  pass(name: string, token: string, next: string, lastsMs: number): Promise<boolean>;
  /** Lets go of what this token holds. */
  giveBack(name: string, token: string): Promise<void>;
}
