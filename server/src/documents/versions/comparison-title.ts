/** How a comparison's file and the two versions in it are called. */
import type { EpochMs, Language } from "@parley/base";
import { comparisonWords } from "./comparison-words.ts";

/** A version, as far as its name goes; without a moment it is the empty document. */
export interface VersionFacts {
  readonly name: string | null;
  /** Whether the name is that of the file with which the document came in. */
  readonly imported: boolean;
  readonly atMs: EpochMs | null;
}

/** In which language, and in which time zone (IANA), a file is written. */
export interface FileReader {
  readonly language: Language;
  readonly timeZone: string;
}

const tagOf = (language: Language): string => (language === "zh" ? "zh-CN" : "en-GB");

/** A moment with date and time. */
export function momentOf(atMs: EpochMs, { language, timeZone }: FileReader): string {
  return new Intl.DateTimeFormat(tagOf(language), { dateStyle: "medium", timeStyle: "short", timeZone }).format(atMs);
}

/** A time zone as people call it, with its distance from UTC at a moment. */
export function zoneOf(atMs: EpochMs, { language, timeZone }: FileReader): string {
  const name = (timeZoneName: "long" | "shortOffset"): string =>
    new Intl.DateTimeFormat(tagOf(language), { timeZone, timeZoneName })
      .formatToParts(atMs)
      .find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
  const [long, offset] = [name("long"), name("shortOffset")];
  if (long === offset) return long;
  return language === "zh" ? `${long}（${offset}）` : `${long} (${offset})`;
}

/** A version by its name, if it has one, and by its moment. */
export function versionTitle({ name, imported, atMs }: VersionFacts, reader: FileReader): string {
  const said = comparisonWords[reader.language];
  if (atMs === null) return said.empty;
  const moment = momentOf(atMs, reader);
  if (name === null) return moment;
  const called = imported ? said.imported(name) : name;
  return reader.language === "zh" ? `${called}（${moment}）` : `${called} (${moment})`;
}

/** File systems allow 255 bytes; what is between the names and the ending come to less than 40. */
const MAX_TITLE_BYTES = 110;
const MAX_VERSION_BYTES = 50;

/** The name of the file: what is compared, and which versions of it. Characters that files may not have are replaced where it is sent. */
export function comparisonFileName(
  { title, older, newer }: { readonly title: string; readonly older: VersionFacts; readonly newer: VersionFacts },
  reader: FileReader,
): string {
  const [from, to] = [older, newer].map((version) => cutTo(shortTitle(version, reader), MAX_VERSION_BYTES));
  const of = cutTo(title, MAX_TITLE_BYTES);
  return reader.language === "zh" ? `${of}（${from} 至 ${to}）.html` : `${of} (${from} to ${to}).html`;
}

function shortTitle({ name, imported, atMs }: VersionFacts, reader: FileReader): string {
  const said = comparisonWords[reader.language];
  if (atMs === null) return said.empty;
  if (name !== null) return imported ? said.asImported : name;
  // As files are sorted, and without the colon that they may not have.
  const parts = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone: reader.timeZone });
  return parts.format(atMs).replace(":", ".");
}

/** As many whole characters of a text as come to so many bytes. */
function cutTo(text: string, bytes: number): string {
  let [cut, size] = ["", 0];
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) return `${cut.trim()}…`;
    cut += character;
  }
  return text.trim();
}
