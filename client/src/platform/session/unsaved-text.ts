/** The words of a document that the server does not have: what a person would lose by loading it anew. */
import * as Y from "yjs";

/**
 * The words in reading order, one line per paragraph that has any.
 * @param unsaved Yjs client ids, each with the first clock that the server is not known to have
 */
export function readUnsavedText(fragment: Y.XmlFragment, unsaved: ReadonlyMap<number, number>): string {
  if (unsaved.size === 0) return "";
  const lines: string[] = [];
  const visit = (parent: Y.XmlFragment): void => {
    let line = "";
    for (const child of parent.toArray()) {
      if (child instanceof Y.XmlText) line += unsavedPart(child, unsaved);
      else if (child instanceof Y.XmlElement) visit(child);
    }
    if (line !== "") lines.push(line);
  };
  visit(fragment);
  return lines.join("\n");
}

/** Yjs client ids of one document, each with its first clock that another one does not hold. */
export function idsBeyond(ydoc: Y.Doc, known: Y.Doc): ReadonlyMap<number, number> {
  const ids = new Map<number, number>();
  for (const client of ydoc.store.clients.keys()) {
    const clock = Y.getState(known.store, client);
    if (Y.getState(ydoc.store, client) > clock) ids.set(client, clock);
  }
  return ids;
}

function unsavedPart(text: Y.XmlText, unsaved: ReadonlyMap<number, number>): string {
  let part = "";
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const from = unsaved.get(item.id.client);
    if (from !== undefined) part += item.content.str.slice(Math.max(0, from - item.id.clock));
  }
  return part;
}
