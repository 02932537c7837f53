/**
 * A text as the database can keep it: no column of text holds U+0000, which a document may. Everything else stays, where it was. What
 * people send beside documents has none: requests with one are refused.
 */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "\ufffd");
}
