/** Small ways to ask a parsed element something. */
import type { XmlElement } from "./parse-xml.ts";

/** The child elements in order. */
export function elementsOf(element: XmlElement | null | undefined): XmlElement[] {
  return (element?.children ?? []).filter((child): child is XmlElement => typeof child !== "string");
}

/** The first child with this name. */
export function childOf(element: XmlElement | null | undefined, name: string): XmlElement | null {
  return elementsOf(element).find((child) => child.name === name) ?? null;
}

/** All children with this name. */
export function childrenOf(element: XmlElement | null | undefined, name: string): XmlElement[] {
  return elementsOf(element).filter((child) => child.name === name);
}

/** An attribute's text. */
export function attributeOf(element: XmlElement | null | undefined, name: string): string | null {
  return element?.attributes.get(name) ?? null;
}

/** The `w:val` of a child: `valueOf(pPr, "w:jc")`. */
export function valueOf(element: XmlElement | null | undefined, name: string): string | null {
  return attributeOf(childOf(element, name), "w:val");
}

/** An attribute as a whole number, or `null` when it is none. Fractions that some writers leave are rounded. */
export function integerOf(element: XmlElement | null | undefined, name: string): number | null {
  const text = attributeOf(element, name);
  if (text === null || !/^-?\d+(\.\d+)?$/u.test(text.trim())) return null;
  return Math.round(Number(text));
}

/** An on/off property such as `w:b`: present without a value is on. `null` when the property is absent. */
export function switchOf(element: XmlElement | null | undefined, name: string): boolean | null {
  const child = childOf(element, name);
  if (!child) return null;
  const value = attributeOf(child, "w:val");
  return value === null || !["0", "false", "off", "none"].includes(value.toLowerCase());
}

/** Every descendant with this name, in document order, the element itself not included. */
export function descendantsOf(element: XmlElement | null | undefined, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const visit = (each: XmlElement): void => {
    for (const child of elementsOf(each)) {
      if (child.name === name) found.push(child);
      visit(child);
    }
  };
  if (element) visit(element);
  return found;
}

/** All text inside, as it stands. */
export function textOf(element: XmlElement | null | undefined): string {
  return (element?.children ?? []).map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}

/** Extensions that the readers here understand, by the prefixes that every writer uses for them. */
const understood = new Set(["wps", "wpg", "wpc", "wp14", "w14", "a14", "w15"]);

/** The one branch of `mc:AlternateContent` that is to be read: a choice we understand, else the fallback. */
export function chosenBranch(alternate: XmlElement): XmlElement | null {
  const choice = childrenOf(alternate, "mc:Choice").find((each) =>
    (attributeOf(each, "Requires") ?? "").split(/\s+/u).every((prefix) => understood.has(prefix)),
  );
  return choice ?? childOf(alternate, "mc:Fallback");
}
