import i18next from "i18next";
import { expect, test, vi } from "vitest";
import { QUOTED_FORMAT, innerQuotes, withInnerQuotes } from "./inner-quotes.ts";
import { startWords } from "./language.ts";

test("a quotation inside a quotation has other marks, and one inside that the first ones again", () => {
  expect(innerQuotes("“Supplier” means Northwind")).toBe("‘Supplier’ means Northwind");
  expect(innerQuotes("“供应商”指北风公司")).toBe("‘供应商’指北风公司");
  expect(innerQuotes("“as ‘delivered’, the Buyer’s” goods")).toBe("‘as “delivered”, the Buyer’s’ goods");
  // Cut off before it ends, or begun before.
  expect(innerQuotes("“Supplier means…")).toBe("‘Supplier means…");
  expect(innerQuotes("…the Buyer’s”")).toBe("…the Buyer’s’");
  expect(innerQuotes("the ‘delivered’ goods")).toBe("the ‘delivered’ goods");
});

test("a sentence of the interface quotes so whatever it fills in between quotation marks, and nothing else", async () => {
  expect(withInnerQuotes({ a: { b: "{{who}} on “{{what}}”" } })).toEqual({
    a: { b: `{{who}} on “{{what, ${QUOTED_FORMAT}}}”` },
  });
  vi.stubGlobal("document", { documentElement: { lang: "" } });
  const words = { words: { between: "{{who}}: between “{{before}}” and “{{after}}”" } };
  const source = { name: "quoting", en: () => Promise.resolve(words), zh: () => Promise.resolve(words) };
  await startWords([source], "en");
  expect(i18next.t("quoting.between", { who: "“Li”", before: "“Supplier”", after: "means" })).toBe(
    "“Li”: between “‘Supplier’” and “means”",
  );
  vi.unstubAllGlobals();
});
