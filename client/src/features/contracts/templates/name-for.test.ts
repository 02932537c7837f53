import { expect, test } from "vitest";
import { nameFor } from "./name-for.ts";

test("a name is one word of the label, begins with a letter and is not taken", () => {
  expect(nameFor({ en: "Late fee (per day)", zh: "违约金" }, [])).toBe("late-fee-per-day");
  expect(nameFor({ en: "违约金", zh: "违约金" }, ["违约金"])).toBe("违约金-2");
  expect(nameFor({ en: "2nd party", zh: "乙方" }, [])).toBe("nd-party");
  expect(nameFor({ en: "??", zh: "？" }, ["value"])).toBe("value-2");
});
