/** Text of a CSV file: UTF-8 with or without a mark, else GB18030, as Chinese spreadsheet programs write it. Never throws. */
export function decodeCsv(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8. Whatever GB18030 makes of it is shown in the trial before anything is written.
    return new TextDecoder("gb18030").decode(bytes);
  }
}
