import { seededRandom } from "@parley/base";
import { expect, test } from "vitest";
import { parseCsv } from "./csv.ts";
import { readPeopleCsv } from "./people-csv.ts";

const brief = (text: string): string[] =>
  readPeopleCsv(text).errors.map(({ line, column, code }) => `${line} ${column ?? "-"} ${code}`);

test("quotes, commas, line ends and doubled quotes inside cells are kept", () => {
  const { rows, problem } = parseCsv('\uFEFFa,"b ""x"", c\r\nd"\r\n\r\n,\r\n1,2\r3,4\n"5",');
  expect(problem).toBeNull();
  expect(rows).toEqual([
    { line: 1, fields: ["a", 'b "x", c\r\nd'] },
    { line: 5, fields: ["1", "2"] },
    { line: 6, fields: ["3", "4"] },
    { line: 7, fields: ["5", ""] },
  ]);
});

test("whatever is written as CSV is read back", () => {
  const random = seededRandom(7);
  const cell = (): string =>
    Array.from({ length: random.int(8) }, () => random.pick(["a", "法", '"', ",", "\n", "\r", " "])).join("");
  for (const lineEnd of ["\n", "\r\n", "\r"]) {
    for (let round = 0; round < 200; round++) {
      const rows = Array.from({ length: 1 + random.int(4) }, () => ["k", cell(), cell()]);
      const text = rows.map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(",")).join(lineEnd);
      expect(parseCsv(text).rows.map((row) => row.fields)).toEqual(rows);
    }
  }
});

test("a quote that is wrong is named with its line", () => {
  expect(parseCsv('a,b\n1,"2\n3,4').problem).toEqual({ line: 2, code: "quote-open" });
  expect(parseCsv('a,b\n1,2"3').problem).toEqual({ line: 2, code: "quote-inside" });
  expect(parseCsv('a,b\n"1\n1"x,2').problem).toEqual({ line: 3, code: "text-after-quote" });
});

test("a full row becomes a person", () => {
  const { people, errors } = readPeopleCsv(
    "name,email,title,manager,departments,language,standing\n林岚, Lin.Lan@Parley.Example ,法务总监,ceo@parley.example,法务部/合同组; R&D,zh,administrator\n",
  );
  expect(errors).toEqual([]);
  expect(people).toEqual([
    {
      line: 2,
      name: "林岚",
      email: "lin.lan@parley.example",
      title: "法务总监",
      managerEmail: "ceo@parley.example",
      departments: [["法务部", "合同组"], ["R&D"]],
      language: "zh",
      standing: "administrator",
    },
  ]);
});

test("an empty cell clears, a missing column says nothing", () => {
  const [person] = readPeopleCsv("姓名,邮箱,职务,部门\n甲,a@x.example,,\n").people;
  expect(person).toMatchObject({
    title: null,
    departments: [],
    managerEmail: undefined,
    language: undefined,
    standing: undefined,
  });
});

test("every problem is told with its line and column", () => {
  const text = [
    "name,email,title,manager,departments,language,standing",
    ",not-an-address,,boss,Legal//X,fr,owner",
    "A,a@x.example,,,,,",
    "B,a@x.example,,,,,",
    "C,c@x.example",
  ].join("\r\n");
  expect(brief(text)).toEqual([
    "2 name csv/name",
    "2 email csv/email",
    "2 manager csv/manager",
    "2 departments csv/department",
    "2 language csv/language",
    "2 standing csv/standing",
    "4 email csv/email-twice",
    "5 - csv/cell-count",
  ]);
});

test("a header that is missing, unknown or double is refused", () => {
  expect(brief("")).toEqual(["1 - csv/empty"]);
  expect(brief("name,salary,name\n")).toEqual([
    "1 - csv/column-unknown",
    "1 name csv/column-twice",
    "1 email csv/column-missing",
  ]);
});

test("both languages name what was found", () => {
  const [error] = readPeopleCsv("name,email\nA,nowhere\n").errors;
  expect(error?.en).toBe("“nowhere” is not an e-mail address.");
  expect(error?.zh).toBe("“nowhere”不是有效的邮箱地址。");
});
