/** Things with a row each, of which the one with the last row is taken first: a binary heap. */
export class LatestFirst<Thing> {
  private readonly heap: { readonly thing: Thing; readonly row: number }[] = [];

  put(thing: Thing, row: number): void {
    const { heap } = this;
    let at = heap.length;
    for (let above = (at - 1) >> 1; at > 0 && this.rowAt(above) < row; above = (at - 1) >> 1) {
      heap[at] = heap[above] as (typeof heap)[number];
      at = above;
    }
    heap[at] = { thing, row };
  }

  /** Takes out one with the last row, if that is `row` or later; else `null`. */
  take(row: number): Thing | null {
    const { heap } = this;
    const [first] = heap;
    if (!first || first.row < row) return null;
    const last = heap.pop();
    if (last && heap.length > 0) this.sink(last);
    return first.thing;
  }

  private sink(entry: { readonly thing: Thing; readonly row: number }): void {
    const { heap } = this;
    for (let at = 0; ;) {
      let below = 2 * at + 1;
      if (this.rowAt(below + 1) > this.rowAt(below)) below++;
      const next = heap[below];
      if (!next || next.row <= entry.row) {
        heap[at] = entry;
        return;
      }
      heap[at] = next;
      at = below;
    }
  }

  private rowAt(at: number): number {
    return this.heap[at]?.row ?? -Infinity;
  }
}
