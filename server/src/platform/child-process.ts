/**
 * Runs a module of ours in a process of its own, for work that must not be able to end the server.
 *
 * Invariants:
 * - Nothing that the child does ends its parent: not an endless loop, not a full heap, not a fault of the runtime.
 * - The child may read the program's files. It may write none, start no process, load no native code, and it is given
 *   none of the server's settings, so a file that takes it over finds no password there.
 * - It ends with its parent, however that ends, and hears nothing of a Ctrl-C at the terminal: the server decides.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** How a child ended that nobody told to. */
export interface ChildEnding {
  /** It asked for more memory than it may have. */
  readonly outOfMemory: boolean;
  /** What happened, with the end of what it wrote to its standard error; for the log, not for people. */
  readonly error: Error;
}

export interface Child<ToChild, FromChild> {
  /** `undefined` when it could not be started. */
  readonly pid: number | undefined;
  send(message: ToChild): void;
  /** Adds a listener; what is returned removes it. */
  onMessage(listener: (message: FromChild) => void): () => void;
  /** Tells once that the child is gone, unless `end` was called before. What is returned removes the listener. */
  onEnded(listener: (ending: ChildEnding) => void): () => void;
  /** Ends the child at once, whatever it does, and resolves when it is gone. */
  end(): Promise<void>;
}

/** Of the child's standard error, so much is kept, from its end. */
const keptCharacters = 4_000;
const programFolder = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Starts `module` in a process of its own, with a heap of at most `memoryMb`. It does not keep the server from ending.
 * Messages are structured clones.
 */
export function startChild<ToChild, FromChild>(
  module: URL,
  { memoryMb }: { readonly memoryMb: number },
): Child<ToChild, FromChild> {
  const child = fork(module, {
    serialization: "advanced",
    execArgv: [`--max-old-space-size=${memoryMb}`, "--permission", `--allow-fs-read=${programFolder}*`],
    env: {},
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  child.unref();
  child.channel?.unref();
  const endings = new Set<(ending: ChildEnding) => void>();
  let wasTold = false;
  const gone = watchEnd(child, (ending) => {
    if (!wasTold) for (const listener of endings) listener(ending);
  });
  return {
    pid: child.pid,
    send: (message) => {
      // A child that is gone tells so by its end.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => {
      const hear = (message: unknown): void => listener(message as FromChild);
      child.on("message", hear);
      return () => void child.off("message", hear);
    },
    onEnded: (listener) => {
      endings.add(listener);
      return () => void endings.delete(listener);
    },
    end: () => {
      wasTold = true;
      child.kill("SIGKILL");
      return gone;
    },
  };
}

function watchEnd(child: ChildProcess, tell: (ending: ChildEnding) => void): Promise<void> {
  let lastWords = "";
  child.stderr
    ?.setEncoding("utf8")
    .on("data", (text: string) => (lastWords = (lastWords + text).slice(-keptCharacters)));
  if (child.stderr && "unref" in child.stderr) (child.stderr as { unref(): void }).unref();
  return new Promise((resolve) => {
    const end = (how: string): void => {
      tell({
        outOfMemory: lastWords.includes("heap out of memory"),
        error: new Error(`a process beside the server ended with ${how}${lastWords && `: ${lastWords.trim()}`}`),
      });
      resolve();
    };
    // "close" comes after its last words were read; "error" comes alone when it could not be started.
    child.once("close", (code, signal) => end(signal ?? `code ${code}`));
    child.once("error", (error) => {
      if (child.pid === undefined) end(error.message);
    });
  });
}

/** The child's side: its line to the server. The process ends when that line does. */
export function lineToParent<ToChild, FromChild>(): {
  readonly send: (message: FromChild) => void;
  readonly onMessage: (listener: (message: ToChild) => void) => void;
} {
  process.once("disconnect", () => process.exit(0));
  return {
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on("message", (message) => listener(message as ToChild)),
  };
}
