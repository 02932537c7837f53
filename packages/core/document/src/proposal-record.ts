/**
 * Proposals that are no new content, as they stand in the document: to delete words, to remove or join blocks, to set attributes and
 * formatting. They name what they are about by ids and touch nothing, so agreed content stays as it is until somebody decides.
 *
 * Invariants:
 * - Records are in a map beside the text, under keys that begin with the person who proposes; nobody writes under another's key.
 * - A record names only what its author saw. What others put between those words is not meant.
 */
import { hasPlainPrototype } from "./plain-values.ts";
import { type AttributeValue, attributeAccepts, markSpecs, nodeSpecs } from "./schema.ts";

/** Name of the Y.Map that holds the records. */
export const PROPOSALS_NAME = "proposals";

/** A run of ids: Yjs client, clock, length. */
export type RecordRange = readonly [client: number, clock: number, length: number];
/** The id of a block's element. */
export type RecordBlock = readonly [client: number, clock: number];

interface RecordBase {
  /** Records of one gesture are one proposal. */
  readonly group?: string;
}

/** Delete these characters. */
export interface DeleteRecord extends RecordBase {
  readonly do: "delete";
  readonly ids: readonly RecordRange[];
}
/** Remove a block, with the characters that its author saw in it. */
export interface RemoveRecord extends RecordBase {
  readonly do: "remove";
  readonly block: RecordBlock;
  readonly ids: readonly RecordRange[];
}
/** Join a paragraph to an earlier one beside it. */
export interface JoinRecord extends RecordBase {
  readonly do: "join";
  readonly block: RecordBlock;
  readonly to: RecordBlock;
}
/** Give a block's attribute another value; `null` is the default. */
export interface SetRecord extends RecordBase {
  readonly do: "set";
  readonly block: RecordBlock;
  readonly name: string;
  readonly value: AttributeValue;
}
/** Put a mark on characters, or take it away (`null`). */
export interface FormatRecord extends RecordBase {
  readonly do: "format";
  readonly ids: readonly RecordRange[];
  readonly mark: string;
  readonly value: Readonly<Record<string, AttributeValue>> | null;
}

/** Says that a proposal answers another person's: only one of the two can be accepted. */
export interface CounterRecord extends RecordBase {
  readonly do: "counter";
  /** An id of the proposal that is answered; a listed proposal's own id is one. */
  readonly to: RecordBlock;
  /** Characters and blocks that the answering proposal brings. Records of the same group are part of it as well. */
  readonly ids: readonly RecordRange[];
}

/** Says that words were moved: what its author proposes to take away in one place and to put in another is one proposal. */
export interface MoveRecord extends RecordBase {
  readonly do: "move";
  /** Characters and blocks that its author proposes to delete. */
  readonly from: readonly RecordRange[];
  /** Characters and blocks that its author proposes instead of them. */
  readonly to: readonly RecordRange[];
}

/** A record that tells how proposals hang together and asks for nothing by itself. */
export type LinkRecord = CounterRecord | MoveRecord;

export type ProposalRecord = DeleteRecord | RemoveRecord | JoinRecord | SetRecord | FormatRecord | LinkRecord;

export function isLinkRecord(record: ProposalRecord): record is LinkRecord {
  return record.do === "counter" || record.do === "move";
}

const MAX_RANGES = 5_000;
const KEY_PATTERN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):[\w-]{1,64}$/;

/** Whose key it is, or `null` when it is none. */
export function recordAuthor(key: string): string | null {
  return KEY_PATTERN.exec(key)?.[1] ?? null;
}

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;

function isRanges(value: unknown): value is RecordRange[] {
  return (
    Array.isArray(value) &&
    value.length <= MAX_RANGES &&
    value.every((each) => Array.isArray(each) && each.length === 3 && each.every(isCount) && (each[2] as number) > 0)
  );
}

function isBlock(value: unknown): value is RecordBlock {
  return Array.isArray(value) && value.length === 2 && value.every(isCount);
}

function isFormat(value: Readonly<Record<string, unknown>>): boolean {
  const { mark, value: attributes } = value;
  const spec = typeof mark === "string" && Object.hasOwn(markSpecs, mark) ? markSpecs[mark] : undefined;
  if (!spec) return false;
  if (attributes === null) return true;
  if (typeof attributes !== "object" || attributes === undefined || Array.isArray(attributes)) return false;
  if (!hasPlainPrototype(attributes)) return false;
  return Object.entries(attributes).every(([name, each]) => {
    const attribute = Object.hasOwn(spec.attributes, name) ? spec.attributes[name] : undefined;
    return attribute !== undefined && attributeAccepts(attribute, each);
  });
}

/** Whether some node has this attribute and accepts the value. Which node it is, is known where the block is. */
function isAttribute(name: unknown, value: unknown): boolean {
  return (
    typeof name === "string" &&
    value !== undefined &&
    Object.values(nodeSpecs).some((node) => {
      const spec = Object.hasOwn(node.attributes, name) ? node.attributes[name] : undefined;
      return spec !== undefined && (value === null || attributeAccepts(spec, value));
    })
  );
}

/** Whether a value from outside is a record, and nothing else in it. What it inherits counts for nothing, and may not be there. */
export function isProposalRecord(value: unknown): value is ProposalRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !hasPlainPrototype(value)) return false;
  const record = value as Readonly<Record<string, unknown>>;
  const { group } = record;
  if (group !== undefined && !(typeof group === "string" && group.length <= 64)) return false;
  const names = Object.keys(record).filter((name) => name !== "do" && name !== "group");
  const has = (...expected: string[]): boolean =>
    names.length === expected.length && expected.every((name) => names.includes(name));
  switch (record["do"]) {
    case "delete":
      return has("ids") && isRanges(record["ids"]);
    case "remove":
      return has("block", "ids") && isBlock(record["block"]) && isRanges(record["ids"]);
    case "join":
      return has("block", "to") && isBlock(record["block"]) && isBlock(record["to"]);
    case "set":
      return has("block", "name", "value") && isBlock(record["block"]) && isAttribute(record["name"], record["value"]);
    case "format":
      return has("ids", "mark", "value") && isRanges(record["ids"]) && isFormat(record);
    case "counter":
      return has("to", "ids") && isBlock(record["to"]) && isRanges(record["ids"]);
    case "move":
      return has("from", "to") && isRanges(record["from"]) && isRanges(record["to"]);
    default:
      return false;
  }
}
