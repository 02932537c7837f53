/** Foot- and endnotes: numbered in the order in which the text refers to them. */
import type { XmlElement } from "./parse-xml.ts";
import { attributeOf, childrenOf } from "./xml-access.ts";

/** A note that the text refers to. */
export interface ReferredNote {
  readonly kind: "footnote" | "endnote";
  readonly number: number;
  readonly element: XmlElement;
}

/** Numbers notes as references are met. */
export interface NoteNumbers {
  /** The number of the note with this id, or `null` when the file holds no such note. */
  refer(kind: ReferredNote["kind"], id: string): number | null;
  readonly referred: readonly ReferredNote[];
}

/** Takes the roots of `footnotes.xml` and `endnotes.xml`. */
export function createNoteNumbers(footnotes: XmlElement | null, endnotes: XmlElement | null): NoteNumbers {
  const known = { footnote: readNotes(footnotes, "w:footnote"), endnote: readNotes(endnotes, "w:endnote") };
  const numbers = new Map<string, number>();
  const referred: ReferredNote[] = [];
  return {
    referred,
    refer(kind, id) {
      const element = known[kind].get(id);
      if (!element) return null;
      const before = numbers.get(`${kind} ${id}`);
      if (before !== undefined) return before;
      const number = referred.length + 1;
      numbers.set(`${kind} ${id}`, number);
      referred.push({ kind, number, element });
      return number;
    },
  };
}

/** Separators are notes, too, but carry a type. */
function readNotes(root: XmlElement | null, name: string): Map<string, XmlElement> {
  const notes = new Map<string, XmlElement>();
  for (const element of childrenOf(root, name)) {
    const id = attributeOf(element, "w:id");
    const type = attributeOf(element, "w:type") ?? "normal";
    if (id !== null && type === "normal") notes.set(id, element);
  }
  return notes;
}
