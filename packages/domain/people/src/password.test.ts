import { expect, test } from "vitest";
import { passwordFault } from "./password.ts";

const lin = { name: "Lin Lan", email: "lan.lin@parley.example" };

test("one piece repeated, stretches of a row and digits only are refused", () => {
  for (const plain of [
    "1234567890",
    "0987654321",
    "9876543210987",
    "aaaaaaaaaa",
    "abcabcabca",
    "12ab12ab12ab",
    "abcdefghij",
    "qwertyuiop",
    "poiuytrewq",
    "asdfghjkl123",
    "Qwerty12345",
    "１２３４５６７８９０",
    "13800138000",
    "111222333444",
    "abc123def456",
  ]) {
    expect([plain, passwordFault(plain, lin)]).toEqual([plain, "people/password-plain"]);
  }
});

test("the commonest words and patterns are refused, whatever digits and signs stand around them", () => {
  for (const common of [
    "Password123",
    "P@ssw0rd2024",
    "welcome-2026",
    "administrator",
    "Woaini5201314",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "iloveyou!!",
    "2024changeme",
    "pass word 123",
  ]) {
    expect([common, passwordFault(common, lin)]).toEqual([common, "people/password-common"]);
  }
});

test("one's own name and e-mail are refused, another's are not", () => {
  for (const own of ["lan.lin@parley.example", "LAN.LIN2026!", "lin lan 1234", "lanlin@@@@"]) {
    const fault = passwordFault(own, { name: "Lan Lin", email: lin.email });
    const alsoName = passwordFault(own, lin);
    expect([own, fault ?? alsoName]).toEqual([own, "people/password-own"]);
  }
  expect(passwordFault("欧阳静怡欧阳1", { name: "欧阳静怡", email: "x@parley.example" })).toBeNull();
  expect(passwordFault("欧阳静怡123456", { name: "欧阳静怡", email: "x@parley.example" })).toBe("people/password-own");
  expect(passwordFault("mara.kuhn2026", lin)).toBeNull();
});

test("what people choose with some care is taken", () => {
  for (const good of [
    "parley-demo",
    "a good password",
    "a long enough password",
    "correct horse battery",
    "春江潮水连海平海上",
    "tr0ub4dor&3",
    "7391-2846-a",
    "password of the year",
    "ab12xy98kq",
  ]) {
    expect([good, passwordFault(good, lin)]).toEqual([good, null]);
  }
});

test("a name without letters makes no password one's own", () => {
  expect(passwordFault("++--++==!?x", { name: "++", email: "1@parley.example" })).toBeNull();
});
