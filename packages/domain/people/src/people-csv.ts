/**
 * What a CSV of people says, checked as far as the file alone allows. Whether managers exist and who is an administrator
 * already is for whoever knows the company.
 *
 * - Every problem has a line and, where one cell is to blame, its column; all are collected, not only the first.
 * - A column that the file does not have is `undefined` in every row: it changes nothing.
 */
import type { Language } from "@parley/base";
import { type CsvProblem, type CsvRow, parseCsv } from "./csv.ts";
import { emailSchema } from "./words.ts";

export const csvColumns = ["name", "email", "title", "manager", "departments", "language", "standing"] as const;
export type CsvColumn = (typeof csvColumns)[number];

/** Chinese column names that a personnel department's own file is likely to have. */
const columnNames: Readonly<Record<string, CsvColumn>> = {
  姓名: "name",
  邮箱: "email",
  电子邮箱: "email",
  职务: "title",
  职位: "title",
  上级: "manager",
  直属上级: "manager",
  部门: "departments",
  语言: "language",
  身份: "standing",
  "e-mail": "email",
};

const sentences = {
  "csv/empty": { en: "The file has no header row.", zh: "文件没有标题行。" },
  "csv/column-unknown": {
    en: "“{value}” is not a column. Use: {columns}.",
    zh: "“{value}”不是可用的列，请使用：{columns}。",
  },
  "csv/column-twice": { en: "The column “{value}” is there twice.", zh: "列“{value}”重复出现。" },
  "csv/column-missing": { en: "The column “{value}” is missing.", zh: "缺少列“{value}”。" },
  "csv/quote-open": { en: "A quote is opened here and never closed.", zh: "此处的引号没有闭合。" },
  "csv/quote-inside": {
    en: "A quote stands inside an unquoted cell. Quote the whole cell and double the quote.",
    zh: "未加引号的单元格中出现引号，请将整个单元格加引号并将内部引号写两次。",
  },
  "csv/text-after-quote": { en: "There is text after a closing quote.", zh: "闭合引号之后还有内容。" },
  "csv/cell-count": {
    en: "The row has {found} cells, the header has {expected}.",
    zh: "该行有 {found} 个单元格，标题行有 {expected} 个。",
  },
  "csv/name": { en: "A name of 1 to 120 characters is needed.", zh: "需要 1 至 120 个字符的姓名。" },
  "csv/email": { en: "“{value}” is not an e-mail address.", zh: "“{value}”不是有效的邮箱地址。" },
  "csv/email-twice": { en: "{value} is in line {other} already.", zh: "{value} 已在第 {other} 行出现。" },
  "csv/title": { en: "A title has at most 120 characters.", zh: "职务最多 120 个字符。" },
  "csv/manager": {
    en: "“{value}” is not an e-mail address. The manager is named by e-mail.",
    zh: "“{value}”不是有效的邮箱地址，上级须以邮箱标明。",
  },
  "csv/manager-unknown": {
    en: "{value} is neither a colleague nor in this file.",
    zh: "{value} 既不是公司成员，也不在本文件中。",
  },
  "csv/manager-cycle": {
    en: "This makes {value} their own manager, directly or through others.",
    zh: "这会使 {value} 直接或间接成为自己的上级。",
  },
  "csv/department": {
    en: "“{value}” is not a department path such as “Legal/Contracts”; names have 1 to 120 characters.",
    zh: "“{value}”不是有效的部门路径，应类似“法务部/合同组”，名称为 1 至 120 个字符。",
  },
  "csv/departments-many": { en: "A person is in at most 20 departments.", zh: "一个人最多属于 20 个部门。" },
  "csv/language": {
    en: "“{value}” is not a language. Use en or zh.",
    zh: "“{value}”不是可用的语言，请使用 en 或 zh。",
  },
  "csv/standing": {
    en: "“{value}” is not a standing. Use member or administrator.",
    zh: "“{value}”不是可用的身份，请使用 member 或 administrator。",
  },
  "csv/last-administrator": {
    en: "The company would be left without an active administrator.",
    zh: "这将使公司没有任何有效的管理员。",
  },
} as const;

export type CsvErrorCode = keyof typeof sentences;

/** One thing that is wrong, as the answer of the import tells it. */
export interface CsvError {
  readonly line: number;
  readonly column: CsvColumn | null;
  readonly code: CsvErrorCode;
  readonly en: string;
  readonly zh: string;
}

/** One person of the file. `undefined`: the file does not say; `null` or an empty list: the cell is empty. */
export interface CsvPerson {
  readonly line: number;
  readonly name: string;
  readonly email: string;
  readonly title: string | null | undefined;
  readonly managerEmail: string | null | undefined;
  /** Each a path from the top, `["Legal", "Contracts"]`. */
  readonly departments: readonly (readonly string[])[] | undefined;
  readonly language: Language | undefined;
  readonly standing: "member" | "administrator" | undefined;
}

export function csvError(
  line: number,
  column: CsvColumn | null,
  code: CsvErrorCode,
  facts: Readonly<Record<string, string | number>> = {},
): CsvError {
  const fill = (sentence: string): string =>
    sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
  return { line, column, code, en: fill(sentences[code].en), zh: fill(sentences[code].zh) };
}

/** Reads the file. With any error the people are not complete and nothing may be written. */
export function readPeopleCsv(text: string): { people: readonly CsvPerson[]; errors: readonly CsvError[] } {
  const { rows, problem } = parseCsv(text);
  const errors: CsvError[] = problem ? [csvError(problem.line, null, codeOf(problem))] : [];
  const [header, ...body] = rows;
  if (!header) return { people: [], errors: errors.length > 0 ? errors : [csvError(1, null, "csv/empty")] };
  const columns = readHeader(header, errors);
  const people = body.flatMap((row) => {
    if (row.fields.length !== header.fields.length) {
      errors.push(
        csvError(row.line, null, "csv/cell-count", { found: row.fields.length, expected: header.fields.length }),
      );
      return [];
    }
    return [readRow(row, columns, errors)];
  });
  refuseRepeatedEmails(people, errors);
  errors.sort((a, b) => a.line - b.line);
  return { people, errors };
}

function codeOf(problem: CsvProblem): CsvErrorCode {
  return `csv/${problem.code}`;
}

function readHeader(header: CsvRow, errors: CsvError[]): ReadonlyMap<CsvColumn, number> {
  const columns = new Map<CsvColumn, number>();
  for (const [index, field] of header.fields.entries()) {
    const name = field.trim().toLowerCase();
    const column = csvColumns.find((known) => known === name) ?? columnNames[name];
    if (!column)
      errors.push(
        csvError(header.line, null, "csv/column-unknown", { value: field.trim(), columns: csvColumns.join(", ") }),
      );
    else if (columns.has(column)) errors.push(csvError(header.line, column, "csv/column-twice", { value: column }));
    else columns.set(column, index);
  }
  for (const needed of ["name", "email"] as const) {
    if (!columns.has(needed)) errors.push(csvError(header.line, needed, "csv/column-missing", { value: needed }));
  }
  return columns;
}

function readRow(row: CsvRow, columns: ReadonlyMap<CsvColumn, number>, errors: CsvError[]): CsvPerson {
  const cell = (column: CsvColumn): string | undefined => {
    const index = columns.get(column);
    return index === undefined ? undefined : (row.fields[index] ?? "").trim();
  };
  const wrong = (column: CsvColumn, code: CsvErrorCode, value = ""): void =>
    void errors.push(csvError(row.line, column, code, { value }));

  const name = cell("name") ?? "";
  if (columns.has("name") && (name === "" || name.length > 120)) wrong("name", "csv/name");
  const email = cell("email") ?? "";
  const checkedEmail = emailSchema.safeParse(email);
  if (columns.has("email") && !checkedEmail.success) wrong("email", "csv/email", email);
  const title = cell("title");
  if (title !== undefined && title.length > 120) wrong("title", "csv/title");
  return {
    line: row.line,
    name,
    email: checkedEmail.success ? checkedEmail.data : email,
    title: title === "" ? null : title,
    managerEmail: readManager(cell("manager"), wrong),
    departments: readDepartments(cell("departments"), wrong),
    language: readChoice(cell("language"), ["en", "zh"], (value) => wrong("language", "csv/language", value)),
    standing: readChoice(cell("standing"), ["member", "administrator"], (value) =>
      wrong("standing", "csv/standing", value),
    ),
  };
}

type Wrong = (column: CsvColumn, code: CsvErrorCode, value?: string) => void;

function readManager(cell: string | undefined, wrong: Wrong): string | null | undefined {
  if (cell === undefined || cell === "") return cell === undefined ? undefined : null;
  const checked = emailSchema.safeParse(cell);
  if (checked.success) return checked.data;
  wrong("manager", "csv/manager", cell);
  return null;
}

function readDepartments(cell: string | undefined, wrong: Wrong): string[][] | undefined {
  if (cell === undefined) return undefined;
  const paths = cell.split(/[;；]/).map((path) => path.trim());
  const departments = paths.filter((path) => path !== "").map((path) => path.split("/").map((part) => part.trim()));
  for (const path of departments) {
    if (path.some((part) => part === "" || part.length > 120)) wrong("departments", "csv/department", path.join("/"));
  }
  if (departments.length > 20) wrong("departments", "csv/departments-many");
  return departments;
}

function readChoice<Choice extends string>(
  cell: string | undefined,
  choices: readonly Choice[],
  wrong: (value: string) => void,
): Choice | undefined {
  if (cell === undefined || cell === "") return undefined;
  const choice = choices.find((known) => known === cell.toLowerCase());
  if (!choice) wrong(cell);
  return choice;
}

function refuseRepeatedEmails(people: readonly CsvPerson[], errors: CsvError[]): void {
  const seen = new Map<string, number>();
  for (const { email, line } of people) {
    const other = seen.get(email);
    if (other !== undefined && email !== "")
      errors.push(csvError(line, "email", "csv/email-twice", { value: email, other }));
    else seen.set(email, line);
  }
}
