/**
 * Reads CSV as spreadsheets write it (RFC 4180): fields in double quotes may hold commas, line ends and doubled quotes;
 * lines end in LF, CRLF or CR. Nothing is guessed: what cannot be read is named with its line.
 */

/** One row. `line` is where it begins, counting from 1. */
export interface CsvRow {
  readonly line: number;
  readonly fields: readonly string[];
}

export interface CsvProblem {
  readonly line: number;
  readonly code: "quote-open" | "quote-inside" | "text-after-quote";
}

/** Rows without those that are empty; a byte order mark at the start is skipped. Stops at the first problem. */
export function parseCsv(text: string): { rows: readonly CsvRow[]; problem: CsvProblem | null } {
  const reader = new CsvReader(text);
  return { rows: reader.rows, problem: reader.read() };
}

class CsvReader {
  readonly rows: CsvRow[] = [];
  readonly #text: string;
  #at: number;
  #line = 1;
  #rowLine = 1;
  #fields: string[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  read(): CsvProblem | null {
    while (this.#at < this.#text.length) {
      const problem = this.#text[this.#at] === '"' ? this.#readQuoted() : this.#readPlain();
      if (problem) return problem;
      this.#endField();
    }
    if (this.#fields.length > 0) this.#endRow();
    return null;
  }

  #readPlain(): CsvProblem | null {
    const start = this.#at;
    while (this.#at < this.#text.length && !",\r\n".includes(this.#text.charAt(this.#at))) {
      if (this.#text[this.#at] === '"') return { line: this.#line, code: "quote-inside" };
      this.#at += 1;
    }
    this.#fields.push(this.#text.slice(start, this.#at));
    return null;
  }

  #readQuoted(): CsvProblem | null {
    const openedAt = this.#line;
    let value = "";
    this.#at += 1;
    for (;;) {
      const close = this.#text.indexOf('"', this.#at);
      if (close < 0) return { line: openedAt, code: "quote-open" };
      value += this.#text.slice(this.#at, close);
      this.#at = close + 1;
      if (this.#text[this.#at] !== '"') break;
      value += '"';
      this.#at += 1;
    }
    this.#line += countLineEnds(value);
    if (this.#at < this.#text.length && !",\r\n".includes(this.#text.charAt(this.#at))) {
      return { line: this.#line, code: "text-after-quote" };
    }
    this.#fields.push(value);
    return null;
  }

  /** Steps over what ended a field: a comma, a line end or the end of the text. */
  #endField(): void {
    const ended = this.#text[this.#at];
    if (ended === undefined) return;
    this.#at += 1;
    if (ended === ",") {
      // A comma at the very end opens one more, empty field.
      if (this.#at === this.#text.length || "\r\n".includes(this.#text.charAt(this.#at))) this.#fields.push("");
      else return;
      if (this.#at === this.#text.length) return;
      this.#endField();
      return;
    }
    if (ended === "\r" && this.#text[this.#at] === "\n") this.#at += 1;
    this.#line += 1;
    this.#endRow();
  }

  #endRow(): void {
    if (this.#fields.some((field) => field.trim() !== ""))
      this.rows.push({ line: this.#rowLine, fields: this.#fields });
    this.#fields = [];
    this.#rowLine = this.#line;
  }
}

function countLineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
