/** The text with full-width letters, digits and signs in their usual width, character by character: places stay the same. */
export function foldCharacters(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll("￥", "¥")
    .replaceAll(/[\u3000\u00A0]/g, " ");
}
