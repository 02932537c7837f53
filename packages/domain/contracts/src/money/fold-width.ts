/**
 * The text with full-width letters, digits and signs (１，￥) in their usual width, every kind of space as one, without space
 * around it. Nothing else is folded: compatibility folding would read `100²` as 1002.
 */
export function foldWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll("￥", "¥")
    .replace(/\s+/g, " ")
    .trim();
}
