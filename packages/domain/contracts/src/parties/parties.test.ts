import { seededRandom } from "@parley/base";
import { describe, expect, test } from "vitest";
import { bankAccountFault, normalBankAccount } from "./bank-account.ts";
import { creditCodeCheck, creditCodeFault, normalCreditCode } from "./credit-code.ts";

const characters = Array.from("0123456789ABCDEFGHJKLMNPQRTUWXY");

describe("a unified social credit code", () => {
  // Published codes of large companies.
  test.each(["91330100799655058B", "9144030071526726XG", "914403001922038216", "91110000802100433B"])(
    "[CV8] %s is one",
    (code) => {
      expect(creditCodeFault(code)).toBeNull();
    },
  );

  test.each([
    ["", "credit-code/empty"],
    ["91330100799655058", "credit-code/length"],
    ["91330100799655058BB", "credit-code/length"],
    ["9133010079965505OB", "credit-code/characters"],
    ["91330100799655058b", "credit-code/characters"],
    ["913301甲0799655058B", "credit-code/characters"],
    ["91330A00799655058B", "credit-code/region"],
    ["91330100799655058C", "credit-code/check"],
    ["91330100799655085B", "credit-code/check"],
  ])("[CV8] %j is refused with %s", (code, fault) => {
    expect(creditCodeFault(code)).toBe(fault);
  });

  test("[CV8] weighs its places by powers of three, as the standard says", () => {
    for (let place = 0; place < 17; place++) {
      const only = `${"0".repeat(place)}1${"0".repeat(16 - place)}`;
      const weight = Number(3n ** BigInt(place) % 31n);
      expect([place, creditCodeCheck(only)]).toEqual([place, characters[31 - weight]]);
    }
    expect(creditCodeCheck("0".repeat(17))).toBe("0");
  });

  test("[CV8] is kept in upper case and without what parts it", () => {
    expect(normalCreditCode(" ９1330100 7996-55058b ")).toBe("91330100799655058B");
  });

  test("[CV8] with one character mistyped or two neighbours swapped is refused", () => {
    const random = seededRandom(31);
    for (let round = 0; round < 500; round++) {
      const region = Array.from({ length: 6 }, () => String(random.int(10))).join("");
      const first17 = `91${region}${Array.from({ length: 9 }, () => random.pick(characters)).join("")}`;
      const code = Array.from(first17 + (creditCodeCheck(first17) ?? ""));
      expect(creditCodeFault(code.join(""))).toBeNull();
      const at = random.int(17);
      const mistyped = code.with(at, random.pick(characters.filter((sign) => sign !== code[at])));
      expect([mistyped, creditCodeFault(mistyped.join(""))]).not.toEqual([mistyped, null]);
      const swapped = [...code.slice(0, at), code[at + 1], code[at], ...code.slice(at + 2)].join("");
      const changed = swapped !== code.join("");
      expect([swapped, creditCodeFault(swapped) === null]).toEqual([swapped, !changed]);
    }
    expect(creditCodeCheck("913301")).toBeNull();
  });
});

describe("a bank account", () => {
  test.each([
    ["4000 0232 3920 0123 456", null],
    ["１２１９０９０８８８１０９０３", null],
    ["310066-63401-8000-12345", null],
    ["", "bank-account/empty"],
    ["GB29NWBK60161331926819", "bank-account/characters"],
    ["1234567x90", "bank-account/characters"],
    ["12345678", "bank-account/too-short"],
    ["1234567890123456789012345678901", "bank-account/too-long"],
    ["0000000000", "bank-account/one-digit"],
  ])("[CV9] %j: %s", (text, fault) => {
    expect(bankAccountFault(normalBankAccount(text))).toBe(fault);
  });
});
