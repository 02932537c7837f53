import { describe, expect, test } from "vitest";
import { PARAGRAPH_BREAK } from "./index.ts";
import { Scene, mara, osei, paragraph, table, yara } from "./negotiation-scene.ts";

describe("what somebody removes", () => {
  test("[VI2] is gone, but for words that they had not seen", () => {
    const scene = new Scene(paragraph("One."), paragraph("Two."), paragraph("Three."));
    const removal = scene.begin(mara, true, (page) => page.remove(page.block(1)));
    scene.propose(osei, (page) => page.text(1).insert(4, " And a half."));
    removal();
    expect(scene.proposed).toEqual(["One.", " And a half.", "Three."]);
    expect(scene.accept(...scene.proposals)).toEqual(["One.", " And a half.", "Three."]);
  });

  test("[VI2] waits on with the words in it that wait, as a proposal of whoever wrote them", () => {
    const scene = new Scene(paragraph("One."), paragraph("Two."));
    const removal = scene.begin(mara, true, (page) => page.remove(page.block(1)));
    scene.propose(osei, (page) => page.text(1).insert(4, "Half."));
    removal();
    expect(scene.accept(...scene.of(mara))).toEqual(["One."]);
    expect(scene.told).toEqual(['Osei block "" "Half.\\n"']);
    expect(scene.accept(...scene.proposals)).toEqual(["One.", "Half."]);
  });

  test("[VI2] a removed row waits on with a paragraph that waits in it, also where an editor wrote in that", () => {
    const scene = new Scene(table(["a", "b"], ["c", "d"]));
    scene.propose(osei, (page) => page.insertParagraph(1, "new", 0, 1, 0));
    const removal = scene.begin(mara, true, (page) => page.remove(page.block(0, 1)));
    scene.edit((page) => page.text(0, 1, 0, 1).insert(3, " words"));
    removal();
    expect(scene.accept(...scene.of(mara))).toEqual(["a | b"]);
    expect(scene.told).toEqual(['Osei block "" "\\n words\\t\\n"']);
    expect(scene.proposed).toEqual(["a | b", " /  words | "]);
    expect(scene.reject(...scene.proposals)).toEqual(["a | b"]);
  });

  test("[VI2] and waits on with words goes when those are deleted", () => {
    const scene = new Scene(table(["a"], ["b"]));
    scene.propose(osei, (page) => page.text(0, 1, 0, 0).insert(1, "new"));
    scene.propose(yara, (page) => page.strike("new", 0, 1, 0, 0));
    const removal = scene.begin(mara, true, (page) =>
      page.record({ do: "remove", block: page.id(page.block(0, 1)), ids: page.ids(page.text(0, 1, 0, 0), 0, 1) }),
    );
    removal();
    expect(scene.accept(...scene.of(mara))).toEqual(["a"]);
    expect(scene.proposed).toEqual(["a"]);
    scene.accept(...scene.of(yara));
    expect(scene.proposals).toEqual([]);
    expect(scene.agreed).toEqual(["a"]);
  });

  test("[DE4] and is kept by words that somebody proposes to delete still waits for that", () => {
    const scene = new Scene(table(["a"], ["b"]));
    const removal = scene.begin(mara, true, (page) => page.remove(page.block(0, 1)));
    scene.edit((page) => page.text(0, 1, 0, 0).insert(1, "more"));
    removal();
    scene.propose(yara, (page) => page.strike("more", 0, 1, 0, 0));
    expect(scene.accept(...scene.of(mara))).toEqual(["a", "more"]);
    expect(scene.told).toEqual(['Mara remove "\\n" ""', 'Yara delete "more" ""']);
    expect(scene.accept(...scene.proposals)).toEqual(["a"]);
  });

  test("[DE4] [VI7] and is kept by such words still waits for that beside others that wait, so no empty paragraph stays", () => {
    const scene = new Scene(paragraph("One."), paragraph("Two."));
    const removal = scene.begin(mara, true, (page) => page.remove(page.block(1)));
    scene.edit((page) => page.text(1).insert(4, "more"));
    scene.propose(osei, (page) => page.text(1).insert(8, `${PARAGRAPH_BREAK}Half.`));
    scene.propose(yara, (page) => page.strike("more", 1));
    removal();
    expect(scene.proposed).toEqual(["One.", "Half."]);
    expect(scene.accept(...scene.of(mara))).toEqual(["One.", "more"]);
    expect(scene.proposed).toEqual(["One.", "Half."]);
    expect(scene.accept(...scene.proposals)).toEqual(["One.", "Half."]);
    expect(scene.proposals).toEqual([]);
  });

  test("[DE4] and waits itself still waits to be removed, when somebody proposes to delete what is left in it", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Maras "));
    scene.edit((page) => page.text(1).insert(6, "more"));
    scene.propose(mara, (page) =>
      page.record({ do: "remove", block: page.id(page.block(1)), ids: page.ids(page.text(1), 0, 6) }),
    );
    scene.propose(yara, (page) => page.strike("more", 1));
    expect(scene.proposed).toEqual(["One."]);
    scene.accept(...scene.of(mara).filter(({ kind }) => kind === "remove"));
    expect(scene.proposed).toEqual(["One."]);
    expect(scene.accept(...scene.proposals)).toEqual(["One."]);
    expect(scene.proposals).toEqual([]);
  });

  test("[VI4] a break in it parts only words that stay", () => {
    const scene = new Scene(paragraph("One."), paragraph("Two."));
    const removal = scene.begin(mara, true, (page) => page.remove(page.block(1)));
    scene.propose(osei, (page) => page.text(1).insert(2, `${PARAGRAPH_BREAK}x${PARAGRAPH_BREAK}y${PARAGRAPH_BREAK}`));
    removal();
    expect(scene.accept(...scene.proposals)).toEqual(["One.", "x", "y"]);
  });
});

describe("paragraphs that are joined", () => {
  test("[DE3] a join to a paragraph whose last part is removed keeps every word", () => {
    const scene = new Scene(paragraph("Fee."), paragraph("Term."));
    const removal = scene.begin(mara, true, (page) => page.remove(page.block(0)));
    const join = scene.begin(yara, true, (page) => page.join(page.block(1), page.block(0)));
    scene.propose(osei, (page) => page.text(0).insert(4, `Due.${PARAGRAPH_BREAK}`));
    removal();
    join();
    expect(scene.proposed).toEqual(["Due.Term."]);
    expect(scene.accept(...scene.proposals)).toEqual(["Due.Term."]);
  });

  test("[VI3] to one that is gone stays where it is", () => {
    const scene = new Scene(paragraph("Fee."), paragraph("Term."));
    scene.propose(mara, (page) => page.remove(page.block(0)));
    scene.propose(yara, (page) => page.join(page.block(1), page.block(0)));
    expect(scene.accept(...scene.proposals)).toEqual(["Term."]);
  });

  test("[DE4] to one of which only words that wait are left is not put into them, and waits for them", () => {
    const scene = new Scene(paragraph("Fee."), paragraph("Term."));
    const removal = scene.begin(mara, true, (page) => page.remove(page.block(0)));
    scene.propose(osei, (page) => page.text(0).insert(4, "Due."));
    removal();
    scene.propose(yara, (page) => page.join(page.block(1), page.block(0)));
    expect(scene.proposed).toEqual(["Due.Term."]);
    expect(scene.accept(...scene.of(mara), ...scene.of(yara))).toEqual(["Term."]);
    const [words] = scene.of(osei);
    expect(scene.of(yara).map(({ kind, requires }) => [kind, requires])).toEqual([["join", [words?.id]]]);
    expect(scene.accept(...scene.proposals)).toEqual(["Due.Term."]);
  });

  test("[VI3] joined paragraphs have one end: what is joined to any of them comes last, and what breaks make of them stays together", () => {
    const scene = new Scene(paragraph("a"), paragraph("b"), paragraph("c"), paragraph("d"));
    scene.propose(mara, (page) => {
      page.join(page.block(1), page.block(0));
      page.join(page.block(2), page.block(1));
    });
    scene.propose(osei, (page) => page.text(1).insert(1, `${PARAGRAPH_BREAK}e`));
    scene.propose(yara, (page) => page.join(page.block(3), page.block(2)));
    expect(scene.proposed).toEqual(["ab", "ecd"]);
    const [, second] = scene.of(mara);
    scene.accept(...scene.of(osei), ...(second ? [second] : []));
    expect(scene.agreed).toEqual(["a", "b", "ec", "d"]);
    expect(scene.accept(...scene.proposals)).toEqual(["ab", "ecd"]);
  });

  test("[RV5] joins of one paragraph to different ones are alternatives: whichever is accepted, the other is rejected", () => {
    const open = (): Scene => {
      const scene = new Scene(paragraph("a"), paragraph("c"));
      scene.propose(mara, (page) => page.join(page.block(1), page.block(0)));
      scene.edit((page) => page.insertParagraph(1, "b"));
      scene.propose(osei, (page) => page.join(page.block(2), page.block(1)));
      return scene;
    };
    const near = open();
    expect(near.accept(...near.proposals)).toEqual(["a", "bc"]);
    expect(near.proposals).toEqual([]);
    const far = open();
    expect(far.proposed).toEqual(["a", "bc"]);
    expect(far.accept(...far.of(mara))).toEqual(["ac", "b"]);
    expect(far.proposals).toEqual([]);
    const neither = open();
    neither.reject(...neither.of(osei));
    expect(neither.proposed).toEqual(["ac", "b"]);
  });

  test("[VI3] of two joins of one paragraph that are accepted together the one to the nearer counts, and nothing else of the other is lost", () => {
    const scene = new Scene(paragraph("a"), paragraph("c"));
    scene.propose(mara, (page) => page.join(page.block(1), page.block(0)));
    // What is joined to a block of one's own belongs to it, so it is no alternative.
    scene.propose(osei, (page) => {
      page.insertParagraph(1, "b");
      page.join(page.block(2), page.block(1));
    });
    expect(scene.proposed).toEqual(["a", "bc"]);
    expect(() => scene.accept(...scene.of(mara))).toThrow("still waited");
    expect(scene.proposed).toEqual(["ac", "b"]);
    expect(scene.accept(...scene.proposals)).toEqual(["ac", "b"]);
  });

  test("[VI7] a join goes over what stands between; a break decided on before it stays behind that, with every word", () => {
    const open = (): Scene => {
      const scene = new Scene(paragraph("a"), paragraph("bc"));
      scene.propose(mara, (page) => page.join(page.block(1), page.block(0)));
      scene.propose(osei, (page) => page.insertParagraph(1, "between"));
      scene.propose(yara, (page) => page.text(2).insert(1, PARAGRAPH_BREAK));
      return scene;
    };
    const one = open();
    expect(one.accept(...one.of(mara))).toEqual(["abc"]);
    expect(one.accept(...one.proposals)).toEqual(["ab", "c", "between"]);
    const other = open();
    expect(() => other.accept(...other.of(yara))).toThrow('now ["ab","between","c"]');
    expect(other.accept(...other.proposals)).toEqual(["ab", "between", "c"]);
  });

  test("[VI7] a paragraph that is joined over something to one whose removal waits stands before that, once it is joined", () => {
    const scene = new Scene(paragraph("a"), paragraph("b"));
    scene.propose(mara, (page) => page.join(page.block(1), page.block(0)));
    scene.propose(osei, (page) => page.remove(page.block(0)));
    scene.edit((page) => page.insertParagraph(1, "between"));
    expect(scene.proposed).toEqual(["between", "b"]);
    expect(() => scene.accept(...scene.of(mara))).toThrow('still waited, now ["b","between"]');
    expect(scene.agreed).toEqual(["ab", "between"]);
    expect(scene.accept(...scene.proposals)).toEqual(["b", "between"]);
  });

  test("[DE5] a paragraph that has been joined is not joined again, nor is what was split off from it", () => {
    const scene = new Scene(paragraph("a"), paragraph("before and after"));
    scene.propose(mara, (page) => page.join(page.block(1), page.block(0)));
    scene.propose(osei, (page) => page.join(page.block(1), page.block(0)));
    // A break makes a paragraph that is a copy of it.
    scene.propose(yara, (page) => page.text(1).insert(7, PARAGRAPH_BREAK));
    scene.accept(...scene.of(yara));
    expect(scene.accept(...scene.of(osei))).toEqual(["abefore ", "and after"]);
    expect(scene.proposals).toEqual([]);
  });

  test("[VI3] what is joined to the first of several joined paragraphs stands behind all of them", () => {
    const scene = new Scene(paragraph("a"), paragraph("b"), paragraph("c"));
    scene.propose(mara, (page) => page.join(page.block(1), page.block(0)));
    scene.propose(yara, (page) => page.join(page.block(2), page.block(0)));
    scene.propose(osei, (page) => page.text(1).insert(1, `${PARAGRAPH_BREAK}e`));
    expect(scene.proposed).toEqual(["ab", "ec"]);
    expect(scene.accept(...scene.proposals)).toEqual(["ab", "ec"]);
  });

  test("[DE5] a proposal to join to what a decision has removed is void", () => {
    const scene = new Scene(paragraph("Fee."), paragraph("Term."));
    scene.propose(mara, (page) => page.remove(page.block(0)));
    scene.propose(yara, (page) => page.join(page.block(1), page.block(0)));
    expect(scene.accept(...scene.of(mara))).toEqual(["Term."]);
    expect(scene.proposals).toEqual([]);
    expect(scene.voided.map(({ author, kind }) => ({ author, kind }))).toEqual([{ author: yara, kind: "join" }]);
  });

  test("[DE6] what a decision makes void is told with it, and what is left of anything is not", () => {
    const scene = new Scene(paragraph("The fee is 100 euros."), paragraph("Term."));
    scene.propose(mara, (page) => page.remove(page.block(0)));
    scene.propose(yara, (page) =>
      page.record({ do: "format", ids: page.ids(page.text(0), 11, 3), mark: "bold", value: {} }),
    );
    scene.propose(osei, (page) => page.text(1).insert(4, " and notice"));
    scene.reject(...scene.of(osei));
    expect(scene.voided).toEqual([]);
    scene.accept(...scene.of(mara));
    expect(scene.voided.map(({ author, kind }) => ({ author, kind }))).toEqual([{ author: yara, kind: "format" }]);
  });
});

test("[DE2] a join to what is no paragraph does nothing, as it was shown", () => {
  const scene = new Scene(table(["a"], ["b"]), paragraph("Last."));
  scene.propose(mara, (page) => page.record({ do: "join", block: page.id(page.block(1)), to: page.id(page.block(0)) }));
  expect(scene.proposed).toEqual(["a", "b", "Last."]);
  expect(scene.accept(...scene.proposals)).toEqual(["a", "b", "Last."]);
  expect(scene.proposals).toEqual([]);
});

test("[DE2] an attribute that a block cannot have is not set, as it was shown, and hinders no decision", () => {
  const scene = new Scene(paragraph("One."), table(["a"]));
  scene.propose(mara, (page) => {
    page.record({ do: "set", block: page.id(page.block(0)), name: "colspan", value: 2 });
    page.record({ do: "set", block: page.id(page.block(1)), name: "align", value: "center" });
    page.record({ do: "set", block: page.id(page.block(0)), name: "align", value: "center" });
  });
  expect(scene.proposed).toEqual(["<align=center>One.", "a"]);
  expect(scene.accept(...scene.proposals)).toEqual(["<align=center>One.", "a"]);
});
