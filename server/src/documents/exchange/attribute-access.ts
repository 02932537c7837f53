/** Attributes of content by their type; whatever is of another type counts as absent. */
import type { Attributes } from "@parley/document";

/** A text attribute, or `null`. */
export function textAttribute(attributes: Attributes | undefined, name: string): string | null {
  const value = attributes?.[name];
  return typeof value === "string" ? value : null;
}

/** A number attribute, or `null`. */
export function numberAttribute(attributes: Attributes | undefined, name: string): number | null {
  const value = attributes?.[name];
  return typeof value === "number" ? value : null;
}
