/**
 * Which passwords are refused: those that somebody who guesses tries first. A password
 * - has 10 to 128 characters;
 * - is not made of one short piece repeated, of stretches of the alphabet, the digits or a row of keys, or of digits only;
 * - is not among the commonest words and patterns, also with digits and signs put before or after one;
 * - is not the person's own name or e-mail, nor the part of it before the @, also with digits and signs around it.
 * Case, width and spaces do not count. Nothing else is asked of it: length is worth more than odd characters.
 */

/** Characters that a password has at least. */
export const shortestPassword = 10;
/** Characters that a password has at most. */
export const longestPassword = 128;

/** Why a password is refused; each is a refusal of people. */
export type PasswordFault = "people/password-plain" | "people/password-common" | "people/password-own";

const rows = [
  "01234567890",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop[]",
  "asdfghjkl;'",
  "zxcvbnm,./",
  "!@#$%^&*()_+",
].flatMap((row) => [row, Array.from(row).reverse().join("")]);

/** A stretch shorter than this may be chance. */
const shortestStretch = 3;
const mostStretches = 4;

const commonest = new Set(
  [
    "password passwort passwords passw0rd p@ssword p@ssw0rd pa$$word mypassword newpassword thepassword secret topsecret",
    "welcome letmein iloveyou sunshine princess football baseball superman batman starwars monkey dragon shadow master",
    "trustno whatever freedom michael jordan charlie computer internet samsung google login access hello abc test testtest",
    "admin administrator adminadmin root superuser user guest default changeme company parley contract contracts",
    "woaini woaiwojia woaizhongguo mima wodemima nihao aini tianshi zhongguo beijing shanghai chengdu",
    "qwerty qwertz azerty qazwsx qazwsxedc 1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 zaq12wsx",
    "a1b2c3d4 a1b2c3d4e5 abcd1234 asdf1234 qwer1234 zxcv1234 qweasd qweasdzxc 123qwe 123qweasd 123qweasdzxc 1234qwer 123456abc",
  ].flatMap((line) => line.split(" ")),
);

const fold = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
const withoutEdges = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");

/** Why a password of allowed length is refused for this person, or `null` when it is not. */
export function passwordFault(
  password: string,
  owner: { readonly name: string; readonly email: string },
): PasswordFault | null {
  const folded = fold(password);
  const core = withoutEdges(folded);
  if (isPlain(folded)) return "people/password-plain";
  if (commonest.has(folded) || commonest.has(core)) return "people/password-common";
  const email = fold(owner.email);
  const own = [fold(owner.name), email, email.split("@")[0] ?? ""].filter((text) => text !== "");
  return own.some((text) => folded === text || core === withoutEdges(text)) && core !== ""
    ? "people/password-own"
    : null;
}

function isPlain(folded: string): boolean {
  if (/^\p{Nd}*$/u.test(folded)) return true;
  if (/^(.{1,4})\1+(?:.{0,3})$/u.test(folded)) return true;
  return isAllStretches(Array.from(folded));
}

/** Whether the text is nothing but a few stretches of a row, or of one character. */
function isAllStretches(signs: readonly string[]): boolean {
  let at = 0;
  for (let stretch = 0; stretch < mostStretches && at < signs.length; stretch++) {
    const length = longestStretch(signs, at);
    if (length < shortestStretch) return false;
    at += length;
  }
  return at >= signs.length;
}

function longestStretch(signs: readonly string[], from: number): number {
  let length = 1;
  while (from + length < signs.length) {
    const longer = signs.slice(from, from + length + 1);
    const text = longer.join("");
    if (!longer.every((sign) => sign === longer[0]) && !rows.some((row) => row.includes(text))) break;
    length += 1;
  }
  return length;
}
