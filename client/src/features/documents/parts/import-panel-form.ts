/**
 * How much of the imports' panel a page has room for: in a document it would cover the text and what is decided there, so it says no more
 * than that files are still coming in. What came in, and what did not, waits on every other page.
 */
export function importPanelForm(pathname: string, running: number): "whole" | "progress" | "none" {
  if (!/^\/documents\/[^/]+/.test(pathname)) return "whole";
  return running > 0 ? "progress" : "none";
}
