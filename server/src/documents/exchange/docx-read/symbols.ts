/**
 * Characters of Word's symbol fonts as Unicode. Such fonts keep their glyphs at U+F000 + code; the code is what the tables hold.
 * Sources: Unicode's mapping file for Adobe Symbol, Unicode chart U2700 (Dingbats) and U1F700 for Wingdings.
 */

/** Pairs of first code and the characters from there on; a space in the string means "no such character". */
function table(...rows: readonly (readonly [number, string])[]): ReadonlyMap<number, string> {
  const map = new Map<number, string>();
  for (const [first, characters] of rows) {
    Array.from(characters).forEach((character, index) => {
      if (character !== " ") map.set(first + index, character);
    });
  }
  return map;
}

const symbol = table(
  [0x21, "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"],
  [0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"],
  [0xa1, "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"],
  [0xc0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊"],
  [0xe5, "∑"],
  [0xf2, "∫"],
);

const wingdings = table(
  [0x22, "✂✁"],
  [0x28, "☎✆✉"],
  [0x36, "⌛⌨"],
  [0x3f, "✍"],
  [0x41, "✌"],
  [0x46, "☞☟"],
  [0x4a, "☺"],
  [0x4c, "☹"],
  [0x51, "✈☼"],
  [0x54, "❄"],
  [0x58, "✠✡☪☯"],
  [0x6c, "●❍■□"],
  [0x71, "❑❒⬧⧫◆❖⬥⌧"],
  [0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"],
  [0x9e, "·•"],
  [0xa1, "○"],
  [0xa4, "◉◎"],
  [0xa7, "▪◻"],
  [0xaa, "✦★✶✴✹"],
  [0xd5, "⌫⌦"],
  [0xd8, "➢"],
  [0xdf, "←→↑↓↖↗↙↘"],
  [0xe8, "➔"],
  [0xef, "⇦⇨⇧⇩⬄⇳"],
  [0xfb, "✗✓☒☑"],
);

const wingdings2 = table([0x4f, "✗✓"], [0x52, "☑☒"], [0x6a, "①②③④⑤⑥⑦⑧⑨⑩"], [0x97, "●"], [0xa2, "■□"]);
const webdings = table([0x61, "✔"], [0x63, "□"], [0x67, "■"], [0x72, "✗"]);

const fonts = new Map<string, ReadonlyMap<number, string>>([
  ["symbol", symbol],
  ["wingdings", wingdings],
  ["wingdings2", wingdings2],
  ["webdings", webdings],
]);

function tableOf(font: string | null): ReadonlyMap<number, string> | undefined {
  return fonts.get((font ?? "").toLowerCase().replaceAll(/\s+/gu, ""));
}

/** The character of `w:sym`: `font` and the hexadecimal `w:char`. `null` when it has no Unicode character we know. */
export function symbolCharacter(font: string | null, hexadecimal: string): string | null {
  if (!/^[0-9a-f]{1,6}$/iu.test(hexadecimal)) return null;
  const code = Number.parseInt(hexadecimal, 16);
  const isPrivate = code >= 0xf000 && code <= 0xf0ff;
  const mapped = tableOf(font)?.get(isPrivate ? code - 0xf000 : code);
  if (mapped !== undefined) return mapped;
  const isCharacter = code >= 0x20 && code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isPrivate || !isCharacter ? null : String.fromCodePoint(code);
}

/** Text in a symbol font: its private-use characters as Unicode. `missed` is told of each that has none. */
export function symbolText(font: string | null, text: string, missed: () => void): string {
  return text.replace(/[\uf020-\uf0ff]/gu, (character) => {
    const mapped = tableOf(font)?.get((character.codePointAt(0) ?? 0) - 0xf000);
    if (mapped === undefined) missed();
    return mapped ?? "\ufffd";
  });
}
