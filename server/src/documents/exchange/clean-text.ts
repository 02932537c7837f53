/**
 * Text as a document may hold it: well-formed Unicode without control characters. Tab and line feed stay; line and
 * paragraph separators become line feeds, because U+2029 has a meaning of its own in the shared text.
 */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?|\u2028|\u2029/gu, "\n")
      // oxlint-disable-next-line no-control-regex -- control characters are what this removes
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/gu, "")
  );
}
