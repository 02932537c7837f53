import { AttributionIndex, presentRanges, readAttributionNews, readTextSpans } from "@parley/history";
import { describe, expect, test } from "vitest";
import type * as Y from "yjs";
import { proposalGate } from "./gate.ts";
import type { Proposal } from "./index.ts";
import { type Page, Scene, mara, newParagraph, osei, paragraph, yara } from "./negotiation-scene.ts";

/** Puts the first occurrence of some words at the end of another paragraph, as cutting and pasting does. */
function moveWords(page: Page, words: string, from: number, to: number): void {
  const [source, target] = [page.text(from), page.text(to)];
  const ids = page.ids(source, source.toString().indexOf(words), words.length);
  page.record({ do: "delete", ids });
  const at = target.length;
  target.insert(at, words);
  page.record({ do: "move", from: ids, to: page.ids(target, at, words.length) });
}

/** Puts a paragraph before another one, as cutting and pasting does. */
function moveParagraph(page: Page, from: number, before: number): void {
  const source = page.block(from);
  const [client, clock] = page.id(source);
  page.remove(source);
  const made = newParagraph(page.text(from).toString());
  page.fragment.insert(before, [made]);
  const text = made.get(0) as Y.XmlText;
  const fresh = page.id(made);
  page.record({
    do: "move",
    from: [[client, clock, 1], ...page.ids(page.text(from < before ? from : from + 1))],
    to: [[...fresh, 1], ...page.ids(text)],
  });
}

const only = (found: readonly Proposal[]): Proposal => {
  const [one, ...others] = found;
  if (!one || others.length > 0) throw new Error(`${found.length} proposals instead of one`);
  return one;
};

const clauses = (): Scene => new Scene(paragraph("One. Pay in May. Two."), paragraph("Three."), paragraph("Four."));

describe("words that somebody moves", () => {
  function moved(): Scene {
    const scene = clauses();
    scene.propose(mara, (page) => moveWords(page, " Pay in May.", 0, 2));
    return scene;
  }

  test("[PR8] are one proposal, which is decided on as one", () => {
    expect(moved().told).toEqual(['Mara move " Pay in May." " Pay in May."']);
    const scene = moved();
    expect(scene.accept(only(scene.proposals))).toEqual(["One. Two.", "Three.", "Four. Pay in May."]);
    expect(scene.told).toEqual([]);
  });

  test.each(["reject", "withdraw"] as const)("[PR8] stay where they were after %s", (verdict) => {
    const scene = moved();
    expect(scene.decide(verdict, scene.proposals)).toEqual(["One. Pay in May. Two.", "Three.", "Four."]);
    expect(scene.proposed).toEqual(scene.agreed);
    expect(scene.told).toEqual([]);
  });

  test("[PR8] [PR4] have a digest about both places", () => {
    const scene = moved();
    const digests = [only(scene.proposals).digest];
    scene.propose(mara, (page) => page.text(2).insert(9, " only"));
    digests.push(only(scene.proposals).digest);
    scene.propose(mara, (page) => page.delete(0, 0, 4));
    digests.push(only(scene.proposals).digest);
    expect(new Set(digests).size).toBe(3);
    expect(scene.accept(only(scene.proposals))).toEqual([" Two.", "Three.", "Four. Pay only in May."]);
  });

  test("[PR8] are two proposals again once the place to which they were moved is empty, and once they are not taken away", () => {
    const scene = moved();
    scene.propose(mara, (page) => page.text(2).delete(5, 12));
    expect(scene.told).toEqual(['Mara delete " Pay in May." ""']);
    expect(scene.reject(...scene.proposals)).toEqual(["One. Pay in May. Two.", "Three.", "Four."]);
    const other = moved();
    other.propose(mara, (page) => page.takeBack("delete"));
    expect(other.told).toEqual(['Mara insert "" " Pay in May."']);
  });

  test("[PR8] are new words once somebody who edits has deleted them where they stood", () => {
    const scene = moved();
    scene.edit((page) => page.text(0).delete(4, 12));
    expect(scene.told).toEqual(['Mara insert "" " Pay in May."', 'Mara delete "" ""']);
    expect(scene.accept(...scene.proposals)).toEqual(["One. Two.", "Three.", "Four. Pay in May."]);
  });

  test("[PR8] are moved once where they are pasted twice", () => {
    const scene = moved();
    scene.propose(mara, (page) => {
      page.text(1).insert(6, " Pay in May.");
      const from = page.ids(page.text(0), 4, 12);
      page.record({ do: "move", from, to: page.ids(page.text(1), 6, 12) });
    });
    expect(scene.told).toEqual(['Mara move " Pay in May." " Pay in May."', 'Mara insert "" " Pay in May."']);
  });

  test("[PR8] and of which a part is pasted are one proposal all the same: it takes the rest away", () => {
    const scene = clauses();
    scene.propose(mara, (page) => {
      page.delete(0, 4, 12);
      page.text(2).insert(5, " Pay");
      page.record({ do: "move", from: page.ids(page.text(0), 4, 12), to: page.ids(page.text(2), 5, 4) });
    });
    expect(scene.told).toEqual(['Mara move " Pay in May." " Pay"']);
    expect(scene.accept(...scene.proposals)).toEqual(["One. Two.", "Three.", "Four. Pay"]);
  });

  test("[PR8] are nobody else's to move: a record about others' proposals says nothing", () => {
    const scene = clauses();
    scene.propose(osei, (page) => page.delete(0, 4, 12));
    scene.guarded(
      (document) => proposalGate(document, mara),
      () =>
        scene.propose(mara, (page) => {
          page.text(2).insert(5, " Pay in May.");
          page.record({ do: "move", from: page.ids(page.text(0), 4, 12), to: page.ids(page.text(2), 5, 12) });
        }),
    );
    expect(scene.told).toEqual(['Osei delete " Pay in May." ""', 'Mara insert "" " Pay in May."']);
  });

  test("[PR8] [DE6] stay where they were when the block into which they were moved is rejected", () => {
    const scene = clauses();
    scene.propose(osei, (page) => page.insertParagraph(3, "Payment."));
    scene.propose(mara, (page) => moveWords(page, " Pay in May.", 0, 3));
    expect(only(scene.of(mara)).requires).toEqual([only(scene.of(osei)).id]);
    expect(scene.reject(...scene.of(osei))).toEqual(["One. Pay in May. Two.", "Three.", "Four."]);
    expect(scene.proposed).toEqual(scene.agreed);
    expect(scene.voided.map(({ kind }) => kind)).toEqual(["move"]);
  });

  test("[PR8] [TB1] wait again when the decision is taken back", () => {
    for (const verdict of ["accept", "reject"] as const) {
      const scene = moved();
      const before = scene.told;
      scene.decide(verdict, scene.proposals);
      expect(scene.takeBack()).toEqual(["One. Pay in May. Two.", "Three.", "Four."]);
      expect(scene.told).toEqual(before);
      expect(scene.accept(only(scene.proposals))).toEqual(["One. Two.", "Three.", "Four. Pay in May."]);
    }
  });
});

describe("words that two people move", () => {
  function movedTwice(): Scene {
    const scene = clauses();
    scene.propose(mara, (page) => moveWords(page, " Pay in May.", 0, 2));
    scene.propose(osei, (page) => moveWords(page, "Pay in", 0, 1));
    return scene;
  }

  test("[RV5] are moved by one of them: the newer in a view that takes both, and what is accepted rejects the other", () => {
    const scene = movedTwice();
    const [first] = scene.of(mara);
    expect(scene.of(osei)[0]?.answered).toEqual(first?.answered);
    expect(scene.proposed).toEqual(["One.  May. Two.", "Three.Pay in", "Four."]);
    expect(scene.accept(...scene.of(mara))).toEqual(["One. Two.", "Three.", "Four. Pay in May."]);
    expect(scene.told).toEqual([]);
    const other = movedTwice();
    expect(other.accept(...other.proposals)).toEqual(["One.  May. Two.", "Three.Pay in", "Four."]);
    expect(other.told).toEqual([]);
  });

  test("[RV5] [RV3] stay where they were when the newer one moves them into a block that loses to an alternative", () => {
    const scene = clauses();
    scene.propose(mara, (page) => page.insertParagraph(3, "Payment."));
    const [client = 0, clock = 0] = only(scene.of(mara)).id.split("-").map(Number);
    scene.propose(yara, (page) => {
      page.text(1).insert(6, " Paid.");
      page.record({ do: "counter", to: [client, clock], ids: page.ids(page.text(1), 6, 6) });
    });
    scene.propose(mara, (page) => moveWords(page, " Pay in May.", 0, 2));
    scene.propose(osei, (page) => moveWords(page, " Pay in May.", 0, 3));
    expect(scene.accept(...scene.proposals)).toEqual(["One. Pay in May. Two.", "Three. Paid.", "Four."]);
    expect(scene.told).toEqual([]);
  });

  test("[RV5] are moved by the other when one of them takes it back", () => {
    const scene = movedTwice();
    scene.withdraw(...scene.of(osei));
    expect(scene.told).toEqual(['Mara move " Pay in May." " Pay in May."']);
    expect(scene.of(mara)[0]?.answered).toEqual([]);
  });
});

describe("whose the words are", () => {
  /** Who wrote each stretch of the agreed text, by the row that did, in reading order. */
  const written = (scene: Scene): unknown[] =>
    readTextSpans(scene.replica, { deleted: false }).map(({ text, insertedSeq, movedSeq }) => [
      text,
      insertedSeq,
      movedSeq,
    ]);

  test("[PR8] [LI8] they stay whose they were once the move is accepted, and what was changed is the mover's", () => {
    const scene = clauses();
    scene.propose(mara, (page) => moveWords(page, " Pay in May.", 0, 2));
    scene.propose(mara, (page) => page.text(2).insert(9, "(soon)"));
    scene.accept(...scene.proposals);
    expect(written(scene)).toEqual([
      ["One. Two.", 1, null],
      ["Three.", 1, null],
      ["Four.", 1, null],
      [" Pay", 1, 2],
      ["(soon)", 3, null],
      [" in May.", 1, 2],
    ]);
  });

  test("[PR8] [LI8] [AN2] who follows them by their ids is led to where they are once they were moved, and not before", () => {
    const scene = clauses();
    const anchor = scene.page
      .ids(scene.page.text(0), 5, 3)
      .map(([client, clock, length]) => ({ client, clock, length }));
    scene.propose(mara, (page) => moveParagraph(page, 0, 3));
    expect(presentRanges(scene.replica, anchor)).toEqual(anchor);
    scene.accept(...scene.proposals);
    const [client, clock, length] = scene.page.ids(scene.page.text(2), 5, 3)[0] ?? [0, 0, 0];
    expect(presentRanges(scene.replica, anchor)).toEqual([{ client, clock, length }]);
  });

  test("[PR8] [DE5] what others propose where the words stood does not follow them: it is void, or about what is left there", () => {
    const scene = clauses();
    scene.propose(osei, (page) => page.delete(0, 5, 3));
    scene.propose(osei, (page) => page.delete(0, 13, 8));
    scene.propose(mara, (page) => moveWords(page, " Pay in May.", 0, 2));
    expect(scene.accept(...scene.of(mara))).toEqual(["One. Two.", "Three.", "Four. Pay in May."]);
    expect(scene.told).toEqual(['Osei delete " Two." ""']);
  });

  test("[LI8] [NW3] a page is told so while they wait, and what is deleted later in their old place is deleted there", () => {
    for (const verdict of ["accept", "reject"] as const) {
      const scene = clauses();
      scene.propose(mara, (page) => moveWords(page, " Pay in May.", 0, 2));
      expect(written(scene)).toContainEqual([" Pay in May.", 1, 2]);
      scene.decide(verdict, scene.proposals);
      scene.edit((page) => page.text(0).delete(0, page.text(0).length));
      const index = new AttributionIndex();
      index.take(readAttributionNews(scene.replica, { after: 0, until: scene.replica.seq, deleted: true }));
      expect(index.readSpans(scene.replica.ydoc)).toEqual(readTextSpans(scene.replica, { deleted: true }));
    }
  });
});

describe("a paragraph that somebody moves", () => {
  test.each([
    ["up", 2, 0, ["Four.", "One. Pay in May. Two.", "Three."]],
    ["down", 0, 3, ["Three.", "Four.", "One. Pay in May. Two."]],
  ] as const)("[PR8] %s is one proposal", (_where, from, before, lines) => {
    const scene = clauses();
    scene.propose(mara, (page) => moveParagraph(page, from, before));
    expect(only(scene.proposals).kind).toBe("move");
    expect(scene.proposed).toEqual(lines);
    expect(scene.accept(...scene.proposals)).toEqual(lines);
    expect(scene.told).toEqual([]);
  });

  test("[PR8] [VI2] leaves what others wrote into it meanwhile where it stood, and takes along what they proposed in its new place", () => {
    const scene = clauses();
    const send = scene.begin(osei, true, (page) => page.text(0).insert(4, " Or June."));
    scene.propose(mara, (page) => moveParagraph(page, 0, 3));
    send();
    scene.propose(osei, (page) => page.text(3).insert(4, " And July."));
    expect(scene.proposed).toEqual([" Or June.", "Three.", "Four.", "One. And July. Pay in May. Two."]);
    scene.accept(...scene.of(mara));
    expect(scene.proposed).toEqual([" Or June.", "Three.", "Four.", "One. And July. Pay in May. Two."]);
    expect(scene.agreed).toEqual(["Three.", "Four.", "One. Pay in May. Two."]);
  });
});
