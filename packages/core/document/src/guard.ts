/**
 * The schema guard: looks at the new structs of an update *before* it is applied and says whether the schema allows them.
 *
 * Why: one unknown mark or node makes every reader's binding delete the whole run of text and broadcast that deletion
 * under an innocent name. Checking before applying costs no copy of the document and needs nothing undone.
 * Invariants:
 * - Nothing is changed, neither the document nor the structs.
 * - A struct's parent is found exactly as Yjs will find it when it integrates the struct (`Item.getMissing`): from the left
 *   origin, else from the right origin, else as written.
 * - What the schema does not name is refused; there is no list of bad things.
 */
import type { SchemaViolation, DecodedStructs } from "./schema-violation.ts";
import * as Y from "yjs";
import { type DeletedRange, cutsCharacter } from "./cut-characters.ts";
import { cutsTooManyPlaces } from "./cut-places.ts";
import { markName } from "./yjs-content.ts";
import { PROPOSALS_NAME, isProposalRecord, recordAuthor } from "./proposal-record.ts";
import { FRAGMENT_NAME, attributeAccepts, markSpecs, nodeSpecs } from "./schema.ts";

/** Tables in cells in tables: deep enough for any real document, shallow enough for every recursive reader. */
const MAX_NESTING = 16;

/** Where a struct stands: the node that holds it (`doc`, a node name, `#text` or `#proposals`), the attribute it sets, and how deep. */
export interface Place {
  /** The very thing that holds it, to compare: two paragraphs are not the same place. */
  readonly holder: unknown;
  /** The item of what holds it; `null` for the document itself. */
  readonly item: Y.Item | null;
  readonly node: string;
  readonly attribute: string | null;
  readonly depth: number;
}

/** Stand for the document's roots, which an update names and the document holds. */
const ROOT: unique symbol = Symbol("root");
const RECORDS: unique symbol = Symbol("records");
const rootPlaces: Readonly<Record<string, { holder: symbol; node: string }>> = {
  [FRAGMENT_NAME]: { holder: ROOT, node: "doc" },
  [PROPOSALS_NAME]: { holder: RECORDS, node: "#proposals" },
};

const refused = (reason: string): SchemaViolation => ({ reason });

/** How a struct's place follows from another struct, or what it is at once. */
type Derivation =
  | { readonly kind: "known"; readonly place: Place | null | SchemaViolation }
  | { readonly kind: "beside"; readonly item: Y.Item }
  | {
      readonly kind: "inside";
      readonly item: Y.Item;
      readonly holder: unknown;
      readonly node: string;
      readonly attribute: string | null;
    };

const known = (place: Place | null | SchemaViolation): Derivation => ({ kind: "known", place });

/** Finds places of structs, in the document and in the update itself. */
export class PlaceFinder {
  private readonly places = new Map<Y.Item, Place | null | SchemaViolation>();
  private readonly structsOf = new Map<number, (Y.Item | Y.GC | Y.Skip)[]>();
  private readonly fresh: ReadonlySet<Y.Item | Y.GC | Y.Skip>;
  private readonly ydoc: Y.Doc;

  constructor(ydoc: Y.Doc, structs: DecodedStructs) {
    this.ydoc = ydoc;
    this.fresh = new Set(structs);
    for (const struct of structs) {
      const list = this.structsOf.get(struct.id.client);
      if (list) list.push(struct);
      else this.structsOf.set(struct.id.client, [struct]);
    }
  }

  /**
   * The place of a struct of the update; `null` when Yjs will discard it with its collected neighbours.
   * A chain of structs that follow from each other is walked with a list, not by recursion: it may be as long as the document.
   */
  placeOf(item: Y.Item): Place | null | SchemaViolation {
    const chain: { item: Y.Item; via: Exclude<Derivation, { kind: "known" }> }[] = [];
    const onChain = new Set<Y.Item>();
    let current = item;
    let place: Place | null | SchemaViolation | undefined;
    while (place === undefined) {
      const before = this.places.get(current);
      if (before !== undefined) {
        place = before;
        break;
      }
      // Yjs would leave such structs pending for ever.
      if (onChain.has(current)) return refused("structs refer to each other in a circle");
      onChain.add(current);
      const via = this.deriveFrom(current);
      if (via.kind === "known") {
        place = via.place;
        this.places.set(current, place);
      } else {
        chain.push({ item: current, via });
        current = via.item;
      }
    }
    for (const link of chain.reverse()) {
      if (place !== null && !("reason" in place) && link.via.kind === "inside") {
        const { item: holderItem, holder, node, attribute } = link.via;
        place = { holder, item: holderItem, node, attribute, depth: place.depth + 1 };
      }
      this.places.set(link.item, place);
    }
    return place;
  }

  /**
   * Whether the neighbours that a struct names stand in one place. Where they do not, browsers, which have collected what was
   * deleted, would put the struct somewhere else than the server.
   */
  neighboursAgree(item: Y.Item): boolean {
    if (!item.origin || !item.rightOrigin) return true;
    const left = this.structAt(item.origin);
    const right = this.structAt(item.rightOrigin);
    if (!(left instanceof Y.Item) || !(right instanceof Y.Item)) return true;
    const [a, b] = [this.placeOf(left), this.placeOf(right)];
    if (a === null || b === null || "reason" in a || "reason" in b) return a === b;
    return a.holder === b.holder && a.attribute === b.attribute;
  }

  private deriveFrom(item: Y.Item): Derivation {
    if (!this.fresh.has(item)) return known(placeInDocument(item));
    const left = item.origin ? this.structAt(item.origin) : null;
    const right = item.rightOrigin ? this.structAt(item.rightOrigin) : null;
    if ((item.origin && left === null) || (item.rightOrigin && right === null))
      return known(refused("a neighbour is unknown"));
    if (left instanceof Y.GC || right instanceof Y.GC) return known(null);
    const neighbour = left ?? right;
    if (neighbour instanceof Y.Item) return { kind: "beside", item: neighbour };
    const parent = item.parent as unknown;
    if (typeof parent === "string") {
      const root = own(rootPlaces, parent);
      return known(
        root
          ? { ...root, item: null, attribute: item.parentSub, depth: 0 }
          : refused(`root type ${JSON.stringify(parent.slice(0, 40))}`),
      );
    }
    return parent instanceof Y.ID
      ? this.deriveInside(parent, item.parentSub)
      : known(refused("a struct without a parent"));
  }

  private deriveInside(parentId: Y.ID, attribute: string | null): Derivation {
    const parent = this.structAt(parentId);
    if (parent === null) return known(refused("the parent is unknown"));
    if (!(parent instanceof Y.Item)) return known(null);
    if (parent.content instanceof Y.ContentType) {
      const { type } = parent.content;
      return { kind: "inside", item: parent, holder: type, node: typeName(type), attribute };
    }
    return known(parent.content instanceof Y.ContentDeleted ? null : refused("the parent holds no children"));
  }

  /** What holds an id, in the document or in the update; `null` for nothing. */
  structAt(id: Y.ID): Y.Item | Y.GC | null {
    if (id.clock < Y.getState(this.ydoc.store, id.client)) return Y.getItem(this.ydoc.store, id) as Y.Item | Y.GC;
    const list = this.structsOf.get(id.client) ?? [];
    let low = 0;
    let high = list.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const struct = list[middle];
      if (!struct) return null;
      if (id.clock < struct.id.clock) high = middle - 1;
      else if (id.clock >= struct.id.clock + struct.length) low = middle + 1;
      else return struct instanceof Y.Skip ? null : struct;
    }
    return null;
  }
}

function placeInDocument(item: Y.Item): Place | null {
  const parent: unknown = item.parent;
  if (!(parent instanceof Y.AbstractType)) return null;
  const isRoot = parent._item === null;
  const root =
    isRoot && parent === item.parent && isRecords(parent) ? rootPlaces[PROPOSALS_NAME] : rootPlaces[FRAGMENT_NAME];
  return {
    holder: isRoot ? root?.holder : parent,
    item: parent._item,
    node: isRoot ? (root?.node ?? "doc") : typeName(parent),
    attribute: item.parentSub,
    depth: depthOf(parent),
  };
}

/** The two roots are told apart by what they are: the text's has children, the records' has keys only. */
function isRecords(root: Y.AbstractType<unknown>): boolean {
  return root.doc?.share.get(PROPOSALS_NAME) === root;
}

/** What a record itself holds under a name. Names come from clients, and `constructor` is in every object. */
function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function typeName(type: Y.AbstractType<unknown>): string {
  if (type instanceof Y.XmlText) return "#text";
  // Names come from clients and stand in reasons: those of the schema as they are, what else somebody sends in quotation marks.
  return type instanceof Y.XmlElement && Object.hasOwn(nodeSpecs, type.nodeName) ? type.nodeName : "#unknown";
}

function depthOf(type: Y.AbstractType<unknown>): number {
  let depth = 0;
  let item = type._item;
  while (item !== null && depth <= MAX_NESTING) {
    depth++;
    const parent: unknown = item.parent;
    item = parent instanceof Y.AbstractType ? parent._item : null;
  }
  return depth;
}

function checkRecord(key: string, content: Y.Item["content"]): SchemaViolation | null {
  if (recordAuthor(key) === null) return refused(`proposal key ${JSON.stringify(key.slice(0, 40))}`);
  if (content instanceof Y.ContentDeleted) return null;
  return content instanceof Y.ContentAny && content.arr.every(isProposalRecord) ? null : refused("a proposal's record");
}

function checkAttribute(place: Place, name: string, content: Y.Item["content"]): SchemaViolation | null {
  if (place.node === "#proposals") return checkRecord(name, content);
  const spec = own(own(nodeSpecs, place.node)?.attributes, name);
  if (place.node === "doc" || !spec) return refused(`attribute ${JSON.stringify(name.slice(0, 40))} on ${place.node}`);
  if (content instanceof Y.ContentDeleted) return null;
  if (!(content instanceof Y.ContentAny)) return refused(`attribute ${name} holds ${content.constructor.name}`);
  return content.arr.every((value) => attributeAccepts(spec, value))
    ? null
    : refused(`value of attribute ${name} on ${place.node}`);
}

function checkMark(key: string, value: unknown): SchemaViolation | null {
  // No mark of the schema may stand twice on the same text, so no key of our editor carries a suffix.
  if (key !== markName(key)) return refused(`mark ${JSON.stringify(key.slice(0, 40))}`);
  const spec = own(markSpecs, markName(key));
  if (!spec) return refused(`mark ${JSON.stringify(key.slice(0, 40))}`);
  if (value === null) return null;
  if (typeof value !== "object" || Array.isArray(value)) return refused(`value of mark ${key}`);
  for (const [name, each] of Object.entries(value)) {
    const attribute = own(spec.attributes, name);
    if (!attribute || !attributeAccepts(attribute, each))
      return refused(`attribute ${JSON.stringify(name.slice(0, 40))} of mark ${markName(key)}`);
  }
  return null;
}

function checkChild(place: Place, content: Y.Item["content"]): SchemaViolation | null {
  if (place.node === "#proposals") return refused("a proposal without a key");
  if (content instanceof Y.ContentString)
    return place.node === "#text" ? null : refused(`text directly in ${place.node}`);
  if (content instanceof Y.ContentFormat) {
    return place.node === "#text"
      ? checkMark(content.key, content.value as unknown)
      : refused(`formatting in ${place.node}`);
  }
  if (content instanceof Y.ContentDeleted) return null;
  if (!(content instanceof Y.ContentType)) return refused(`${content.constructor.name} in ${place.node}`);
  if (place.depth >= MAX_NESTING) return refused("nested too deeply");
  // An element may call itself `text`; it is none.
  const child =
    content.type instanceof Y.XmlText
      ? "text"
      : content.type instanceof Y.XmlElement && content.type.nodeName !== "text"
        ? content.type.nodeName
        : "#unknown";
  return own(nodeSpecs, place.node)?.children.includes(child)
    ? null
    : refused(`${JSON.stringify(child.slice(0, 40))} in ${place.node}`);
}

/** Structs of one update that may follow the same neighbour: Yjs compares each with all the others. And items that it may have to pass. */
const [MAX_BESIDE_ONE, MAX_STEPS] = [1_000, 50_000];

/**
 * Refuses what would take Yjs for ever to put in its place: its search is quadratic in the structs that were inserted at one spot.
 * People at work stay far below; a message made for it would hold up everybody.
 */
function findCrowding(ydoc: Y.Doc, structs: DecodedStructs, finder: PlaceFinder): SchemaViolation | null {
  const beside = new Map<string, number>();
  const holders = new Map<unknown, number>();
  const holderOf = (struct: Y.Item): string => {
    const place = finder.placeOf(struct);
    if (place === null || "reason" in place) return `right ${struct.rightOrigin?.client}`;
    if (!holders.has(place.holder)) holders.set(place.holder, holders.size);
    return `holder ${holders.get(place.holder)}`;
  };
  let steps = 0;
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    const parent = struct.parent as unknown;
    const id = struct.origin ?? (parent instanceof Y.ID ? parent : null);
    const where = id ? `${id.client} ${id.clock}` : typeof parent === "string" ? parent : holderOf(struct);
    const key = `${struct.origin ? "after" : "in"} ${where} ${struct.parentSub ?? ""}`;
    const count = (beside.get(key) ?? 0) + 1;
    if (count > MAX_BESIDE_ONE) return refused("too many structs at one spot");
    beside.set(key, count);
    steps += stepsToPlace(ydoc, struct, MAX_STEPS - steps);
    if (steps >= MAX_STEPS) return refused("too many structs between neighbours");
  }
  return null;
}

/** How many items of the document stand between the neighbours that a struct names, counted up to a limit. */
function stepsToPlace(ydoc: Y.Doc, struct: Y.Item, limit: number): number {
  const held = (id: Y.ID | null): Y.Item | null => {
    if (!id || id.clock >= Y.getState(ydoc.store, id.client)) return null;
    const found = Y.getItem(ydoc.store, id) as Y.Item | Y.GC;
    return found instanceof Y.Item ? found : null;
  };
  const left = held(struct.origin);
  const right = held(struct.rightOrigin);
  // Both neighbours in one run: it will be split between them.
  if (left !== null && left === right) return 0;
  let item: Y.Item | null = null;
  if (left) item = left.right;
  else if (struct.origin) return 0;
  else if (right) item = firstBeside(right);
  let steps = 0;
  while (item !== null && item !== right && steps < limit) {
    steps++;
    item = item.right;
  }
  return right === null && struct.rightOrigin === null && left === null ? 0 : steps;
}

/** The first item of the list or attribute that an item belongs to. */
function firstBeside(item: Y.Item): Y.Item | null {
  const parent: unknown = item.parent;
  return parent instanceof Y.AbstractType && item.parentSub === null ? parent._start : null;
}

/**
 * Checks every struct that the document does not hold yet. Returns the first violation, or `null` when all fit.
 * The update must already be known to be free of gaps (see history's `inspectUpdate`); what it deletes is joined. Cost: a few microseconds per struct.
 */
export function findSchemaViolation(
  ydoc: Y.Doc,
  structs: DecodedStructs,
  deleted: readonly DeletedRange[] = [],
): SchemaViolation | null {
  if (cutsCharacter(ydoc, structs, deleted)) return refused("cuts a character in two");
  const finder = new PlaceFinder(ydoc, structs);
  if (cutsTooManyPlaces(structs, (id) => finder.structAt(id))) return refused("cuts what stands at too many places");
  const deletedWhole = new DeletedWhole(deleted);
  const crowding = findCrowding(ydoc, structs, finder);
  if (crowding) return crowding;
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    if (struct.id.clock + struct.length <= Y.getState(ydoc.store, struct.id.client)) continue;
    const place = finder.placeOf(struct);
    if (place === null) continue;
    if ("reason" in place) return place;
    if (!finder.neighboursAgree(struct)) return refused("its neighbours stand in different places");
    const violation =
      place.attribute === null
        ? checkChild(place, struct.content)
        : checkAttribute(place, place.attribute, struct.content);
    if (violation) return violation;
    if (place.attribute !== null && struct.length > 1 && !deletedWhole.has(struct))
      return refused(`several values of ${place.attribute.slice(0, 40)} in one piece`);
  }
  return null;
}

/**
 * Pages write one value at a time. What Yjs has joined into one piece is gone already, all of it; of one whose last value alone was deleted,
 * the server would still hold the one before, and whoever loads the document afresh would not.
 */
class DeletedWhole {
  private byClient: ReadonlyMap<number, readonly DeletedRange[]> | null = null;
  private readonly deleted: readonly DeletedRange[];

  constructor(deleted: readonly DeletedRange[]) {
    this.deleted = deleted;
  }

  has({ id, length, content }: Y.Item): boolean {
    if (content instanceof Y.ContentDeleted) return true;
    this.byClient ??= Map.groupBy(
      this.deleted.toSorted((one, other) => one.clock - other.clock),
      ({ client }) => client,
    );
    const ranges = this.byClient.get(id.client) ?? [];
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.clock ?? Infinity) <= id.clock) low = middle + 1;
      else high = middle;
    }
    const range = ranges[low - 1];
    return range !== undefined && range.clock + range.length >= id.clock + length;
  }
}
