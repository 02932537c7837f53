/**
 * What a writer meant, told from their own screen before and after, and how much of it is left in what came out.
 *
 * Every character of a case is one of a kind, so that the words say by themselves whose they are: no ids are looked at.
 */
import { must } from "@parley/base";
import type { Node } from "@tiptap/pm/model";

/** A paragraph as a reader has it. */
export interface ShownParagraph {
  readonly text: string;
  readonly bold: ReadonlySet<string>;
  readonly style: string | null;
}

/** Words that somebody put elsewhere: a paragraph, or some into a paragraph. */
export interface Move {
  readonly words: string;
  readonly into: "its place" | "a paragraph";
}

/** Something that was meant and did not come true. */
export interface Violation {
  readonly what:
    | "vanished"
    | "doubled"
    | "came back"
    | "misplaced"
    | "break"
    | "join"
    | "bold"
    | "style"
    | "order"
    | "moved";
  readonly characters: string;
}

export function readShown(doc: Node): ShownParagraph[] {
  return doc.children.map((paragraph) => {
    const bold = new Set<string>();
    paragraph.forEach((run) => {
      if (run.marks.some((mark) => mark.type.name === "bold"))
        for (const character of run.text ?? "") bold.add(character);
    });
    return { text: paragraph.textContent, bold, style: paragraph.attrs["style"] as string | null };
  });
}

/** Whether somebody typed some words into, or instead of, what a colleague deleted: whoever did either is told then, and not in vain. */
export function meetsDeletion(
  before: readonly ShownParagraph[],
  meant: readonly (readonly ShownParagraph[])[],
  words: string,
): boolean {
  const base = new Screen(before);
  const screens = meant.map((each) => new Screen(each));
  const flat = before.flatMap(({ text }) => Array.from(text));
  const typed = Array.from(words).find((each) => !base.has(each));
  const own = screens.find((screen) => typed !== undefined && screen.has(typed));
  if (typed === undefined || !own) return false;
  const there = Array.from(own.paragraph(typed).text);
  const at = there.indexOf(typed);
  const left = there.slice(0, at).findLast((each) => base.has(each));
  const right = there.slice(at + 1).find((each) => base.has(each));
  const from = left === undefined ? 0 : flat.indexOf(left);
  const until = right === undefined ? flat.length : flat.indexOf(right) + 1;
  return flat.slice(from, until).some((each) => screens.some((screen) => screen !== own && !screen.has(each)));
}

/** Whether some words changed places with others for one of the two while the other deleted them: of two neighbours nobody can say which was moved. */
export function meetsMove(
  before: readonly ShownParagraph[],
  meant: readonly (readonly ShownParagraph[])[],
  words: string,
): boolean {
  const base = new Screen(before);
  const screens = meant.map((each) => new Screen(each));
  return screens.some((screen) => {
    const shown = Array.from(words).filter((each) => base.has(each) && screen.has(each));
    const isDeleted = shown.every((each) => screens.some((other) => other !== screen && !other.has(each)));
    return shown.length > 0 && isDeleted && isReordered(base, screen, shown, words);
  });
}

/** Whether somebody parted a paragraph between some of these characters, and none of them is parted from another now. */
export function missesBreak(
  before: readonly ShownParagraph[],
  meant: readonly (readonly ShownParagraph[])[],
  got: readonly ShownParagraph[],
  characters: string,
): boolean {
  const isOne = (paragraphs: readonly ShownParagraph[]): boolean => {
    const screen = new Screen(paragraphs);
    return new Set(Array.from(characters).flatMap((each) => screen.paragraphOf.get(each) ?? [])).size === 1;
  };
  return isOne(before) && isOne(got) && meant.some((each) => !isOne(each));
}

class Screen {
  readonly paragraphs: readonly ShownParagraph[];
  readonly paragraphOf = new Map<string, number>();
  readonly offsetOf = new Map<string, number>();
  readonly doubled: string[] = [];

  constructor(paragraphs: readonly ShownParagraph[]) {
    this.paragraphs = paragraphs;
    paragraphs.forEach(({ text }, index) =>
      Array.from(text).forEach((character, offset) => {
        if (this.paragraphOf.has(character)) this.doubled.push(character);
        this.paragraphOf.set(character, index);
        this.offsetOf.set(character, offset);
      }),
    );
  }

  has(character: string): boolean {
    return this.paragraphOf.has(character);
  }

  paragraph(character: string): ShownParagraph {
    return must(this.paragraphs[this.paragraphOf.get(character) ?? -1], "it is shown");
  }

  place(character: string): number {
    return (this.paragraphOf.get(character) ?? 0) * 100_000 + (this.offsetOf.get(character) ?? 0);
  }

  /** Whether a character begins, or ends, a paragraph. */
  isFirst(character: string): boolean {
    return this.has(character) && this.paragraph(character).text.startsWith(character);
  }

  isLast(character: string): boolean {
    return this.has(character) && this.paragraph(character).text.endsWith(character);
  }

  /** Neighbours in one paragraph. */
  pairs(): [string, string][] {
    return this.paragraphs.flatMap(({ text }) => {
      const characters = Array.from(text);
      return characters.slice(1).map((right, index): [string, string] => [characters[index] ?? "", right]);
    });
  }
}

/** What the case's writers meant and what they got. */
export function findViolations(
  before: readonly ShownParagraph[],
  meant: readonly (readonly ShownParagraph[])[],
  got: readonly ShownParagraph[],
  moves: readonly (readonly Move[])[],
): Violation[] {
  const base = new Screen(before);
  const screens = meant.map((each) => new Screen(each));
  const result = new Screen(got);
  return [
    ...ofCharacters(base, screens, result),
    ...screens.flatMap((screen, writer) => ofMoves(base, screen, result, moves[writer] ?? [])),
    ...screens.flatMap((screen, writer) =>
      ofWriter(
        base,
        screen,
        result,
        screens.filter((each) => each !== screen),
        (moves[writer] ?? []).flatMap(({ words, into }) => (into === "a paragraph" ? Array.from(words) : [])),
      ),
    ),
  ];
}

function ofCharacters(base: Screen, screens: readonly Screen[], result: Screen): Violation[] {
  const violations: Violation[] = [];
  const add = (what: Violation["what"], characters: string): void => {
    if (characters !== "") violations.push({ what, characters });
  };
  const everywhere = new Set([
    ...base.paragraphOf.keys(),
    ...screens.flatMap((screen) => [...screen.paragraphOf.keys()]),
  ]);
  let [vanished, back] = ["", ""];
  for (const character of everywhere) {
    const wanted = base.has(character)
      ? screens.every((screen) => screen.has(character))
      : screens.some((screen) => screen.has(character));
    if (wanted && !result.has(character)) vanished += character;
    if (!wanted && result.has(character)) back += character;
  }
  add("vanished", vanished);
  add("came back", back);
  add("doubled", result.doubled.join(""));
  return violations;
}

/** Of a paragraph that somebody put on another side of what stood beside it something is left. */
function ofMoves(base: Screen, screen: Screen, result: Screen, moves: readonly Move[]): Violation[] {
  return moves.flatMap(({ words }): Violation[] => {
    const left = Array.from(words).filter((each) => base.has(each) && screen.has(each));
    const isGone = left.length > 0 && left.every((each) => !result.has(each));
    return isGone && isReordered(base, screen, left, words) ? [{ what: "moved", characters: left.join("") }] : [];
  });
}

/** Whether one of some characters stands on another side of one that is not among `words` than it did. */
function isReordered(base: Screen, screen: Screen, characters: readonly string[], words: string): boolean {
  const others = [...base.paragraphOf.keys()].filter((each) => screen.has(each) && !words.includes(each));
  return characters.some((each) =>
    others.some((other) => base.place(other) < base.place(each) !== screen.place(other) < screen.place(each)),
  );
}

function ofWriter(
  base: Screen,
  screen: Screen,
  result: Screen,
  colleagues: readonly Screen[],
  dragged: readonly string[],
): Violation[] {
  const violations: Violation[] = [];
  for (const character of screen.paragraphOf.keys())
    if (!base.has(character) && result.has(character) && !standsWell(base, screen, result, colleagues, character))
      violations.push({ what: "misplaced", characters: character });
  const bothIn = (each: Screen, a: string, b: string): boolean => each.has(a) && each.has(b);
  const together = (each: Screen, a: string, b: string): boolean => each.paragraphOf.get(a) === each.paragraphOf.get(b);
  for (const [a, b] of base.pairs())
    if (bothIn(screen, a, b) && !together(screen, a, b) && bothIn(result, a, b) && together(result, a, b))
      violations.push({ what: "break", characters: a + b });
  for (const [a, b] of screen.pairs())
    if (bothIn(base, a, b) && !together(base, a, b) && bothIn(result, a, b) && !together(result, a, b))
      violations.push({ what: "join", characters: a + b });
  return [...violations, ...ofLooks(base, screen, result), ...ofOrder(base, screen, result, dragged)];
}

/** Whether a typed character stands beside what its writer put it beside, as far as that is there. */
function standsWell(
  base: Screen,
  screen: Screen,
  result: Screen,
  colleagues: readonly Screen[],
  character: string,
): boolean {
  const index = screen.paragraphOf.get(character) ?? -1;
  const own = Array.from(screen.paragraphs[index]?.text ?? "");
  const at = own.indexOf(character);
  const left = own.slice(0, at).findLast((each) => result.has(each));
  const right = own.slice(at + 1).find((each) => result.has(each));
  if (left === undefined && right === undefined) return true;
  const there = Array.from(result.paragraph(character).text);
  const place = there.indexOf(character);
  const leftThere = there.slice(0, place).findLast((each) => screen.has(each));
  const rightThere = there.slice(place + 1).find((each) => screen.has(each));
  if ((left !== undefined && left === leftThere) || (right !== undefined && right === rightThere)) return true;
  // What replaced something stands for that, wherever a colleague put it; beside it is good enough, across a paragraph's end, too.
  const beside = [left, right].flatMap((each) =>
    each !== undefined && base.has(each) ? [base.paragraph(each).text] : [],
  );
  const replaced = beside.some((text) => Array.from(text).some((each) => !screen.has(each)));
  // So it is when a colleague broke the paragraph there and deleted the neighbour on their side of the break.
  const isBroken = colleagues.some(
    (theirs) =>
      (right !== undefined && theirs.isFirst(right) && !base.isFirst(right)) ||
      (left !== undefined && theirs.isLast(left) && !base.isLast(left)),
  );
  const isBared = [own[at - 1], own[at + 1]].some((each) => each !== undefined && base.has(each) && !result.has(each));
  if (!replaced && !(isBroken && isBared)) return false;
  // Alone in a paragraph it stands for what a colleague had put there alone.
  if (there.every((each) => each === character || !base.has(each))) return true;
  const flat = result.paragraphs.flatMap(({ text }) => Array.from(text)).filter((each) => screen.has(each));
  const position = flat.indexOf(character);
  return (left !== undefined && flat[position - 1] === left) || (right !== undefined && flat[position + 1] === right);
}

function ofLooks(base: Screen, screen: Screen, result: Screen): Violation[] {
  const violations: Violation[] = [];
  let plain = "";
  for (const character of base.paragraphOf.keys()) {
    if (!screen.has(character) || !result.has(character)) continue;
    const [was, wanted] = [base, screen].map((each) => each.paragraph(character).bold.has(character));
    if (was !== wanted && result.paragraph(character).bold.has(character) !== wanted) plain += character;
  }
  if (plain !== "") violations.push({ what: "bold", characters: plain });
  screen.paragraphs.forEach(({ text, style }) => {
    const known = Array.from(text).filter((each) => base.has(each));
    if (known.length === 0 || known.some((each) => base.paragraph(each).style === style)) return;
    const left = known.filter((each) => result.has(each));
    if (left.length > 0 && !left.some((each) => result.paragraph(each).style === style))
      violations.push({ what: "style", characters: left.join("") });
  });
  return violations;
}

/** The paragraphs that somebody put behind something else stand behind it. Words that they put into a paragraph go where that goes. */
function ofOrder(base: Screen, screen: Screen, result: Screen, dragged: readonly string[]): Violation[] {
  const violations: Violation[] = [];
  let before = "";
  for (const { text } of screen.paragraphs) {
    const known = Array.from(text).filter((each) => base.has(each) && result.has(each) && !dragged.includes(each));
    const first = known[0];
    if (first === undefined) continue;
    if (before !== "" && base.place(before) > base.place(first) && result.place(before) > result.place(first))
      violations.push({ what: "order", characters: before + first });
    before = known.at(-1) ?? before;
  }
  return violations;
}
