/** Proposals that answer each other or the same: alternatives for one place, of which only one can be accepted. */
import { type DocumentProposal, alternativeLetter } from "@parley/documents";
import { withRequired } from "./with-required.ts";

/** The list with every answer right behind what it answers, which may be an answer itself. */
export function withAnswersBehind(list: readonly DocumentProposal[]): DocumentProposal[] {
  const known = new Set(list.map(({ id }) => id));
  const answers = Map.groupBy(list, ({ counters }) => (counters !== null && known.has(counters) ? counters : ""));
  const placed = new Set<string>();
  const put = (proposal: DocumentProposal): DocumentProposal[] => {
    if (placed.has(proposal.id)) return [];
    placed.add(proposal.id);
    return [proposal, ...(answers.get(proposal.id) ?? []).flatMap(put)];
  };
  // Two that answer each other have no first one; they come where they stand.
  return [...(answers.get("") ?? []).flatMap(put), ...list.flatMap(put)];
}

/** The alternatives of each place that has several, oldest first. */
export function alternativesIn(list: readonly DocumentProposal[]): readonly (readonly DocumentProposal[])[] {
  if (!list.some(({ answered }) => answered.length > 0)) return [];
  // Every name stands for a group, through names that it was joined to.
  const joined = new Map<string, string>();
  const groupOf = (name: string): string => {
    let group = name;
    for (let next = joined.get(group); next !== undefined; next = joined.get(group)) group = next;
    return group;
  };
  for (const { id, answered } of list)
    for (const name of answered) {
      const [own, other] = [groupOf(id), groupOf(name)];
      if (own !== other) joined.set(other, own);
    }
  return [...Map.groupBy(list, ({ id }) => groupOf(id)).values()]
    .filter(({ length }) => length > 1)
    .map((group) => group.toSorted((a, b) => a.firstSeq - b.firstSeq || (a.id < b.id ? -1 : 1)));
}

/** One of several alternatives: its letter, the oldest being A, and whether it is the newest. */
export interface Alternative {
  readonly letter: string;
  readonly isNewest: boolean;
}

const known = new Map<string, Alternative>();

/** The same object for the same letter, so that what is shown of it need not be drawn again. */
function alternative(index: number, isNewest: boolean): Alternative {
  const letter = alternativeLetter(index);
  const key = `${letter} ${isNewest}`;
  const one = known.get(key) ?? { letter, isNewest };
  known.set(key, one);
  return one;
}

/** Which of the proposals are alternatives to others in the list, by their ids. */
export function rivalsIn(list: readonly DocumentProposal[]): ReadonlyMap<string, Alternative> {
  return new Map(
    alternativesIn(list).flatMap((group) =>
      group.map(({ id }, index) => [id, alternative(index, index === group.length - 1)] as const),
    ),
  );
}

/** What stands in the place of some alternatives now. */
export interface PlaceOfAlternatives {
  /** `text`: words that at least one of them would take away. `nothing`: all of them only add. `looks`: neither, as where looks would change. */
  readonly holds: "text" | "nothing" | "looks";
  readonly old: string;
  /** Whether each of them takes away the same words: then these need not be told of each. */
  readonly isSame: boolean;
}

type Told = Pick<DocumentProposal, "kind" | "insertedText" | "deletedText">;

export function placeOfAlternatives(alternatives: readonly Told[]): PlaceOfAlternatives {
  const texts = alternatives.map(({ deletedText }) => deletedText.trim());
  // The most that one of them would take away.
  const old = texts.reduce((most, text) => (text.length > most.length ? text : most), "");
  const adds = alternatives.every(({ kind, insertedText }) => kind === "block" || insertedText !== "");
  const holds = old !== "" ? "text" : adds ? "nothing" : "looks";
  return { holds, old, isSame: old !== "" && texts.every((text) => text === old) };
}

/** The alternatives that are rejected along with what is accepted of a list, each with those that were accepted instead. */
export function rejectedAlong(
  accepted: readonly DocumentProposal[],
  list: readonly DocumentProposal[],
): readonly { readonly rejected: DocumentProposal; readonly instead: readonly DocumentProposal[] }[] {
  const ids = new Set(accepted.map(({ id }) => id));
  return alternativesIn(list).flatMap((group) => {
    const taken = group.filter(({ id }) => ids.has(id));
    if (taken.length === 0) return [];
    const keysOf = rivalKeys(group);
    return group
      .filter(({ id }) => !ids.has(id))
      .map((rejected) => {
        const keys = new Set(keysOf(rejected));
        return { rejected, instead: taken.filter((each) => keysOf(each).some((key) => keys.has(key))) };
      })
      .filter(({ instead }) => instead.length > 0);
  });
}

/** What is named by words or paragraphs that several are about by themselves, instead of by an answer. */
const isShared = (name: string): boolean => /^(?:moved|joined|replaced) /.test(name);

/** Two of a group that have a key in common are rivals: whoever moves what two others move apart makes no rivals of those. */
function rivalKeys(group: readonly DocumentProposal[]): (proposal: DocumentProposal) => readonly string[] {
  const answering = group.map((each) => ({ ...each, answered: each.answered.filter((name) => !isShared(name)) }));
  const keyOf = new Map(
    alternativesIn(answering).flatMap((rivals, index) => rivals.map(({ id }) => [id, `answers ${index}`] as const)),
  );
  return ({ id, answered }) => [...(keyOf.has(id) ? [keyOf.get(id) ?? ""] : []), ...answered.filter(isShared)];
}

/** What is accepted of the chosen when of each place with alternatives only what was picked is. */
export interface SettledChoice {
  readonly accepted: readonly DocumentProposal[];
  /** Chosen, but left since they build on an alternative that nobody has picked. */
  readonly left: readonly DocumentProposal[];
}

/** The places about which somebody who accepts some of a list has to be asked: all alternatives of each. */
export function placesToAsk(
  chosen: readonly DocumentProposal[],
  list: readonly DocumentProposal[],
): readonly (readonly DocumentProposal[])[] {
  const ids = new Set(withRequired(chosen, list).map(({ id }) => id));
  return alternativesIn(list).filter((group) => group.some(({ id }) => ids.has(id)));
}

/** `picked` are ids of alternatives that somebody chose in so many words: nothing else of these places is accepted. */
export function settleChoice(
  chosen: readonly DocumentProposal[],
  list: readonly DocumentProposal[],
  picked: ReadonlySet<string>,
): SettledChoice {
  const alternatives = new Set(placesToAsk(chosen, list).flat());
  const plain = chosen.filter((each) => !alternatives.has(each));
  const wanted = [...plain, ...[...alternatives].filter(({ id }) => picked.has(id))];
  const isOpen = (each: DocumentProposal): boolean => alternatives.has(each) && !picked.has(each.id);
  const accepted = wanted.filter((proposal) => !withRequired([proposal], list).some(isOpen));
  return { accepted, left: plain.filter((each) => !accepted.includes(each)) };
}
