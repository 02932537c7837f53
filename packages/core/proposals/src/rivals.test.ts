import { must } from "@parley/base";
import { PROPOSALS_NAME, isProposalRecord } from "@parley/document";
import { DocumentReplica, restoreVersion } from "@parley/history";
import { describe, expect, test } from "vitest";
import type { Proposal } from "./index.ts";
import {
  alternativesAt,
  listProposals,
  ownDigest,
  proposedView,
  readView,
  readViewAt,
  rivalries,
  settleRivals,
} from "./index.ts";
import { type Page, Scene, mara, newParagraph, osei, paragraph, yara } from "./negotiation-scene.ts";

const idOf = (proposal: Proposal): readonly [number, number] => {
  const [client = 0, clock = 0] = proposal.id.split("-").map(Number);
  return [client, clock];
};

/** Puts other words in the place of some, as an answer to a proposal or of one's own accord. */
function replace(page: Page, old: string, fresh: string, answered?: Proposal): void {
  const text = page.text(0);
  const at = text.toString().indexOf(old);
  const group = `g${page.ydoc.clientID}`;
  page.record({ do: "delete", ids: page.ids(text, at, old.length), group });
  text.insert(at + old.length, fresh);
  if (answered)
    page.record({ do: "counter", to: idOf(answered), ids: page.ids(text, at + old.length, fresh.length), group });
}

function insertBehind(page: Page, words: string, fresh: string): void {
  page.text(0).insert(page.text(0).toString().indexOf(words) + words.length, fresh);
}

function formatWord(page: Page, words: string): void {
  page.text(0).format(page.text(0).toString().indexOf(words), words.length, { bold: {} });
}

/** A deletion more in the gesture of the last answer. */
function strikeAlong(page: Page, words: string): void {
  const [, record] = must(
    [...page.ydoc.getMap(PROPOSALS_NAME)].find(
      ([key, each]) => key.startsWith(yara) && isProposalRecord(each) && each.do === "counter",
    ),
    "there is an answer",
  );
  const text = page.text(0);
  const { group } = record as { group: string };
  page.record({ do: "delete", ids: page.ids(text, text.toString().indexOf(words) + words.length, 1), group });
}

function insertAnswer(page: Page, answered: Proposal): void {
  page.text(0).insert(0, "Now: ");
  page.record({ do: "counter", to: idOf(answered), ids: page.ids(page.text(0), 0, 5) });
}

/** Mara proposes 90 for 100, and Osei answers with 95. */
function answered(): Scene {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => replace(page, "100", "90"));
  scene.propose(osei, (page) => replace(page, "100", "95", scene.of(mara)[0]));
  return scene;
}
const only = <Found>(found: readonly Found[]): Found => {
  const [one, ...others] = found;
  if (!one || others.length > 0) throw new Error(`${found.length} instead of one`);
  return one;
};

test("[RV1] an answer is one proposal with its words, and names what it answers", () => {
  const scene = answered();
  expect(scene.told).toEqual(['Mara replace "100" "90"', 'Osei replace "100" "95"']);
  expect(only(scene.of(osei)).counters).toBe(only(scene.of(mara)).id);
  expect(only(scene.of(mara)).counters).toBeNull();
});

test("[PR3] [RV1] an answer is still one with its words when a restored version takes away all that it would have deleted", () => {
  const scene = new Scene(paragraph("Fee: 100"));
  scene.edit((page) => page.text(0).insert(8, " euros"));
  scene.propose(mara, (page) => insertBehind(page, "Fee", " due"));
  scene.propose(osei, (page) => replace(page, "euros", "dollars", only(scene.of(mara))));
  const replica = DocumentReplica.open(null, scene.rows);
  const { update, statement } = must(restoreVersion(replica, 1, 7), "the versions differ");
  replica.take(update, () => true, { kind: "restore", baseSeq: null, proposes: false, statement });
  const { ydoc, attribution, lineage, pending } = replica;
  const all = listProposals({ ...scene.document, ydoc, attribution, lineage, pending });
  const told = all.map(({ insertedText, counters, records }) => [
    insertedText,
    counters,
    records.map(({ record }) => record.do),
  ]);
  expect(told).toEqual([
    [" due", null, []],
    ["dollars", all[0]?.id, ["delete", "counter"]],
  ]);
});

test("[RV1] a proposal answers one other, however many records say what it answers: nobody ties together what others propose", () => {
  const scene = new Scene(paragraph("The price is 100 euros, due in June."), paragraph("Second."));
  scene.propose(mara, (page) => replace(page, "100", "90"));
  scene.propose(yara, (page) => replace(page, "June", "May"));
  const [price, term] = [only(scene.of(mara)), only(scene.of(yara))];
  const says = (page: Page, at: number, length: number, to: Proposal, group: object = {}): void =>
    page.record({ do: "counter", to: idOf(to), ids: page.ids(page.text(1), at, length), ...group });
  scene.propose(osei, (page) => {
    page.text(1).insert(0, "Both: ");
    says(page, 0, 3, price);
    says(page, 0, 6, term);
    says(page, 3, 3, price);
  });
  const answer = only(scene.of(osei));
  expect([answer.counters, answer.answered]).toEqual([price.id, [price.id]]);
  expect(rivalries(scene.proposals).map((rivals) => rivals.map(({ id }) => id))).toEqual([[price.id, answer.id]]);
  // What was said last counts.
  scene.propose(osei, (page) => says(page, 0, 6, term));
  expect(only(scene.of(osei)).answered).toEqual([term.id]);
});

test("[RV1] an answer of words alone, and one of a whole paragraph, are named by their ids", () => {
  const scene = new Scene(paragraph("Fee."));
  scene.propose(mara, (page) => page.text(0).insert(4, " Due in May."));
  scene.propose(osei, (page) => {
    page.text(0).insert(0, "By June: ");
    page.record({ do: "counter", to: idOf(only(scene.of(mara))), ids: page.ids(page.text(0), 0, 9) });
  });
  scene.propose(yara, (page) => {
    const block = newParagraph("Due in July.");
    page.fragment.insert(1, [block]);
    const [client, clock] = page.id(block);
    page.record({ do: "counter", to: idOf(only(scene.of(mara))), ids: [[client, clock, 1]] });
  });
  const { id } = only(scene.of(mara));
  expect([only(scene.of(osei)).counters, only(scene.of(yara)).counters]).toEqual([id, id]);
  expect(scene.accept(only(scene.of(yara)))).toEqual(["Fee.", "Due in July."]);
  expect(scene.proposals).toEqual([]);
});

test("[RV2] of a proposal and its answers the view with everything shows the newest", () => {
  expect(answered().proposed).toEqual(["The price is 95 euros."]);
});

test("[RV3] accepting the answer rejects what it answers, and accepting that rejects the answer", () => {
  for (const [person, words] of [
    [osei, "95"],
    [mara, "90"],
  ] as const) {
    const scene = answered();
    expect(scene.accept(only(scene.of(person)))).toEqual([`The price is ${words} euros.`]);
    expect(scene.proposals).toEqual([]);
    expect(scene.proposed).toEqual(scene.agreed);
  }
});

test("[RV3] who accepts both agrees on the newest, and is told which was not chosen", () => {
  const scene = answered();
  const [mine, theirs] = [only(scene.of(osei)), only(scene.of(mara))];
  expect(settleRivals(scene.proposals, () => true)).toEqual({ accepted: [mine], notChosen: [theirs] });
  expect(settleRivals(scene.proposals, () => false)).toEqual({ accepted: [], notChosen: [] });
  expect(scene.accept(mine, theirs)).toEqual(["The price is 95 euros."]);
  expect(scene.proposals).toEqual([]);
});

test("[RV3] an answer to an answer, and a second answer, stand against all of them", () => {
  const scene = answered();
  scene.propose(mara, (page) => replace(page, " euros", " dollars", only(scene.of(osei))));
  scene.propose(yara, (page) => replace(page, "price", "fee", scene.of(mara)[0]));
  expect(scene.accept(only(scene.of(yara)))).toEqual(["The fee is 100 euros."]);
  expect(scene.proposals).toEqual([]);
});

test("[RV2] the alternatives of a version are those of that time, oldest first, whatever was decided since", () => {
  const scene = answered();
  const [then, ids] = [scene.replica.seq, [scene.of(mara), scene.of(osei)].map((each) => only(each).id)];
  scene.accept(only(scene.of(osei)));
  const told = (seq: number): string[][] =>
    alternativesAt(scene.past, seq).map((alternatives) => alternatives.map(({ id }) => id));
  expect([told(then - 1), told(then), told(scene.replica.seq)]).toEqual([[], [ids], []]);
});

test("[RV4] rejecting or withdrawing one of them leaves the other a proposal like any", () => {
  const scene = answered();
  scene.decide("withdraw", scene.of(mara));
  expect(scene.proposals.map(({ counters }) => counters)).toEqual([null]);
  expect(scene.accept(only(scene.of(osei)))).toEqual(["The price is 95 euros."]);
  const other = answered();
  other.reject(...other.of(osei));
  expect(other.told).toEqual(['Mara replace "100" "90"']);
  expect([...other.replica.ydoc.getMap(PROPOSALS_NAME).values()].filter(isProposalRecord)).toHaveLength(1);
});

test("[RV1] who accepts a proposal must have seen the answers to it", () => {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => replace(page, "100", "90"));
  const before = only(scene.of(mara));
  scene.propose(osei, (page) => replace(page, "100", "95", before));
  expect(only(scene.of(mara)).id).toBe(before.id);
  expect(only(scene.of(mara)).digest).not.toBe(before.digest);
  expect(ownDigest(only(scene.of(mara)).digest)).toBe(before.digest);
});

/** Mara's and Yara's paragraphs, and in the first one a price of Mara's with answers from Osei and, to that, from Yara. */
function answeredTwice(): Scene {
  const scene = new Scene(paragraph("The price is 100 euros."), paragraph("Term."), paragraph("End."));
  scene.propose(mara, (page) => replace(page, "100", "90"));
  scene.propose(osei, (page) => replace(page, "100", "95", scene.of(mara)[0]));
  scene.propose(yara, (page) => replace(page, "euros", "dollars", scene.of(osei)[0]));
  scene.propose(mara, (page) => page.text(1).insert(5, " A year."));
  scene.propose(yara, (page) => page.text(2).insert(4, " Signed."));
  return scene;
}

const digests = (scene: Scene): Map<string, string> => new Map(scene.proposals.map(({ id, digest }) => [id, digest]));

test.each<[string, (scene: Scene) => void]>([
  ["goes on", (scene) => scene.propose(mara, (page) => insertBehind(page, "90", " net"))],
  ["looks different", (scene) => scene.propose(osei, (page) => formatWord(page, "95"))],
  [
    "that is the last of the chain goes on",
    (scene) => scene.propose(yara, (page) => insertBehind(page, "dollars", "!")),
  ],
  ["takes a record more", (scene) => scene.propose(yara, (page) => strikeAlong(page, "dollars"))],
  ["is withdrawn", (scene) => scene.withdraw(only(scene.of(yara).filter(({ counters }) => counters !== null)))],
  ["is new", (scene) => scene.propose(yara, (page) => insertAnswer(page, scene.of(mara)[0] as Proposal))],
])("[PR4] when one of several alternatives %s, the digests of all of them change, and no other's", (_what, change) => {
  const scene = answeredTwice();
  const before = digests(scene);
  const rivals = new Set(only(rivalries(scene.proposals)).map(({ id }) => id));
  expect([rivals.size, before.size]).toEqual([3, 5]);
  change(scene);
  const after = digests(scene);
  const standing = [...before].filter(([id]) => after.has(id));
  expect(before.size - standing.length).toBeLessThanOrEqual(1);
  const changed = standing.filter(([id, digest]) => after.get(id) !== digest).map(([id]) => id);
  expect(changed).toEqual(standing.map(([id]) => id).filter((id) => rivals.has(id)));
});

test("[PR4] nothing that is said of others changes the digests of alternatives", () => {
  const scene = answeredTwice();
  const before = digests(scene);
  const rivals = only(rivalries(scene.proposals)).map(({ id }) => id);
  scene.propose(mara, (page) => page.text(1).insert(13, " Or two."));
  scene.reject(...scene.of(yara).filter(({ insertedText }) => insertedText === " Signed."));
  scene.propose(osei, (page) => page.text(2).insert(0, "The "));
  expect(rivals.map((id) => digests(scene).get(id))).toEqual(rivals.map((id) => before.get(id)));
});

test("[RV2] of the first and the last of a chain of answers one is accepted", () => {
  const scene = answeredTwice();
  const all = scene.proposals;
  const [price, answer, last] = only(rivalries(all)) as [Proposal, Proposal, Proposal];
  expect(settleRivals(all, (each) => each === price || each === last)).toEqual({
    accepted: [last],
    notChosen: [price, answer],
  });
  expect(scene.accept(price, last)[0]).toBe("The price is 100 dollars.");
});

test("[RV1] the link follows a proposal that goes on, and nobody answers themselves", () => {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => page.strike("100", 0));
  const struck = only(scene.of(mara));
  scene.propose(osei, (page) => replace(page, "100", "95", struck));
  scene.propose(mara, (page) => {
    const [[key] = [""]] = [...page.ydoc.getMap(PROPOSALS_NAME)].filter(([each]) => each.startsWith(mara));
    page.ydoc.getMap(PROPOSALS_NAME).set(key, { do: "delete", ids: page.ids(page.text(0), 13, 4) });
    page.text(0).insert(0, "Now: ");
  });
  const again = scene.of(mara).find(({ kind }) => kind === "delete");
  expect(only(scene.of(osei)).counters).toBe(again?.id);
  const own = new Scene(paragraph("The price is 100 euros."));
  own.propose(mara, (page) => replace(page, "price", "fee"));
  own.propose(mara, (page) => replace(page, "euros", "dollars", own.proposals[0]));
  expect(own.proposals.map(({ counters }) => counters)).toEqual([null, null]);
});

test("[RV1] [PR6] what is written into the block that it answers builds on it, and both can be accepted", () => {
  const scene = new Scene(paragraph("Fee."));
  scene.propose(mara, (page) => page.insertParagraph(1, "Due in May."));
  const block = only(scene.of(mara));
  scene.propose(osei, (page) => {
    page.text(1).insert(11, " Or June.");
    page.record({ do: "counter", to: idOf(block), ids: page.ids(page.text(1), 11, 9) });
  });
  scene.propose(yara, (page) => {
    page.insertParagraph(2, "Due in July.");
    const [client, clock] = page.id(page.block(2));
    page.record({ do: "counter", to: idOf(block), ids: [[client, clock, 1]] });
  });
  const told = only(scene.of(osei));
  expect([told.requires, told.answered, told.counters]).toEqual([[block.id], [], null]);
  // Another one of the same block's is still an alternative.
  expect(only(scene.of(yara)).counters).toBe(block.id);
  expect(scene.accept(...scene.of(mara), told)).toEqual(["Fee.", "Due in May. Or June."]);
  expect(scene.told).toEqual([]);
});

test("[RV1] [VI2] an answer builds on what it answers once both are left in a block of that, which waits for its words", () => {
  const scene = new Scene(paragraph("Fee."), paragraph("Term."));
  const removal = scene.begin(mara, true, (page) => page.remove(page.block(1)));
  scene.propose(osei, (page) => page.text(1).insert(5, " One year."));
  scene.propose(yara, (page) => {
    page.text(1).insert(0, "Two years. ");
    page.record({ do: "counter", to: idOf(only(scene.of(osei))), ids: page.ids(page.text(1), 0, 11) });
  });
  removal();
  expect(only(rivalries(scene.proposals)).map(({ author }) => author)).toEqual([osei, yara]);
  expect(scene.proposed).toEqual(["Fee.", "Two years. "]);
  // Accepting the removal leaves the block to its first words: the others stand in it now.
  expect(() => scene.accept(...scene.of(mara))).toThrow("One year.");
  expect(scene.told).toEqual(['Yara block "" "Two years. \\n"', 'Osei insert "" " One year."']);
  expect(rivalries(scene.proposals)).toEqual([]);
  expect(scene.accept(...scene.proposals)).toEqual(["Fee.", "Two years.  One year."]);
});

test("[RV1] two answers of one proposal are no alternatives where one stands in the block that the other brings", () => {
  const scene = new Scene(paragraph("Fee."));
  scene.propose(mara, (page) => page.text(0).insert(4, " Due in May."));
  const first = only(scene.of(mara));
  scene.propose(osei, (page) => {
    page.insertParagraph(1, "Due in June.");
    const [client, clock] = page.id(page.block(1));
    page.record({ do: "counter", to: idOf(first), ids: [[client, clock, 1]] });
  });
  scene.propose(yara, (page) => {
    page.text(1).insert(12, " Or July.");
    page.record({ do: "counter", to: idOf(first), ids: page.ids(page.text(1), 12, 9) });
  });
  expect(only(rivalries(scene.proposals)).map(({ author }) => author)).toEqual([mara, osei]);
  expect(scene.accept(...scene.of(osei), ...scene.of(yara))).toEqual(["Fee.", "Due in June. Or July."]);
  expect(scene.proposals).toEqual([]);
});

test("[RV5] who replaces the same words with others proposes an alternative: one is accepted, and the other rejected with it", () => {
  const apart = (): Scene => {
    const scene = new Scene(paragraph("The price is 100 euros, and is due in May."));
    scene.propose(mara, (page) => replace(page, "100", "90"));
    scene.propose(osei, (page) => replace(page, "100", "95"));
    return scene;
  };
  const scene = apart();
  expect(scene.proposed).toEqual(["The price is 95 euros, and is due in May."]);
  expect(rivalries(scene.proposals).map((group) => group.map(({ insertedText }) => insertedText))).toEqual([
    ["90", "95"],
  ]);
  expect(alternativesAt(scene.past, scene.replica.seq).length).toBe(1);
  expect(scene.accept(...scene.of(mara))).toEqual(["The price is 90 euros, and is due in May."]);
  expect(scene.told).toEqual([]);
  scene.takeBack();
  expect(rivalries(scene.proposals).map(({ length }) => length)).toEqual([2]);
  scene.withdraw(...scene.of(mara));
  expect(scene.of(osei)[0]?.answered).toEqual([]);
  const all = apart();
  expect(all.accept(...all.proposals)).toEqual(["The price is 95 euros, and is due in May."]);
  expect(all.told).toEqual([]);
});

describe("[RV5] replacements of the same words stay alternatives once somebody has deleted those directly", () => {
  /** Mara and Osei each replace 100, Osei behind what Mara has put there or without knowing of it; then it is deleted. */
  const groundless = (knows: boolean, ...cuts: readonly (readonly [from: number, count: number])[]): Scene => {
    const scene = new Scene(paragraph("The price is 100 euros."));
    const osei95 = (page: Page): void => {
      page.delete(0, 13, 3);
      page.text(0).insert(knows ? 18 : 16, "95");
    };
    const send = knows ? (): void => scene.propose(osei, osei95) : scene.begin(osei, true, osei95);
    scene.propose(mara, (page) => replace(page, "100", "90"));
    send();
    for (const [from, count] of cuts) scene.edit((page) => page.text(0).delete(from, count));
    return scene;
  };

  test.each([
    ["at once", [[13, 3]]],
    [
      "letter by letter",
      [
        [15, 1],
        [14, 1],
        [13, 1],
      ],
    ],
  ] as const)("%s: one is accepted, and the other rejected with it", (_how, cuts) => {
    for (const knows of [true, false]) {
      const scene = groundless(knows, ...cuts);
      expect(scene.told.toSorted()).toEqual(['Mara insert "" "90"', 'Osei insert "" "95"']);
      expect(only(rivalries(scene.proposals)).map(({ author }) => author)).toEqual([mara, osei]);
      expect(only(alternativesAt(scene.past, scene.replica.seq)).map(({ author }) => author)).toEqual([mara, osei]);
      expect(scene.proposed).toEqual(["The price is 95 euros."]);
      expect(readViewAt(scene.past, scene.replica.seq, "proposed")).toEqual(readView(scene.document, proposedView));
      expect(scene.accept(...scene.of(mara))).toEqual(["The price is 90 euros."]);
      expect(scene.told).toEqual([]);
    }
  });

  test("they are again what they were when that is undone, and nobody's when one is withdrawn", () => {
    const scene = groundless(true);
    const { undo } = scene.editAndUndo((page) => page.text(0).delete(13, 3));
    expect(only(rivalries(scene.proposals)).length).toBe(2);
    undo();
    expect(scene.told).toEqual(['Mara replace "100" "90"', 'Osei replace "100" "95"']);
    expect(only(rivalries(scene.proposals)).length).toBe(2);
    scene.edit((page) => page.text(0).delete(13, 3));
    scene.withdraw(...scene.of(mara));
    expect(scene.of(osei)[0]?.answered).toEqual([]);
  });

  test("those of different words do not become any, though these are gone", () => {
    const scene = new Scene(paragraph("The price is 100 euros."));
    scene.propose(mara, (page) => replace(page, "100", "90"));
    scene.propose(osei, (page) => replace(page, " euros", " dollars"));
    scene.edit((page) => page.text(0).delete(13, 3));
    scene.edit((page) => page.text(0).delete(page.text(0).toString().indexOf(" euros"), 6));
    expect(rivalries(scene.proposals)).toEqual([]);
    expect(scene.proposed).toEqual(["The price is 90 dollars."]);
  });

  test("what somebody puts in after that is no part of what would only have deleted them", () => {
    const scene = new Scene(paragraph("The price is 100 euros."));
    scene.propose(mara, (page) => {
      for (const from of [4, 13]) page.record({ do: "delete", ids: page.ids(page.text(0), from, 3), group: "both" });
    });
    scene.edit((page) => page.text(0).delete(13, 3));
    scene.propose(mara, (page) => page.text(0).insert(13, "90"));
    expect(scene.told).toEqual(['Mara delete "pri" ""', 'Mara insert "" "90"']);
  });
});

describe("[RV5] [PR7] who replaces words while a letter of another's replacement is still on its way", () => {
  /** Osei's page has all of what Mara puts for 100 but the last letter; `act` is what Osei does then, and Mara's letter arrives first. */
  const crossing = (act: (page: Page) => void): Scene => {
    const scene = new Scene(paragraph("The price is 100 euros."));
    // In Yjs's order what Osei's client writes comes first.
    const theirs = scene.open(osei, true);
    const hers = scene.open(mara, true);
    hers.send("typed", () => replace(hers.page, "100", "ninety fiv"));
    theirs.send("typed", () => undefined);
    hers.send("typed", () => insertBehind(hers.page, "fiv", "e"));
    theirs.send("typed", () => theirs.page.ydoc.transact(() => act(theirs.page)));
    return scene;
  };

  test("proposes an alternative, though the words come to stand among the other's letters", () => {
    const scene = crossing((page) => {
      page.delete(0, 13, 3);
      insertBehind(page, "fiv", "95");
    });
    expect(scene.page.text(0).toString()).toBe("The price is 100ninety fiv95e euros.");
    expect(scene.told).toEqual(['Mara replace "100" "ninety five"', 'Osei replace "100" "95"']);
    expect(only(rivalries(scene.proposals)).map(({ author }) => author)).toEqual([mara, osei]);
    expect(only(alternativesAt(scene.past, scene.replica.seq)).length).toBe(2);
    expect(scene.of(osei)[0]?.requires).toEqual([]);
    expect(readViewAt(scene.past, scene.replica.seq, "proposed")).toEqual(readView(scene.document, proposedView));
    expect(scene.accept(...scene.of(mara))).toEqual(["The price is ninety five euros."]);
    expect(scene.told).toEqual([]);
  });

  test("builds on the other's words where they are put among letters that had arrived", () => {
    const scene = crossing((page) => page.text(0).insert(20, "-"));
    expect(scene.told).toEqual(['Mara replace "100" "ninety five"', 'Osei insert "" "-"']);
    expect(scene.of(osei)[0]?.requires).toEqual([only(scene.of(mara)).id]);
  });
});

test("[RV5] who replaces more or fewer words than another, or only deletes them, makes no alternative", () => {
  const scene = new Scene(paragraph("The price is 100 euros, and is due in May."));
  scene.propose(mara, (page) => replace(page, "100", "90"));
  scene.propose(osei, (page) => replace(page, "100 euros", "95 dollars"));
  scene.propose(yara, (page) => page.record({ do: "delete", ids: page.ids(page.text(0), 13, 3) }));
  expect(rivalries(scene.proposals)).toEqual([]);
});

test("[RV5] who moves what two others move apart is an alternative to each, and makes none of those", () => {
  const scene = new Scene(paragraph("Alpha words and beta words."), paragraph("1 "), paragraph("2 "), paragraph("3 "));
  const move = (page: Page, to: number, ...words: string[]): void => {
    const ids = words.map((each) => page.ids(page.text(0), page.text(0).toString().indexOf(each), each.length));
    page.record({ do: "delete", ids: ids.flat() });
    const text = page.text(to);
    const at = text.length;
    text.insert(at, words.join(""));
    page.record({ do: "move", from: ids.flat(), to: page.ids(text, at, text.length - at) });
  };
  scene.propose(osei, (page) => move(page, 1, "Alpha words "));
  scene.propose(yara, (page) => move(page, 2, "beta words"));
  scene.propose(mara, (page) => move(page, 3, "Alpha words ", "beta words"));
  const losers = (isChosen: (each: Proposal) => boolean): string[] =>
    settleRivals(scene.proposals, isChosen).notChosen.map(({ author }) =>
      author === mara ? "mara" : author === osei ? "osei" : "yara",
    );
  const [first, second] = [only(scene.of(osei)), only(scene.of(yara))];
  expect(losers((each) => each.id === first.id)).toEqual(["mara"]);
  expect(losers((each) => each.author !== mara)).toEqual(["mara"]);
  expect(losers((each) => each.author === mara)).toEqual(["osei", "yara"]);
  expect(scene.accept(first, second)).toEqual(["and .", "1 Alpha words ", "2 beta words", "3 "]);
  expect(scene.told).toEqual([]);
});
