/** Where words and blocks of a document stand by now, however often they were written again since somebody saw them. */
import { type Id, type IdRange, holdsRange, presentRanges } from "@parley/history";
import * as Y from "yjs";
import type { Draft } from "../draft.ts";
import { elementAt } from "../text-surgery.ts";

/** A place between two characters of a text. */
export interface TextPlace {
  readonly text: Y.XmlText;
  readonly offset: number;
}

export class Standing {
  private readonly draft: Draft;

  constructor(draft: Draft) {
    this.draft = draft;
  }

  /** The ids under which a character stands, agreed ones where there are any; none where it is gone. */
  characters(source: Id | null): Id[] {
    const found = this.present(source).filter((id) => this.draft.itemAt(id)?.content instanceof Y.ContentString);
    const agreed = found.filter(({ client, clock }) => this.draft.document.pending.get(client, clock) === undefined);
    return agreed.length > 0 ? agreed : found;
  }

  /** The place before or behind a character, where it stands. */
  placeAt(source: Id | null, side: "before" | "behind"): TextPlace | null {
    const [id] = this.characters(source);
    const item = id && this.draft.itemAt(id);
    if (!id || !item || !(item.parent instanceof Y.XmlText)) return null;
    let offset = id.clock - item.id.clock + (side === "behind" ? 1 : 0);
    for (let left = item.left; left !== null; left = left.left)
      if (!left.deleted && left.countable) offset += left.length;
    return { text: item.parent, offset };
  }

  block(source: Id | null): Y.XmlElement | null {
    const found = this.present(source).flatMap((id) => {
      const element = elementAt(this.draft.ydoc, id);
      return element && element._item?.deleted === false ? [element] : [];
    });
    const agreed = found.find((element) => {
      const { client, clock } = (element._item as Y.Item).id;
      return this.draft.document.pending.get(client, clock) === undefined;
    });
    return agreed ?? found[0] ?? null;
  }

  private present(source: Id | null): Id[] {
    const { ydoc, document } = this.draft;
    const range: IdRange | null = source && { ...source, length: 1 };
    if (!range || !holdsRange(ydoc, range)) return [];
    return presentRanges({ ydoc, lineage: document.lineage }, [range]).flatMap(({ client, clock, length }) =>
      Array.from({ length }, (_none, index) => ({ client, clock: clock + index })),
    );
  }
}

/** The paragraph that holds a text. */
export function paragraphOf(text: Y.XmlText): Y.XmlElement | null {
  return text.parent instanceof Y.XmlElement ? text.parent : null;
}
