const headings = ["h1", "h2", "h3", "h4", "h5", "h6"] as const;

/** The element that shows a paragraph with these attributes. */
export function paragraphTag({
  style,
  level,
}: Readonly<Record<string, unknown>>): (typeof headings)[number] | "pre" | "p" {
  if (style === "heading") return headings[typeof level === "number" ? level - 1 : 0] ?? "h1";
  return style === "title" ? "h1" : style === "code" ? "pre" : "p";
}
