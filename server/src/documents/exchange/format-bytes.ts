/** A size for people: `512 KB`, `16 MB`. Rounded up, so that a limit that was passed never looks equal. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? Math.ceil(value * 10) / 10 : Math.ceil(value)} ${units[unit] ?? "GB"}`;
}
