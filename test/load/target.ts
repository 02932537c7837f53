import type { DocumentAddress } from "./load-client.ts";
import type { LiveMemory } from "./inspector.ts";
import type { Usage } from "./machine.ts";
import type { KillScope } from "./server-process.ts";

/** Where a run's server may live: a port of its own and an empty folder of its own. */
export interface RunPlace {
  readonly port: number;
  readonly folder: string;
  /** Arguments for the server's Node, such as `--cpu-prof`. */
  readonly nodeArguments: readonly string[];
}

/** A kind of server that can be measured. */
export interface Target {
  readonly name: string;
  /** Scenes that make no sense for it, such as `crash` for a server that keeps nothing. */
  readonly skips: readonly string[];
  /** Installs what it needs, once; does nothing when that is there. */
  readonly prepare: () => Promise<void>;
  /** Starts a fresh server. `settings` are environment variables that a scene asks for; a target takes those it knows. */
  readonly start: (place: RunPlace) => Promise<RunningTarget>;
}

/** A started server, as a scene sees it. */
export interface RunningTarget {
  readonly name: string;
  /** Whether documents outlive the process. */
  readonly keepsData: boolean;
  /** A new, empty document. */
  readonly newDocument: () => Promise<DocumentAddress>;
  /** The same document for a client that wants to be told when its updates are stored; null when there is no such message. */
  readonly acknowledging: (address: DocumentAddress) => DocumentAddress | null;
  readonly usage: () => Usage | null;
  /** What the server holds after a full collection of garbage; null where that cannot be asked. */
  readonly liveMemory: () => Promise<LiveMemory | null>;
  readonly storeCpuS: () => number;
  /** From the command to the first answer of the last start. */
  readonly startMs: () => number;
  /** The server's last words, for a failed run. */
  readonly output: () => string;
  readonly kill: (scope: KillScope) => Promise<void>;
  /** Starts again after `kill`, on the same folder. */
  readonly startAgain: () => Promise<void>;
  /** Ends it in good order and starts it again. */
  readonly restart: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}
