import * as Y from "yjs";
import { LoadClient } from "../load-client.ts";
import { round, sleep } from "../machine.ts";
import { numberOption, type Scene } from "../scene.ts";
import type { KillScope } from "../server-process.ts";
import type { RunningTarget } from "../target.ts";
import { paragraphTexts, Typist } from "../typist.ts";
import { insertedRanges } from "../wire.ts";
import { freshState } from "./fanout.ts";

/** What one kill did. Counts are characters, the opening words of the paragraph included. */
interface Kill {
  readonly scope: KillScope;
  readonly typingSeconds: number;
  readonly sent: number;
  /** Characters that another client had received. */
  readonly seen: number;
  /** Characters that the server had acknowledged to the writer; null where the server has no such message. */
  readonly acknowledged: number | null;
  readonly kept: number;
  /** Characters acknowledged or seen that are not there after the restart, in their place and order. */
  readonly lost: number;
  readonly startMs: number;
}

/** Length of the longest beginning of `text` that a paragraph of the document holds. */
export function keptBeginning(updates: readonly Uint8Array[], text: string): number {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  let kept = 0;
  for (const paragraph of paragraphTexts(doc)) {
    let same = 0;
    while (same < text.length && paragraph[same] === text[same]) same++;
    kept = Math.max(kept, same);
  }
  doc.destroy();
  return kept;
}

async function killOnce(
  target: RunningTarget,
  scope: KillScope,
  typingSeconds: number,
  keysPerSecond: number,
): Promise<Kill> {
  const plain = await target.newDocument();
  const acknowledging = target.acknowledging(plain);
  const seenClocks = new Map<number, number>();
  const look = (update: Uint8Array): void => {
    for (const { clientId, to } of insertedRanges(update))
      seenClocks.set(clientId, Math.max(seenClocks.get(clientId) ?? 0, to));
  };
  const observer = new LoadClient(plain, { onState: look, onUpdate: look });
  const writer = new LoadClient(acknowledging ?? plain);
  await Promise.all([writer.connect(), observer.connect()]);
  await sleep(100); // acknowledgements of the handshake are none of an edit
  const storedBefore = writer.storedCount;
  const typist = new Typist(writer, null, { keysPerSecond });
  const opening = "Clause. ";
  typist.begin(opening);
  const typing = typist.run(60);
  await sleep(typingSeconds * 1_000);
  await target.kill(scope);
  typist.stop();
  await typing;
  await sleep(100); // what the dead server's kernel still delivers counts as seen
  // The paragraph's element and run are two clocks before its text; its opening is one update, each key another.
  const seen = Math.max(0, (seenClocks.get(typist.clientId) ?? 0) - 2);
  const stored = writer.storedCount - storedBefore;
  const acknowledged = stored <= 0 ? 0 : Math.min(typist.text.length, opening.length + stored - 1);
  const promised = Math.max(seen, acknowledged);
  await Promise.all([writer.close(), observer.close()]);
  await target.startAgain();
  const kept = keptBeginning(await freshState(plain), typist.text);
  return {
    scope,
    typingSeconds: round(typingSeconds, 2),
    sent: typist.text.length,
    seen,
    acknowledged: acknowledging === null ? null : acknowledged,
    kept,
    lost: Math.max(0, promised - kept),
    startMs: round(target.startMs(), 0),
  };
}

/** SIGKILL in mid-typing: of the edits that somebody saw or that were acknowledged, how many are gone afterwards? */
export const crash: Scene = {
  name: "crash",
  title: "SIGKILL in mid-typing, 20 keys/s; every second kill takes the database, too",
  defaults: { kills: 50, keysPerSecond: 20, minSeconds: 0.5, maxSeconds: 12 },
  smoke: { kills: 2, minSeconds: 0.4, maxSeconds: 1 },
  columns: [
    { title: "kills", metric: "kills" },
    { title: "with the database", metric: "killsOfEverything" },
    { title: "seen or acknowledged", metric: "promised" },
    { title: "lost", metric: "lost" },
    { title: "share lost", metric: "lostShare" },
    { title: "kills with loss", metric: "killsWithLoss" },
    { title: "worst s", metric: "worstLostSeconds" },
    { title: "acknowledged, lost", metric: "acknowledgedLost" },
    { title: "start again ms, median", metric: "startMs" },
  ],
  run: async (target, options) => {
    const kills: Kill[] = [];
    const count = numberOption(options, "kills");
    const [least, most] = [numberOption(options, "minSeconds"), numberOption(options, "maxSeconds")];
    const keysPerSecond = numberOption(options, "keysPerSecond");
    for (let at = 0; at < count; at++) {
      // Spread evenly instead of drawn, so that all servers are killed at the same moments; long and short alternate.
      const share = ((at * 7) % count) / count;
      kills.push(
        await killOnce(target, at % 2 === 0 ? "server" : "everything", least + (most - least) * share, keysPerSecond),
      );
    }
    const sum = (read: (kill: Kill) => number): number => kills.reduce((total, kill) => total + read(kill), 0);
    const promised = sum((kill) => Math.max(kill.seen, kill.acknowledged ?? 0));
    const lost = sum((kill) => kill.lost);
    const hears = kills.some((kill) => kill.acknowledged !== null);
    const starts = kills.map((kill) => kill.startMs).toSorted((a, b) => a - b);
    return {
      sound: kills.every((kill) => kill.seen > 0),
      metrics: {
        kills: kills.length,
        killsOfEverything: kills.filter((kill) => kill.scope === "everything").length,
        promised,
        lost,
        lostShare: round(lost / promised, 3),
        killsWithLoss: kills.filter((kill) => kill.lost > 0).length,
        worstLostSeconds: round(Math.max(...kills.map((kill) => kill.lost)) / keysPerSecond, 1),
        acknowledged: hears ? sum((kill) => kill.acknowledged ?? 0) : null,
        acknowledgedLost: hears ? sum((kill) => Math.max(0, (kill.acknowledged ?? 0) - kill.kept)) : null,
        startMs: starts[starts.length >> 1] ?? null,
      },
      details: { kills },
    };
  },
};
