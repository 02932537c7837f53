/**
 * Which words that somebody else wrote are those that a page had deleted there.
 *
 * Invariants:
 * - Words are back where all that was deleted side by side, as it stood before one of the page's steps, is written directly beside it:
 *   two letters or more, or nothing else. What the page itself wrote anew of it since, and stands, counts as written, but not as back.
 * - What is written is taken for one deleted letter only of those that stood at one moment.
 */
import * as Y from "yjs";
import type { UndoStep } from "./undo-step.ts";
import { type Lifetime, type StepLifetimes, stoodBefore, stoodTogether } from "./step-lifetimes.ts";

/** How many letters have to be the same where others are written with them. */
const LETTERS_ALIKE = 2;
/** How many deleted letters are looked at beside some, for each of these and for all; and how many moments. */
const DELETED_FOR_EACH = 8;
const DELETED_FOR_ALL = 400;
const MOST_MOMENTS = 24;

/** A deleted letter and the one that somebody else wrote for it. */
export interface ReturnedLetter {
  readonly gone: Y.ID;
  readonly written: Y.ID;
  readonly life: Lifetime;
}

interface GoneLetter {
  readonly is: "gone";
  readonly id: Y.ID;
  readonly unit: string;
  /** `null` where no step of the page can bring it back. */
  readonly life: Lifetime | null;
  /** Whether the change takes it away that wrote the words: it may stand among these again. */
  readonly wentWith: boolean;
}

interface StandingLetter {
  /** Of the change, or of the page itself. */
  readonly is: "written" | "own";
  readonly id: Y.ID;
  readonly unit: string;
  readonly born: number;
  /** Whether the change wrote nothing else beside it. */
  readonly alone: boolean;
}

type Letter = GoneLetter | StandingLetter;
type Wanted = GoneLetter & { readonly life: Lifetime };

/** A change of somebody else's, as far as words go. */
export interface WordsOfChange {
  /** The items that it wrote and that stand directly beside each other, in order. */
  readonly runs: readonly (readonly Y.Item[])[];
  readonly deleted: UndoStep["deletions"];
}

/** Finds for which of a page's deleted letters those stand that a change wrote. */
export function returnedLetters(
  { runs, deleted }: WordsOfChange,
  lifetimes: StepLifetimes,
  isBack: (id: Y.ID) => boolean,
): ReturnedLetter[] {
  const written = new Map<Y.Item, StandingLetter[]>();
  for (const run of runs) {
    const alone = run.length === 1 && run[0]?.length === 1;
    for (const item of run)
      written.set(
        item,
        lettersOf(item).map((each) => ({ ...each, is: "written", born: Infinity, alone })),
      );
  }
  const found = new Returns(isBack);
  const around = new Surroundings(written, deleted, lifetimes);
  for (const run of runs) {
    const letters = around.of(run);
    const lives = letters.filter(found.isWanted).flatMap(({ life }) => [life.born, life.gone]);
    const moments = [...new Set(lives)].filter((step) => step >= 0).sort((a, b) => a - b);
    const looked = moments.filter((_, at) => at < MOST_MOMENTS / 2 || at >= moments.length - MOST_MOMENTS / 2);
    const tries = looked.flatMap((step) => triesBefore(step, letters, found.isWanted));
    for (const each of tries.sort((a, b) => b.text.length - a.text.length)) found.match(each);
  }
  return found.letters;
}

/** What may have come back together, and what stands there now instead. */
interface Try {
  readonly gone: readonly GoneLetter[];
  readonly text: string;
  readonly standing: readonly StandingLetter[];
}

class Returns {
  readonly letters: ReturnedLetter[] = [];
  readonly isWanted = (letter: Letter): letter is Wanted =>
    letter.is === "gone" && letter.life !== null && !this.back.has(keyOf(letter.id)) && !this.isBack(letter.id);
  private readonly back = new Map<string, Y.ID>();
  private readonly takenFor = new Map<string, Lifetime[]>();
  private readonly isBack: (id: Y.ID) => boolean;

  constructor(isBack: (id: Y.ID) => boolean) {
    this.isBack = isBack;
  }

  match({ gone, text, standing }: Try): void {
    if (!gone.some(this.isWanted)) return;
    const stands = standing.map(({ unit }) => unit).join("");
    for (let at = stands.indexOf(text); at >= 0; at = stands.indexOf(text, at + 1)) {
      const others = gone.map((letter, index) => ({ letter, other: standing[at + index] }));
      const pairs = others.flatMap(({ letter, other }) => (other?.is === "written" ? [{ letter, other }] : []));
      if (pairs.length < LETTERS_ALIKE && !pairs.some(({ other }) => other.alone)) continue;
      if (!others.every(({ letter, other }) => this.mayStandFor(letter, other))) continue;
      for (const { letter, other } of pairs) {
        if (!this.isWanted(letter)) continue;
        this.back.set(keyOf(letter.id), other.id);
        this.letters.push({ gone: letter.id, written: other.id, life: letter.life });
        this.takenFor.set(keyOf(other.id), [...(this.takenFor.get(keyOf(other.id)) ?? []), letter.life]);
      }
      return;
    }
  }

  /** What is back already is so as that which stands in its place. */
  private mayStandFor(letter: GoneLetter, other: StandingLetter | undefined): boolean {
    if (letter.life === null) return true;
    if (!this.isWanted(letter)) return this.back.get(keyOf(letter.id)) === other?.id;
    return other?.is !== "written" || !this.isTaken(other.id, letter.life);
  }

  private isTaken(id: Y.ID, life: Lifetime): boolean {
    return (this.takenFor.get(keyOf(id)) ?? []).some((other) => stoodTogether(other, life));
  }
}

/** What was gone of what stood before a step: since then, and with that step, without and with what goes with the change. */
function triesBefore(step: number, all: readonly Letter[], isWanted: (letter: Letter) => letter is Wanted): Try[] {
  const letters = aroundWritten(step, all);
  const standing = letters.filter((letter) => letter.is !== "gone");
  const firstWritten = letters.findIndex(({ is }) => is === "written");
  const stood = (letter: Letter): boolean => isWanted(letter) && stoodBefore(letter.life, step);
  const wentNow = (letter: Letter): boolean => isWanted(letter) && letter.life.gone === step;
  const orWith =
    (counts: (letter: Letter) => boolean) =>
    (letter: Letter): boolean =>
      counts(letter) || (letter.is === "gone" && letter.life === null && letter.wentWith);
  const isMoot = (letter: Letter): boolean =>
    letter.is === "own" || (letter.is === "gone" && letter.life !== null && !stoodBefore(letter.life, step));
  const present = letters.filter((letter) => !isMoot(letter));
  const sides = [letters, letters.slice(0, firstWritten), letters.slice(firstWritten)];
  return [stood, wentNow, ...(all.some(orWith(() => false)) ? [orWith(stood), orWith(wentNow)] : [])].flatMap(
    (counts) =>
      [...sides.map((side) => side.filter(counts)), ...piecesOf(present, counts)]
        .map((piece) => piece.filter((letter) => letter.is === "gone"))
        .filter((gone) => gone.some(isWanted))
        .map((gone) => ({ gone, standing, text: gone.map(({ unit }) => unit).join("") })),
  );
}

/** What is written and what lies around it up to what stood before a step and still stands. */
function aroundWritten(step: number, letters: readonly Letter[]): readonly Letter[] {
  const parts = (letter: Letter): boolean => letter.is === "own" && letter.born < step;
  const first = letters.findIndex(({ is }) => is === "written");
  const from = letters.slice(0, first).findLastIndex(parts) + 1;
  const until = letters.findIndex((letter, at) => at > first && parts(letter));
  return letters.slice(from, until < 0 ? letters.length : until);
}

/** The letters that are meant, those that follow each other together. */
function piecesOf(letters: readonly Letter[], isMeant: (letter: Letter) => boolean): Letter[][] {
  const pieces: Letter[][] = [];
  let isOpen = false;
  for (const letter of letters) {
    const meant = isMeant(letter);
    if (meant && isOpen) pieces.at(-1)?.push(letter);
    else if (meant) pieces.push([letter]);
    isOpen = meant;
  }
  return pieces;
}

const keyOf = ({ client, clock }: Y.ID): string => `${client}:${clock}`;

/** The letters of an item; of what no step deleted Yjs keeps none. */
function lettersOf({ id: { client, clock }, content }: Y.Item): { readonly id: Y.ID; readonly unit: string }[] {
  if (!(content instanceof Y.ContentString)) return [];
  const { str } = content;
  return Array.from({ length: str.length }, (_, at) => ({ id: Y.createID(client, clock + at), unit: str.charAt(at) }));
}

/** What lies around words that a change wrote: what is deleted, the page's own, and what the change wrote, too. */
class Surroundings {
  private readonly written: ReadonlyMap<Y.Item, StandingLetter[]>;
  private readonly deleted: UndoStep["deletions"];
  private readonly lifetimes: StepLifetimes;

  constructor(
    written: ReadonlyMap<Y.Item, StandingLetter[]>,
    deleted: UndoStep["deletions"],
    lifetimes: StepLifetimes,
  ) {
    this.written = written;
    this.deleted = deleted;
    this.lifetimes = lifetimes;
  }

  /** In reading order; nothing where too much is deleted beside the words. */
  of(run: readonly Y.Item[]): Letter[] {
    const words = run.flatMap((item) => this.written.get(item) ?? []);
    const most = words.length * DELETED_FOR_EACH + DELETED_FOR_ALL;
    const before = this.beside(run[0]?.left ?? null, "left", most);
    const behind = this.beside(run.at(-1)?.right ?? null, "right", most);
    return before === null || behind === null ? [] : [...before, ...words, ...behind];
  }

  private beside(from: Y.Item | null, side: "left" | "right", most: number): Letter[] | null {
    const found: Letter[][] = [];
    let [gone, standing] = [0, 0];
    for (let at = from; at !== null; at = at[side]) {
      if (at.content instanceof Y.ContentFormat) continue;
      const letters = at.deleted ? this.goneIn(at) : (this.written.get(at) ?? this.ownIn(at));
      if (at.deleted) gone += letters.length;
      else standing += letters.length;
      if (gone > most) return null;
      if (!at.deleted && (letters.length === 0 || standing > most)) break;
      found.push(letters);
    }
    return (side === "left" ? found.toReversed() : found).flat();
  }

  private goneIn(item: Y.Item): GoneLetter[] {
    // What came back by undo is asked by its copy.
    if (item.redone !== null) return [];
    return lettersOf(item).map((each) => ({
      ...each,
      is: "gone",
      life: this.lifetimes.of(each.id),
      wentWith: Y.isDeleted(this.deleted, each.id),
    }));
  }

  /** What the page wrote itself; nothing where part of it is somebody else's. */
  private ownIn(item: Y.Item): StandingLetter[] {
    const letters = lettersOf(item).map((each) => ({
      ...each,
      is: "own" as const,
      born: this.lifetimes.bornAt(each.id),
      alone: false,
    }));
    return letters.every(({ born }) => born >= 0) ? letters : [];
  }
}
