/** Attributes of nodes and marks as the editor's library wants them, made from the schema's own description. */
import { type AttributeSpec, type AttributeValue, attributeAccepts } from "@parley/document";
import type { Attributes } from "@tiptap/core";

/** `data-list-id` for `listId`. */
function dataName(name: string): string {
  return `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The value that an HTML attribute's text stands for, or `null` when it stands for none: then the default holds. */
function parseAttribute(spec: AttributeSpec, raw: string | null): AttributeValue {
  if (raw === null) return null;
  const candidates: unknown[] = [raw];
  try {
    candidates.push(JSON.parse(raw));
  } catch {
    // Not JSON, so the text itself is the only candidate.
  }
  const value = candidates.find((each) => attributeAccepts(spec, each));
  return value === undefined ? null : (value as AttributeValue);
}

/** Attributes kept in HTML as `data-...`, absent when they have their default. */
export function attributesFor(specs: Readonly<Record<string, AttributeSpec>>): Attributes {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      {
        default: spec.default,
        keepOnSplit: true,
        parseHTML: (element: HTMLElement) => parseAttribute(spec, element.getAttribute(dataName(name))),
        renderHTML: (attributes: Record<string, AttributeValue>) => {
          const value = attributes[name];
          if (value === null || value === undefined || value === spec.default) return {};
          return { [dataName(name)]: typeof value === "string" ? value : JSON.stringify(value) };
        },
      },
    ]),
  );
}
