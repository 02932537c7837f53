/** What both halves of carrying a copy's changes back share: the draft, what stands where, and what is told. */
import type { ProposalRecord, RecordRange } from "@parley/document";
import { type Id, type IdRange, IdSet, joinRanges } from "@parley/history";
import type { Draft } from "../draft.ts";
import { readRecords } from "../records.ts";
import type { ChangeWriter } from "../write-change.ts";
import type { FirstBlock, FirstUnit } from "./copy-tree.ts";
import { Standing } from "./standing.ts";

/** Something of the copy that has no place in the document any more. */
export interface Unplaced {
  /** `nearest`: it is proposed at the nearest place. `left`: it is not proposed. */
  readonly outcome: "nearest" | "left";
  readonly what: "words" | "block" | "attribute" | "picture";
  readonly text: string;
}

export interface CarryBackOptions extends Omit<ChangeWriter, "proposes"> {
  /** Under which id a picture that is new in the copy is kept with the document; `null` leaves it out. */
  readonly pictureIds: (imageId: string) => string | null;
}

/** A word that stands elsewhere now: what it was, and under which id it is proposed. */
export interface MovedUnit {
  readonly first: FirstUnit;
  readonly to: Id;
}

/** A mark of which outsiders learn nothing: whom words call is their writers' own affair. */
export const MENTION = "mention";

export class Carrying {
  places = 0;
  readonly unplaced: Unplaced[] = [];
  readonly draft: Draft;
  readonly standing: Standing;
  /** What this person proposes to delete already, and what others do. */
  readonly struckBefore: IdSet;
  readonly struckByOthers: IdSet;
  private readonly options: CarryBackOptions;
  /** Under which ids pictures that were there are kept. */
  private readonly pictures = new Map<string, string>();

  constructor(draft: Draft, options: CarryBackOptions) {
    this.draft = draft;
    this.options = options;
    this.standing = new Standing(draft);
    const records = readRecords({ ...draft.document, ydoc: draft.ydoc });
    const struck = (isOwn: boolean): IdSet =>
      IdSet.of(
        records.flatMap(({ author, record }) =>
          (author === options.personId) === isOwn && (record.do === "delete" || record.do === "remove")
            ? record.ids.map(([client, clock, length]) => ({ client, clock, length }))
            : [],
        ),
      );
    this.struckBefore = struck(true);
    this.struckByOthers = struck(false);
  }

  pictureId(imageId: string): string | null {
    return this.pictures.get(imageId) ?? this.options.pictureIds(imageId);
  }

  /** The copy has the document's pictures under ids of its own. */
  notePictures(first: readonly FirstBlock[]): void {
    for (const block of first) {
      const own = block.attributes["imageId"];
      const there: unknown = this.standing.block(block.source)?.getAttribute("imageId");
      if (typeof own === "string" && typeof there === "string") this.pictures.set(own, there);
      this.notePictures(block.children);
    }
  }

  newName(): string {
    return this.options.newName();
  }

  ownRecords(): { readonly key: string; readonly record: ProposalRecord }[] {
    const { draft, options } = this;
    return readRecords({ ...draft.document, ydoc: draft.ydoc }).filter(({ author }) => author === options.personId);
  }

  record(record: ProposalRecord): void {
    this.draft.records.set(`${this.options.personId}:${this.newName()}`, record);
    this.places++;
  }
}

export const asBlock = ({ client, clock }: Id): readonly [client: number, clock: number] => [client, clock];

export function asRecordRanges(ids: readonly Id[]): RecordRange[] {
  const ranges = ids.map((id) => ({ ...id, length: 1 }));
  return joinRanges(ranges).map(({ client, clock, length }) => [client, clock, length] as const);
}

export function eachId({ client, clock, length }: IdRange): Id[] {
  return Array.from({ length }, (_none, index) => ({ client, clock: clock + index }));
}
