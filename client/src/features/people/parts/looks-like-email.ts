/** Whether the text has the rough shape of an e-mail address. The server decides for good. */
export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}
