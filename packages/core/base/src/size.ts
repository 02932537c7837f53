const units = ["KB", "MB", "GB"] as const;
const step = 1_000;

/**
 * A size for people: `512 KB`, `1.5 MB`. English and Chinese write it alike, so one text serves both. Rounded up, so that what
 * is over a limit never looks equal to it, and nothing that is there looks like nothing.
 * @param bytes 0 or more
 */
export function formatSize(bytes: number): string {
  let value = bytes / step;
  let unit = 0;
  // 999.95 KB would round up to 1000 KB.
  while (roundUp(value) >= step && unit < units.length - 1) {
    value /= step;
    unit += 1;
  }
  return `${roundUp(value).toLocaleString("en")} ${units[unit] ?? "GB"}`;
}

function roundUp(value: number): number {
  // A tenth counts while it can be seen beside the whole.
  return value < 100 ? Math.ceil(Number((value * 10).toFixed(6))) / 10 : Math.ceil(value);
}
