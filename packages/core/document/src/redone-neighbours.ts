/**
 * Lets what undo brings back name the neighbours between which it stands.
 *
 * Why: words that come back into a paragraph that came back itself are told by Yjs to stand between the copies of their old neighbours,
 * also where others have written between these meanwhile. Who loads such words in another order may read them elsewhere, and a server
 * cannot tell them from words that are made to come out differently [GU11].
 */
import * as Y from "yjs";

/**
 * For an `afterTransaction` listener: what the transaction wrote under the page's own client id names what stood beside it when it came.
 * What the page wrote after it was not there yet. What is sent and stored afterwards says so.
 */
export function nameStandingNeighbours({ doc, beforeState, afterState }: Y.Transaction): void {
  const client = doc.clientID;
  const [from, until] = [beforeState.get(client) ?? 0, afterState.get(client) ?? 0];
  if (from >= until) return;
  const isNew = ({ id }: Y.Item): boolean => id.client === client && id.clock >= from;
  const structs = doc.store.clients.get(client) ?? [];
  for (let at = Y.findIndexSS(structs, from); at < structs.length; at++) {
    const first = structs[at];
    if (!(first instanceof Y.Item) || !isNew(first) || first.parentSub !== null) continue;
    if (first.left !== null && isNew(first.left)) continue;
    const run: Y.Item[] = [];
    for (let item: Y.Item | null = first; item !== null && isNew(item); item = item.right) run.push(item);
    // What a listener wrote since is another transaction's.
    const named = run.filter(({ id }) => id.clock < until);
    nameIn(named, first.left?.lastId ?? null, "left");
    nameIn(named.toReversed(), run.at(-1)?.right?.id ?? null, "right");
  }
}

/** Each names the nearest on one side that came before it; beyond the run stands `outside`. */
function nameIn(run: readonly Y.Item[], outside: Y.ID | null, side: "left" | "right"): void {
  const earlier: Y.Item[] = [];
  for (const item of run) {
    for (let last = earlier.at(-1); last && last.id.clock > item.id.clock; last = earlier.at(-1)) earlier.pop();
    const beside = earlier.at(-1);
    if (side === "left") item.origin = beside ? beside.lastId : outside;
    else item.rightOrigin = beside ? beside.id : outside;
    earlier.push(item);
  }
}
