/**
 * What two people wanted of the paragraphs that both changed: which neighbouring characters a paragraph break was put between, and which
 * were brought into one paragraph. Once everything has been carried, whoever's wish did not come true is told.
 */
import { ContentString } from "yjs";
import type * as Y from "yjs";
import { presentRanges } from "../anchors/present-ranges.ts";
import type { Id } from "../ids/id-range.ts";
import { type Character, keyOfId, readCharacters } from "./read-characters.ts";
import type { Damage } from "./damage.ts";
import { textAt } from "./resolve-doubles.ts";
import { itemAt } from "./whereabouts.ts";
import type { ForwardingDocument, RowView } from "./row-view.ts";

/** Two neighbouring characters that somebody wanted apart, or together. */
export interface Expectation {
  readonly wish: "apart" | "together";
  readonly left: Id;
  readonly right: Id;
  /** Whether the row's own author wanted it, or somebody whose row they had not seen. */
  readonly own: boolean;
}

/** Texts with more characters than this are looked at by halves of nobody: their wishes are not followed. */
const MAX_CHARACTERS = 50_000;

export class Expectations {
  readonly list: Expectation[] = [];
  private readonly document: ForwardingDocument;
  private readonly view: RowView;
  private readonly texts = new Map<Y.XmlText, readonly Character[]>();
  /** In which text the author saw a character before, after, and in which it was for everybody else, by its id. */
  private readonly seenBefore = new Map<string, Y.XmlText>();

  constructor(document: ForwardingDocument, view: RowView, conflicts: ReadonlyMap<Y.XmlText, readonly Character[]>) {
    this.document = document;
    this.view = view;
    for (const [text, characters] of conflicts) this.texts.set(text, characters);
    for (const { copy, source } of view.row.copies) for (const id of [copy, source]) this.include(textAt(document, id));
    for (const [text, characters] of this.texts)
      for (const { id, before } of characters) if (before) this.seenBefore.set(keyOfId(id), text);
    this.noteOwn();
    this.noteTheirs();
  }

  characters(text: Y.XmlText): readonly Character[] {
    return this.texts.get(text) ?? [];
  }

  private include(text: Y.XmlText | null): void {
    if (text && !this.texts.has(text) && text.length < MAX_CHARACTERS)
      this.texts.set(text, readCharacters(text, this.view));
  }

  private noteOwn(): void {
    const sources = new Map<string, Id>();
    for (const { copy, source } of this.view.row.copies) {
      for (let offset = 0; offset < copy.length; offset++)
        sources.set(keyOfId({ client: copy.client, clock: copy.clock + offset }), {
          client: source.client,
          clock: source.clock + offset,
        });
    }
    this.compare(true, (character) => {
      if (!character.after) return null;
      return character.isNew ? (sources.get(keyOfId(character.id)) ?? null) : character.id;
    });
  }

  private noteTheirs(): void {
    for (const characters of [...this.texts.values()]) {
      for (const { id, goneMeanwhile } of characters) {
        if (!goneMeanwhile) continue;
        for (const { copy } of this.document.lineage.copiesOf({ ...id, length: 1 }))
          if (!this.view.isNew(copy)) this.include(textAt(this.document, copy));
      }
    }
    this.compare(false, (character) => (character.stoodBefore ? this.ancestor(character.id) : null));
  }

  /** The character that the author saw, of which this one is a copy. */
  private ancestor(id: Id): Id | null {
    for (let at: Id | undefined = id; at; at = this.document.lineage.sourceOf(at.client, at.clock))
      if (this.seenBefore.has(keyOfId(at))) return at;
    return null;
  }

  /** Notes what changed between what the author saw before and a later state in which `nameOf` names the same characters. */
  private compare(own: boolean, nameOf: (character: Character) => Id | null): void {
    const seenAfter = new Map<string, Y.XmlText>();
    for (const [text, characters] of this.texts) {
      let left: Id | null = null;
      for (const character of characters) {
        const id = nameOf(character);
        if (!id) continue;
        seenAfter.set(keyOfId(id), text);
        if (left) {
          const [a, b] = [this.seenBefore.get(keyOfId(left)), this.seenBefore.get(keyOfId(id))];
          if (a && b && a !== b) this.list.push({ wish: "together", left, right: id, own });
        }
        left = id;
      }
    }
    for (const characters of this.texts.values()) {
      let left: Id | null = null;
      for (const { id, before } of characters) {
        if (!before) continue;
        const [a, b] = [left && seenAfter.get(keyOfId(left)), seenAfter.get(keyOfId(id))];
        if (left && a && b && a !== b) this.list.push({ wish: "apart", left, right: id, own });
        if (b) left = id;
      }
    }
  }
}

/**
 * [FW7] The wishes that did not come true in the document as it is now, once what could be carried was carried. Characters that are gone
 * wish nothing. One piece of damage for each kind, however many characters are concerned.
 */
export function damageOf(document: ForwardingDocument, expectations: readonly Expectation[], seq: number): Damage[] {
  const textNow = (id: Id): Y.XmlText | null => {
    const [present] = presentRanges(document, [{ ...id, length: 1 }]);
    return present ? textAt(document, present) : null;
  };
  const unmet = expectations.filter(({ wish, left, right }) => {
    const [a, b] = [textNow(left), textNow(right)];
    return a !== null && b !== null && (a === b) !== (wish === "together");
  });
  return [...Map.groupBy(unmet, ({ wish }) => wish)].map(([wish, list]) => {
    const ids = list.flatMap(({ left, right }) => [left, right]).map((id) => ({ ...id, length: 1 }));
    const rows = list.flatMap(({ left, right }) => [left, right].flatMap((id) => rowsThatMoved(document, id)));
    return {
      kind: wish === "apart" ? "joined" : "parted",
      text: ids.map((id) => unitAt(document, id)).join(""),
      ids,
      others: [],
      block: null,
      rows: [...new Set([...rows, seq])].sort((a, b) => a - b),
    };
  });
}

/** The rows that re-created a character. */
function rowsThatMoved({ lineage, attribution }: ForwardingDocument, id: Id): number[] {
  return lineage
    .copiesOf({ ...id, length: 1 })
    .flatMap(({ copy }) => [
      ...attribution.insertedBy(copy).map(({ seq }) => seq),
      ...rowsThatMoved({ lineage, attribution } as ForwardingDocument, copy),
    ]);
}

function unitAt({ ydoc }: ForwardingDocument, { client, clock }: Id): string {
  const item = itemAt(ydoc, { client, clock });
  return item?.content instanceof ContentString ? item.content.str.charAt(clock - item.id.clock) : "";
}
