/**
 * Word's fields: an instruction and the text it last showed.
 *
 * A field may begin in one paragraph and end in another (a table of contents does), so the stack lives as long as the story.
 */
import type { NotCarriedCode, ReportCollector } from "../import-report.ts";

/** What a field's instruction means here. */
interface FieldMeaning {
  /** Whether the text it last showed is taken. */
  readonly keepsText: boolean;
  /** The address it links to, when it is a link. */
  readonly href: string | null;
  /** The bookmark whose paragraph's number it shows, when it is such a cross-reference. */
  readonly bookmark: string | null;
  readonly note: NotCarriedCode | null;
}

interface OpenField {
  instruction: string;
  meaning: FieldMeaning | null;
}

/** The open fields of one story. */
export interface FieldStack {
  begin(): void;
  /** Part of an instruction. */
  instruct(text: string): void;
  separate(): void;
  end(): void;
  /** Whether text is now to be taken: in no instruction and in no field whose text is left out. */
  takesText(): boolean;
  /** The address of the innermost link. */
  href(): string | null;
  /** The bookmark of the innermost cross-reference to a paragraph's number. */
  bookmark(): string | null;
}

/** Makes the stack of a story. `href` decides about addresses and reports the unsafe ones. */
export function createFieldStack(report: ReportCollector, href: (address: string) => string | null): FieldStack {
  const open: OpenField[] = [];
  const settle = (field: OpenField | undefined): void => {
    if (!field || field.meaning) return;
    field.meaning = readInstruction(field.instruction, href);
    if (field.meaning.note) report.note(field.meaning.note);
  };
  return {
    begin: () => void open.push({ instruction: "", meaning: null }),
    instruct(text) {
      const last = open.at(-1);
      if (last && !last.meaning) last.instruction += text;
    },
    separate: () => settle(open.at(-1)),
    end: () => settle(open.pop()),
    takesText: () => open.every((field) => field.meaning?.keepsText === true),
    href: () => open.findLast((field) => field.meaning?.href)?.meaning?.href ?? null,
    bookmark: () => open.findLast((field) => field.meaning?.bookmark)?.meaning?.bookmark ?? null,
  };
}

const pageFields = new Set(["PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"]);
const crossReferences = new Set(["REF", "PAGEREF", "NOTEREF", "STYLEREF"]);

/** Reads an instruction such as ` HYPERLINK "https://example.org" \o "tip" `. */
function readInstruction(instruction: string, href: (address: string) => string | null): FieldMeaning {
  const name = /[A-Za-z=]+/u.exec(instruction)?.[0]?.toUpperCase() ?? "";
  if (name === "HYPERLINK") return readHyperlink(instruction, href);
  if (name === "TOC") return { keepsText: false, href: null, bookmark: null, note: "table-of-contents" };
  if (pageFields.has(name)) return { keepsText: false, href: null, bookmark: null, note: "page-fields" };
  const numbered = /^\s*REF\s+"?([^\s"\\]+)"?.*\\[nrw](?:\s|$)/iu.exec(instruction)?.[1];
  if (numbered !== undefined) return { keepsText: true, href: null, bookmark: numbered, note: null };
  if (crossReferences.has(name)) return { keepsText: true, href: null, bookmark: null, note: "cross-references" };
  if (name === "EQ") return { keepsText: true, href: null, bookmark: null, note: "equations" };
  return { keepsText: true, href: null, bookmark: null, note: "fields" };
}

function readHyperlink(instruction: string, href: (address: string) => string | null): FieldMeaning {
  const words = [...instruction.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/gu)].map((match) => match[1] ?? match[2] ?? "");
  let address = "";
  let anchor = "";
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word === "\\l") anchor = words[++index] ?? "";
    else if (/^\\[otms]$/u.test(word)) index += word === "\\o" || word === "\\t" ? 1 : 0;
    else if (address === "" && !word.startsWith("\\")) address = word.replaceAll(/\\(.)/gu, "$1");
  }
  const target = address === "" ? (anchor === "" ? "" : `#${anchor}`) : address + (anchor === "" ? "" : `#${anchor}`);
  return { keepsText: true, href: target === "" ? null : href(target), bookmark: null, note: null };
}
