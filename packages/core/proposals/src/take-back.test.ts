import { describe, expect, test } from "vitest";
import { PROPOSALS_NAME } from "@parley/document";
import { PARAGRAPH_BREAK } from "./index.ts";
import * as Y from "yjs";
import { Scene, mara, newCell, newParagraph, osei, paragraph, table } from "./negotiation-scene.ts";

/** Mara proposes 90 for 100. */
function replaced(): Scene {
  const scene = new Scene(paragraph("The price is 100 euros."), paragraph("Term."));
  scene.propose(mara, (page) => {
    page.strike("100", 0);
    page.text(0).insert(16, "90");
  });
  return scene;
}

describe("whose what waits again is", () => {
  test.each(["accept", "reject"] as const)(
    "[TB3] [WD1] a block that its author had withdrawn stays a proposal of whoever kept it (%s)",
    (verdict) => {
      const scene = new Scene(paragraph("One."));
      scene.propose(mara, (page) => page.insertParagraph(1, "Maras."));
      scene.propose(osei, (page) => page.text(1).insert(6, " Oseis."));
      scene.withdraw(...scene.of(mara));
      const [kept] = scene.proposals;
      scene.decide(verdict, scene.proposals);
      expect(scene.takeBack()).toEqual(["One."]);
      expect(scene.told).toEqual(['Osei block "" " Oseis.\\n"']);
      expect(scene.proposals.map(({ firstSeq }) => firstSeq)).toEqual([kept?.firstSeq]);
    },
  );

  test.each(["accept", "reject"] as const)(
    "[TB3] words that somebody else had proposed and withdrawn are whose who proposed them last (%s)",
    (verdict) => {
      const scene = new Scene(paragraph("The price is 100 euros."));
      scene.propose(mara, (page) => page.text(0).insert(16, " net of tax"));
      scene.withdraw(...scene.of(mara));
      scene.propose(osei, (page) => page.text(0).insert(16, " net of tax"));
      const [before] = scene.proposals;
      scene.decide(verdict, scene.proposals);
      scene.takeBack();
      expect(scene.proposals.map(({ author, firstSeq }) => [author, firstSeq])).toEqual([[osei, before?.firstSeq]]);
    },
  );
});

describe("what waits beside what comes back", () => {
  test("[PR1] [PR7] stays one change with what its author typed inside the same words", () => {
    const scene = new Scene(paragraph("fee"));
    scene.propose(mara, (page) => page.text(0).insert(0, "annual "));
    scene.propose(osei, (page) => {
      page.delete(0, 0, 3);
      page.text(0).insert(5, "x");
    });
    const before = scene.told;
    expect(before).toEqual(['Mara insert "" "annual "', 'Osei replace "ann" "x"']);
    scene.reject(...scene.proposals);
    scene.takeBack();
    expect(scene.told).toEqual(before);
    expect(scene.of(osei)[0]?.requires).toEqual([scene.of(mara)[0]?.id]);
  });

  test("[PR1] [PR7] stays apart from what its author had struck along with agreed words", () => {
    const scene = new Scene(paragraph("The fee"));
    scene.propose(mara, (page) => page.text(0).insert(7, "ab"));
    scene.propose(osei, (page) => page.delete(0, 4, 4));
    scene.propose(osei, (page) => page.text(0).insert(8, "x"));
    const before = scene.told;
    expect(before).toEqual(['Osei delete "feea" ""', 'Mara insert "" "ab"', 'Osei insert "" "x"']);
    expect(scene.accept(...scene.proposals.slice(0, 1))).toEqual(["The "]);
    scene.takeBack();
    expect(scene.told).toEqual(before);
  });
});

describe("an accepted proposal that is taken back", () => {
  test("[TB1] [TB3] waits again, and is whose it was, in the place where it was", () => {
    const scene = replaced();
    const [before] = scene.proposals;
    scene.accept(...scene.proposals);
    expect(scene.takeBack()).toEqual(["The price is 100 euros.", "Term."]);
    expect(scene.told).toEqual(['Mara replace "100" "90"']);
    const [again] = scene.proposals;
    expect([again?.id, again?.author, again?.firstSeq]).toEqual([before?.id, before?.author, before?.firstSeq]);
    // A page draws what is to go by the ids that stand.
    const text = scene.page.text(0);
    expect(again?.records.map(({ record }) => "ids" in record && record.ids)).toEqual([
      scene.page.ids(text, text.toString().indexOf("100"), 3),
    ]);
    expect(scene.accept(...scene.proposals)).toEqual(["The price is 90 euros.", "Term."]);
  });

  test("[TB1] brings back with it what it had made void or not chosen", () => {
    const scene = replaced();
    scene.propose(osei, (page) => {
      page.strike("100", 0);
      page.text(0).insert(18, "95");
      const [client = 0, clock = 0] = (scene.of(mara)[0]?.id ?? "").split("-").map(Number);
      page.record({ do: "counter", to: [client, clock], ids: page.ids(page.text(0), 18, 2) });
    });
    scene.accept(...scene.of(osei));
    expect(scene.proposals).toEqual([]);
    expect(scene.takeBack()).toEqual(["The price is 100 euros.", "Term."]);
    expect(scene.told).toEqual(['Mara replace "100" "90"', 'Osei replace "100" "95"']);
    const [maras] = scene.of(mara);
    expect(scene.of(osei)[0]?.counters).toBe(maras?.id);
    expect(scene.accept(...scene.of(mara))).toEqual(["The price is 90 euros.", "Term."]);
  });

  test("[TB1] a paragraph, a removed row, a style and formatting are taken back like words", () => {
    const scene = new Scene(paragraph("One."), table(["a", "b"], ["c", "d"]));
    scene.propose(mara, (page) => page.fragment.insert(1, [newParagraph("Half.")]));
    scene.propose(mara, (page) => page.remove(page.block(2, 1)));
    scene.propose(osei, (page) => {
      page.record({ do: "set", block: page.id(page.block(0)), name: "align", value: "center" });
      page.record({ do: "format", ids: page.ids(page.text(0), 0, 3), mark: "bold", value: {} });
    });
    const [agreed, told] = [scene.agreed, scene.told];
    expect(scene.accept(...scene.proposals)).toEqual(["<align=center><bold>One.", "Half.", "a | b"]);
    expect(scene.takeBack()).toEqual(agreed);
    expect(scene.told).toEqual(told);
  });

  test("[TB2] stays accepted when its words have been changed, and when something stands between them and their neighbours", () => {
    for (const change of [
      (scene: Scene) => scene.edit((page) => page.text(0).delete(13, 1)),
      (scene: Scene) => scene.edit((page) => page.text(0).insert(15, " or 80")),
      (scene: Scene) => scene.edit((page) => page.text(0).delete(11, 2)),
      (scene: Scene) => scene.edit((page) => page.fragment.delete(0, 1)),
      (scene: Scene) => scene.propose(osei, (page) => page.text(0).insert(15, ",5")),
    ]) {
      const scene = replaced();
      scene.accept(...scene.proposals);
      change(scene);
      const { agreed, told } = scene;
      expect(scene.takeBack()).toBe("changed");
      expect([scene.agreed, scene.told]).toEqual([agreed, told]);
    }
  });

  test("[TB2] is taken back while people go on elsewhere in its paragraph, and only once", () => {
    const scene = replaced();
    scene.accept(...scene.proposals);
    const decision = scene.last;
    scene.edit((page) => page.text(0).insert(0, "Now: "));
    expect(scene.takeBack(decision)).toEqual(["Now: The price is 100 euros.", "Term."]);
    expect(scene.takeBack(decision)).toBe("changed");
    expect(scene.told).toEqual(['Mara replace "100" "90"']);
  });

  test("[TB2] stays accepted when a style that it set has been set again", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) =>
      page.record({ do: "set", block: page.id(page.block(0)), name: "align", value: "center" }),
    );
    scene.accept(...scene.proposals);
    scene.edit((page) => page.block(0).setAttribute("align", "end"));
    expect(scene.takeBack()).toBe("changed");
  });

  test("[TB2] stays accepted when somebody has taken its formatting away, though it was put back", () => {
    const scene = new Scene(paragraph("One. Two."));
    scene.propose(mara, (page) =>
      page.record({ do: "format", ids: page.ids(page.text(0), 0, 4), mark: "bold", value: {} }),
    );
    scene.accept(...scene.proposals);
    scene.edit((page) => page.text(0).format(0, 4, { bold: null }));
    scene.edit((page) => page.text(0).format(0, 4, { bold: {} }));
    expect(scene.takeBack()).toBe("changed");
    expect(scene.agreed).toEqual(["<bold>One. Two."]);
  });

  test("[TB2] stays accepted when somebody has formatted its words since", () => {
    const scene = replaced();
    scene.accept(...scene.proposals);
    scene.edit((page) => page.text(0).format(13, 2, { bold: {} }));
    expect(scene.takeBack()).toBe("changed");
  });

  test("[TB2] is taken back with its formatting while others format words elsewhere in its paragraph", () => {
    const scene = new Scene(paragraph("One. Two."));
    scene.propose(mara, (page) =>
      page.record({ do: "format", ids: page.ids(page.text(0), 0, 3), mark: "bold", value: {} }),
    );
    scene.accept(...scene.proposals);
    scene.edit((page) => page.text(0).format(5, 4, { bold: {}, italic: {} }));
    expect(scene.takeBack()).toEqual(["One. <bold italic>Two."]);
  });

  test("[TB4] a decision that has broken or joined paragraphs is not taken back", () => {
    const scene = new Scene(paragraph("One. Two."));
    scene.propose(mara, (page) => page.text(0).insert(5, PARAGRAPH_BREAK));
    expect(scene.accept(...scene.proposals)).toEqual(["One. ", "Two."]);
    expect(scene.takeBack()).toBe("moved");
    expect(scene.agreed).toEqual(["One. ", "Two."]);
  });
});

describe("a rejected proposal that is taken back", () => {
  test("[TB1] [TB3] waits again with its words, its author and its formatting", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.text(0).insert(4, "🙂", { bold: {} }));
    scene.propose(osei, (page) => page.fragment.insert(1, [newParagraph("Two.")]));
    const { told, proposed } = scene;
    expect(scene.reject(...scene.proposals)).toEqual(["One."]);
    expect(scene.takeBack()).toEqual(["One."]);
    expect([scene.told, scene.proposed]).toEqual([told, proposed]);
    expect(scene.accept(...scene.proposals)).toEqual(["One.<bold>🙂", "Two."]);
  });

  test.each(["accept", "reject"] as const)(
    "[TB1] [VI6] waits beside what its author has proposed under its key since (%s)",
    (verdict) => {
      const scene = new Scene(paragraph("One."));
      const key = `${mara}:style`;
      const align = (value: string): void =>
        scene.propose(mara, (page) => {
          const block = page.id(page.block(0));
          page.ydoc.getMap(PROPOSALS_NAME).set(key, { do: "set", block, name: "align", value });
        });
      align("center");
      const [first] = scene.proposals;
      scene.decide(verdict, scene.proposals);
      const decision = scene.last;
      align("end");
      const [second] = scene.proposals;
      expect(scene.takeBack(decision)).toEqual(["One."]);
      expect(scene.proposals.map(({ id }) => id)).toEqual([first?.id, second?.id]);
      expect(scene.proposed).toEqual(["<align=end>One."]);
      expect(scene.takeBack(decision)).toBe("changed");
      expect(scene.reject(...scene.proposals)).toEqual(["One."]);
      expect(scene.proposals).toEqual([]);
    },
  );

  test("[TB1] [RV1] what answered it answers it still where its author has proposed something under its key since", () => {
    const scene = new Scene(paragraph("One. Two."));
    const propose = (value: string): void =>
      scene.propose(mara, (page) => {
        const block = page.id(page.block(0));
        page.ydoc.getMap(PROPOSALS_NAME).set(`${mara}:style`, { do: "set", block, name: "align", value });
      });
    propose("center");
    const [first] = scene.proposals;
    scene.propose(osei, (page) => {
      const [client = 0, clock = 0] = (first?.id ?? "").split("-").map(Number);
      page.text(0).insert(4, " Or.");
      page.record({ do: "counter", to: [client, clock], ids: page.ids(page.text(0), 4, 4) });
    });
    scene.reject(...scene.of(mara));
    const decision = scene.last;
    propose("end");
    scene.takeBack(decision);
    expect(scene.of(osei)[0]?.counters).toBe(first?.id);
  });

  test("[TB2] stays rejected when what it was about has gone", () => {
    const scene = new Scene(paragraph("One. Two."));
    scene.propose(mara, (page) => page.strike("Two", 0));
    scene.reject(...scene.proposals);
    scene.edit((page) => page.text(0).delete(6, 1));
    expect(scene.takeBack()).toBe("changed");
    expect(scene.proposals).toEqual([]);
  });
});

describe("a column that comes back", () => {
  const addRow = (scene: Scene, at: number, ...words: string[]): void =>
    scene.edit((page) => {
      const row = new Y.XmlElement("tableRow");
      page.block(0).insert(at, [row]);
      row.insert(0, words.map(newCell));
    });
  const rows = (): Scene => new Scene(table(["a", "b"], ["c", "d"]));
  const removeColumn = (scene: Scene): void =>
    scene.propose(mara, (page) => {
      for (const row of [0, 1]) page.remove(page.block(0, row, 1), "column");
    });
  const addColumn = (scene: Scene): void =>
    scene.propose(mara, (page) => {
      for (const row of [0, 1]) page.block(0, row).insert(1, [newCell("new")]);
    });

  test("[TB1] has a cell in every row, also in one that was added since, and goes whole when its removal is accepted again", () => {
    const scene = rows();
    removeColumn(scene);
    const { told } = scene;
    expect(scene.accept(...scene.proposals)).toEqual(["a", "c"]);
    addRow(scene, 1, "x");
    expect(scene.takeBack()).toEqual(["a | b", "x | ", "c | d"]);
    expect(scene.told).toEqual([told[0]?.replace("b\\n", "b\\n\\n")]);
    expect(scene.accept(...scene.proposals)).toEqual(["a", "x", "c"]);
    expect(scene.proposals).toEqual([]);
  });

  test("[TB1] waits with a cell in every row, as one proposal of whoever made it", () => {
    for (const verdict of ["accept", "reject"] as const) {
      const scene = rows();
      addColumn(scene);
      expect(scene.reject(...scene.proposals)).toEqual(["a | b", "c | d"]);
      addRow(scene, 1, "x", "y");
      expect(scene.takeBack()).toEqual(["a | b", "x | y", "c | d"]);
      expect(scene.proposed).toEqual(["a | new | b", "x |  | y", "c | new | d"]);
      expect(scene.proposals.map(({ author }) => author)).toEqual([mara]);
      const all = ["a | new | b", "x |  | y", "c | new | d"];
      expect(scene.decide(verdict, scene.proposals)).toEqual(verdict === "accept" ? all : ["a | b", "x | y", "c | d"]);
      expect(scene.proposals).toEqual([]);
    }
  });

  test("[TB2] stays as decided where it cannot have one cell in every row", () => {
    const agreed = rows();
    addColumn(agreed);
    agreed.accept(...agreed.proposals);
    addRow(agreed, 1, "x", "y", "z");
    expect(agreed.takeBack()).toBe("changed");

    const kept = rows();
    removeColumn(kept);
    kept.reject(...kept.proposals);
    addRow(kept, 1, "x", "y");
    expect(kept.takeBack()).toBe("changed");

    const row = rows();
    row.propose(mara, (page) => page.remove(page.block(0, 1)));
    row.accept(...row.proposals);
    row.edit((page) => page.block(0, 0).insert(2, [newCell("x")]));
    expect(row.takeBack()).toBe("changed");
  });

  test("[TB1] of a table that nobody has touched since, and a row, come back as ever", () => {
    const scene = rows();
    removeColumn(scene);
    scene.accept(...scene.proposals);
    expect(scene.takeBack()).toEqual(["a | b", "c | d"]);
    scene.reject(...scene.proposals);
    scene.propose(mara, (page) => page.remove(page.block(0, 1)));
    scene.accept(...scene.proposals);
    addRow(scene, 0, "x", "y");
    expect(scene.takeBack()).toEqual(["x | y", "a | b", "c | d"]);
  });
});
