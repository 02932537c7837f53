/**
 * Whether new structs name neighbours between which nothing stood when they were written.
 *
 * Why: Yjs places a struct among others that were written at the same spot and did not know of it. That comes out alike everywhere
 * only when nothing stands between its neighbours that its author had seen. A struct made by hand can name any two: then it, and what
 * others write beside it, stand by the order in which structs happen to be loaded, and a page that loads afresh reads another text
 * than the server.
 * Invariants:
 * - What an author must have seen is taken from ids that they name, never from what they say. Rows reach everybody in order: whoever
 *   names an id has seen everything up to its row. It is less than they saw, so no page that names what stands beside is refused.
 * - The structs are put in their places in thought, as Yjs will do it; nothing is changed.
 */
import * as Y from "yjs";
import { AuthorSight, type Sight } from "./author-sight.ts";
import { BuildsOn } from "./builds-on.ts";
import type { DecodedStructs, SchemaViolation } from "./schema-violation.ts";
import { PlaceFinder } from "./guard.ts";
import { type Piece, StandingPieces, firstId, originOf } from "./standing-pieces.ts";

/** Steps that one update may take between neighbours. Who was away for long meets at one spot what others wrote there meanwhile. */
const MAX_STEPS = 200_000;

/** The structs of an update under one client id. */
interface Written {
  readonly structs: (Y.Item | Y.GC | Y.Skip)[];
  /** How many of them are placed, and the clock that follows. */
  placed: number;
  next: number;
}

/**
 * The first struct that no page would have written where it stands, or `null`. The update must be free of gaps and of what the
 * document holds already, and must have passed `findSchemaViolation`. Cost: tens of microseconds per struct, a few per step between neighbours.
 */
export function findFalseNeighbours(ydoc: Y.Doc, structs: DecodedStructs, sight: Sight): SchemaViolation | null {
  return new NeighbourCheck(ydoc, structs, sight).run();
}

/**
 * What will stand in a text, or another list, of the document once Yjs has placed the structs of an update among what is there: pieces from
 * left to right, deleted ones as well. `null` for an update that Yjs would not place, or not within a bound. Changes nothing.
 */
export function standingWith(
  ydoc: Y.Doc,
  structs: DecodedStructs,
): ((list: Y.AbstractType<unknown>) => Generator<Piece>) | null {
  const check = new NeighbourCheck(ydoc, structs, null);
  return check.run() === null ? (list) => check.standingIn(list) : null;
}

class NeighbourCheck {
  private readonly finder: PlaceFinder;
  private readonly pieces: StandingPieces;
  private readonly built: BuildsOn;
  /** `null` where structs are only to be placed. */
  private readonly sight: AuthorSight | null;
  private readonly written = new Map<number, Written>();
  private steps = 0;

  constructor(ydoc: Y.Doc, structs: DecodedStructs, sight: Sight | null) {
    this.finder = new PlaceFinder(ydoc, structs);
    this.pieces = new StandingPieces(ydoc, (id) => this.finder.structAt(id));
    this.built = new BuildsOn((id) => this.finder.structAt(id), MAX_STEPS);
    for (const struct of structs) {
      const { client, clock } = struct.id;
      const written = this.written.get(client);
      if (written) written.structs.push(struct);
      else this.written.set(client, { structs: [struct], placed: 0, next: clock });
    }
    const firstClocks = new Map([...this.written].map(([client, { next }]) => [client, next]));
    this.sight = sight && new AuthorSight(sight, firstClocks, MAX_STEPS);
  }

  *standingIn(list: Y.AbstractType<unknown>): Generator<Piece> {
    for (let piece = this.pieces.firstIn(list); piece !== null; piece = this.pieces.rightOf(piece)) yield piece;
  }

  /** Each struct after those that it names and those before it under its client id, as Yjs takes them. */
  run(): SchemaViolation | null {
    const waiting = new Set<number>();
    for (const [client, { structs }] of this.written) {
      const stack = [{ client, until: structs.length }];
      waiting.add(client);
      for (let top = stack.at(-1); top; top = stack.at(-1)) {
        const written = this.written.get(top.client);
        const struct = written?.structs[written.placed];
        if (!written || !struct || written.placed >= top.until) {
          stack.pop();
          waiting.delete(top.client);
          continue;
        }
        const missing = this.missingFor(struct);
        if (missing !== null) {
          if (waiting.has(missing.client)) return { reason: "structs refer to each other in a circle" };
          stack.push(missing);
          waiting.add(missing.client);
          continue;
        }
        const violation = struct instanceof Y.Item ? this.place(struct) : null;
        if (violation !== null) return violation;
        written.placed++;
        written.next = struct.id.clock + struct.length;
      }
    }
    return null;
  }

  private missingFor(struct: Y.Item | Y.GC | Y.Skip): { client: number; until: number } | null {
    if (!(struct instanceof Y.Item)) return null;
    for (const { client, clock } of namedBy(struct)) {
      const written = this.written.get(client);
      if (!written || client === struct.id.client || clock < written.next) continue;
      return { client, until: Y.findIndexSS(written.structs as Y.Item[], clock) + 1 };
    }
    return null;
  }

  private place(struct: Y.Item): SchemaViolation | null {
    const place = this.finder.placeOf(struct);
    // Yjs discards what hangs on collected neighbours.
    if (place === null) return null;
    if ("reason" in place) return place;
    for (const id of namedBy(struct)) this.sight?.note(struct, id);
    if (place.attribute !== null)
      return struct.rightOrigin === null ? null : { reason: "a value under a key with a right neighbour" };
    // In this order: where both name one piece, the left one is what is left of it.
    const right = struct.rightOrigin && this.pieces.beginningWith(struct.rightOrigin);
    const left = struct.origin && this.pieces.endingWith(struct.origin);
    const first = left ? this.pieces.rightOf(left) : this.pieces.firstIn(place.holder);
    let piece = first;
    for (; piece !== null && piece !== right; piece = this.pieces.rightOf(piece)) {
      if (this.sight?.hasSeen(struct, firstId(piece)) && !this.mayCross(struct, piece))
        return { reason: "something seen stands between its neighbours" };
      if (++this.steps + (this.sight?.steps ?? 0) > MAX_STEPS) return { reason: "too many structs between neighbours" };
    }
    // Rows of the log from before this was asked are placed as they are.
    if (piece !== right && this.sight !== null) return { reason: "its neighbours stand in the wrong order" };
    this.pieces.insert(struct, place.holder, this.leftAmong(struct, left, first, right));
    return null;
  }

  /**
   * The undo of Yjs lets words come back between the copies of their old neighbours, also where its person has written and taken back
   * something since. Of what they wrote, only what is gone and what nothing named builds on may stand there.
   */
  private mayCross(struct: Y.Item, piece: Piece): boolean {
    const { item } = piece;
    return item.id.client === struct.id.client && item.deleted && !this.built.includes(struct, piece);
  }

  /** Behind which of the pieces between its neighbours Yjs puts a struct (`Item.integrate`). */
  private leftAmong(struct: Y.Item, left: Piece | null, first: Piece | null, right: Piece | null): Piece | null {
    let behind = left;
    const conflicting = new Set<Piece>();
    const before = new Set<Piece>();
    for (let piece = first; piece !== null && piece !== right; piece = this.pieces.rightOf(piece)) {
      before.add(piece);
      conflicting.add(piece);
      const origin = originOf(piece);
      if (Y.compareIDs(struct.origin, origin)) {
        if (piece.item.id.client < struct.id.client) {
          behind = piece;
          conflicting.clear();
        } else if (Y.compareIDs(struct.rightOrigin, piece.item.rightOrigin)) break;
      } else {
        const named = origin && this.pieces.holding(origin);
        if (named === null || !before.has(named)) break;
        if (!conflicting.has(named)) {
          behind = piece;
          conflicting.clear();
        }
      }
    }
    return behind;
  }
}

/** The ids that a struct of an update names: its neighbours and its parent. */
function namedBy(struct: Y.Item): Y.ID[] {
  const parent: unknown = struct.parent;
  return [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null].filter((id) => id !== null);
}
