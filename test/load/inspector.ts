import { sleep } from "./machine.ts";

/** Memory of a Node process after a full collection, in MiB. */
export interface LiveMemory {
  /** Objects, strings and buffers that are really in use: V8's heap and what it holds outside. */
  readonly liveMib: number;
  readonly rssMib: number;
}

interface Reply {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

/** Asks Node's inspector for one thing after the other. */
async function ask(
  url: string,
  requests: readonly { readonly method: string; readonly params?: object }[],
): Promise<Reply[]> {
  const socket = new WebSocket(url);
  const replies: Reply[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener("open", () => resolve());
      socket.addEventListener("error", () => reject(new Error("the inspector did not answer")));
    });
    for (const [id, request] of requests.entries()) {
      replies.push(
        await new Promise<Reply>((resolve) => {
          const listen = (event: MessageEvent): void => {
            const reply = JSON.parse(String(event.data)) as Reply;
            if (reply.id !== id) return;
            socket.removeEventListener("message", listen);
            resolve(reply);
          };
          socket.addEventListener("message", listen);
          socket.send(JSON.stringify({ id, ...request }));
        }),
      );
    }
  } finally {
    socket.close();
  }
  return replies;
}

async function debuggerUrl(port: number): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
        webSocketDebuggerUrl: string;
      }[];
      const [target] = targets;
      if (target) return target.webSocketDebuggerUrl;
    } catch {
      // not open yet
    }
    await sleep(100);
  }
  throw new Error(`no inspector on port ${port}`);
}

/**
 * Has a Node process collect all its garbage and tells what is left. The process must run with
 * `--inspect-port=<port>`; a signal opens the inspector at the first call.
 */
export async function collectGarbage(pid: number, port: number): Promise<LiveMemory> {
  process.kill(pid, "SIGUSR1");
  const url = await debuggerUrl(port);
  const collect = { method: "HeapProfiler.collectGarbage" };
  const read = {
    method: "Runtime.evaluate",
    params: { expression: "JSON.stringify(process.memoryUsage())", returnByValue: true },
  };
  const replies = await ask(url, [{ method: "HeapProfiler.enable" }, collect, collect, read]);
  const usage = JSON.parse(String(replies.at(-1)?.result?.result?.value)) as {
    rss: number;
    heapUsed: number;
    external: number;
  };
  return { liveMib: (usage.heapUsed + usage.external) / 2 ** 20, rssMib: usage.rss / 2 ** 20 };
}
