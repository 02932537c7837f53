import type { BlockContent } from "@parley/document";
import {
  AttributionIndex,
  DocumentReplica,
  type IdRange,
  RowSizes,
  changesOfRows,
  compareVersions,
  formerPlaceOfChange,
  presentRanges,
  readAttributionNews,
  readTextSpans,
} from "@parley/history";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { proposalGate } from "./gate.ts";
import type { Proposal } from "./index.ts";
import { type Page, Scene, mara, newParagraph, newTable, osei, paragraph, table, yara } from "./negotiation-scene.ts";

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
    expect(scene.told).toEqual(['Mara insert "" " Pay in May."']);
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

describe("the record of a move", () => {
  const pictureId = "00000000-0000-4000-8000-000000000001";
  const picture: BlockContent = { type: "image", attributes: { imageId: pictureId } };
  const asRange = ([client, clock]: readonly [number, number]): IdRange => ({ client, clock, length: 1 });

  /** What all rows after the first did, and where a comment on each of some blocks stands. */
  function told({ replica }: Scene): string[] {
    return changesOfRows(replica, (seq) => seq > 1, 50).changes.map(({ did, text, element }) =>
      [did, element ?? "", text].filter((each) => each !== "").join(" "),
    );
  }

  const commentOn = (scene: Scene, ...path: number[]): IdRange[] => [asRange(scene.page.id(scene.page.block(...path)))];
  const blockAt = commentOn;

  test("[LI8] [AN2] a comment on a paragraph stands where it stands: it goes along when the move is accepted, and back with it", () => {
    for (const verdict of ["accept", "reject"] as const) {
      const scene = clauses();
      const comment = commentOn(scene, 0);
      scene.propose(mara, (page) => moveParagraph(page, 0, 3));
      expect(presentRanges(scene.replica, comment)).toEqual(comment);
      scene.decide(verdict, scene.proposals);
      const stands = blockAt(scene, verdict === "accept" ? 2 : 0);
      expect(presentRanges(scene.replica, comment)).toEqual(stands);
      const again = DocumentReplica.open(scene.replica.save(), []);
      expect(presentRanges(again, comment)).toEqual(stands);
      scene.takeBack();
      expect(presentRanges(scene.replica, comment)).toEqual(blockAt(scene, 0));
    }
  });

  test("[LI8] [AN2] a comment on a table or on a picture goes along, too", () => {
    const scene = new Scene(table(["a", "b"]), paragraph("Between."), picture, paragraph("Last."));
    const [onTable, onCell, onPicture] = [commentOn(scene, 0), commentOn(scene, 0, 0, 1), commentOn(scene, 2)];
    scene.propose(mara, (page) => {
      const [source, gone] = [page.block(0), page.block(2)];
      const words = [...page.ids(page.text(0, 0, 0, 0)), ...page.ids(page.text(0, 0, 1, 0))];
      page.remove(source);
      page.remove(gone);
      const made = [newTable(["a", "b"]), new Y.XmlElement("image")] as const;
      page.fragment.insert(4, [...made]);
      made[1].setAttribute("imageId", pictureId);
      const within = [...page.ids(page.text(4, 0, 0, 0)), ...page.ids(page.text(4, 0, 1, 0))];
      const cells = [page.block(4, 0), page.block(4, 0, 0), page.block(4, 0, 1)].map((each) => page.id(each));
      const all = [page.id(made[0]), page.id(made[1]), ...cells];
      page.record({
        do: "move",
        from: [[...page.id(source), 1], [...page.id(gone), 1], ...words],
        to: [...all.map(([client, clock]): [number, number, number] => [client, clock, 1]), ...within],
      });
    });
    scene.accept(...scene.proposals);
    expect(scene.agreed).toEqual(["Between.", "Last.", "a | b", "image"]);
    expect(presentRanges(scene.replica, onTable)).toEqual(blockAt(scene, 2));
    expect(presentRanges(scene.replica, onCell)).toEqual(blockAt(scene, 2, 0, 1));
    expect(presentRanges(scene.replica, onPicture)).toEqual(blockAt(scene, 3));
    expect(told(scene)).toEqual(["moved a", "moved b"]);
    expect(compareVersions(scene.replica, 1, scene.replica.seq).map(({ fate, name }) => [fate, name])).toEqual([
      ["left", "table"],
      ["kept", "paragraph"],
      ["left", "image"],
      ["kept", "paragraph"],
      ["moved", "table"],
      ["moved", "image"],
    ]);
  });

  test("[LI8] [ST1] [ST3] tells what was moved as moved, and nothing as deleted in its old place", () => {
    const scene = clauses();
    scene.propose(mara, (page) => moveParagraph(page, 0, 3));
    scene.propose(mara, (page) => page.text(3).insert(4, " Later."));
    scene.accept(...scene.proposals);
    expect(told(scene)).toEqual(["moved One.", "inserted  Later.", "moved  Pay in May. Two."]);
    const sinceFirst = [...Array(scene.replica.seq + 1).keys()].slice(2);
    expect(new RowSizes(scene.replica, scene.replica.seq).sumOf(sinceFirst)).toMatchObject({
      deleted: 0,
      moved: 21,
      blocks: 0,
    });
    const [first] = changesOfRows(scene.replica, (seq) => seq === 2, 1).changes;
    expect(first && formerPlaceOfChange(scene.replica, first, 9)).toEqual({
      isBehind: true,
      isWithin: false,
      block: null,
      text: "",
    });
    expect(readTextSpans(scene.replica, { deleted: true }).some(({ deletedSeq }) => deletedSeq !== null)).toBe(false);
    const compared = compareVersions(scene.replica, 1, scene.replica.seq);
    expect(compared.map(({ fate, pieces }) => [fate, pieces.map((piece) => `${piece.fate} ${piece.text}`)])).toEqual([
      ["left", []],
      ["kept", ["kept Three."]],
      ["kept", ["kept Four."]],
      ["moved", ["kept One.", "inserted  Later.", "kept  Pay in May. Two."]],
    ]);
  });

  test("[LI8] [ST3] tells what somebody deleted before the move was decided on as deleted, also when the words are agreed on later", () => {
    const scene = clauses();
    scene.propose(mara, (page) => moveWords(page, " Pay in May.", 0, 2));
    scene.edit((page) => page.text(0).delete(4, 12));
    expect(told(scene)).toContain("deleted  Pay in May.");
    scene.accept(...scene.proposals);
    expect(told(scene)).toContain("deleted  Pay in May.");
  });

  test("[LI8] [ST3] follows words that somebody split off between the proposal and the decision", () => {
    const scene = clauses();
    scene.propose(mara, (page) => moveWords(page, " Pay in May.", 0, 2));
    scene.edit((page) => {
      page.text(0).delete(4, 17);
      page.insertParagraph(1, " Pay in May. Two.");
    });
    expect(scene.accept(...scene.proposals)).toEqual(["One.", " Two.", "Three.", "Four. Pay in May."]);
    expect(told(scene).filter((each) => each.startsWith("deleted"))).toEqual([]);
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
