import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { proposalGate } from "./gate.ts";
import { type Page, Scene, mara, newCell, newTable, osei, paragraph, table, yara } from "./negotiation-scene.ts";

/** Mara proposes a paragraph, in which Osei and Yara propose words. */
function opened(): Scene {
  const scene = new Scene(paragraph("One."));
  scene.propose(mara, (page) => page.insertParagraph(1, "Monthly reports."));
  scene.propose(osei, (page) => page.text(1).insert(16, " And quarterly."));
  return scene;
}

describe("what others propose in a proposed block", () => {
  test("[VI8] [PR6] stands in the view of whoever proposes it, in its block, and in no view of others", () => {
    const scene = opened();
    scene.propose(yara, (page) => {
      page.text(1).insert(0, "NB. ");
      page.insertParagraph(2, "Yearly audits.");
    });
    expect(scene.viewOf(osei)).toEqual(["One.", "Monthly reports. And quarterly."]);
    expect(scene.viewOf(mara)).toEqual(["One.", "Monthly reports."]);
    expect(scene.viewOf(yara)).toEqual(["One.", "NB. Monthly reports.", "Yearly audits."]);
    // As a decision does: what a proposal builds on is accepted along.
    expect(scene.accept(...scene.of(mara), ...scene.of(osei))).toEqual(["One.", "Monthly reports. And quarterly."]);
  });

  test("[PR6] is theirs, and builds on it", () => {
    const scene = opened();
    expect(scene.told).toEqual(['Mara block "" "Monthly reports.\\n"', 'Osei insert "" " And quarterly."']);
    expect(scene.of(osei)[0]?.requires).toEqual([scene.of(mara)[0]?.id]);
  });

  test("[PR6] [DE2] waits on when the block alone is accepted", () => {
    const scene = opened();
    expect(scene.accept(...scene.of(mara))).toEqual(["One.", "Monthly reports."]);
    expect(scene.told).toEqual(['Osei insert "" " And quarterly."']);
    expect(scene.of(osei)[0]?.requires).toEqual([]);
    expect(scene.reject(...scene.of(osei))).toEqual(["One.", "Monthly reports."]);
  });

  test("[PR6] is accepted along when both are", () => {
    const scene = opened();
    expect(scene.accept(...scene.proposals)).toEqual(["One.", "Monthly reports. And quarterly."]);
    expect(scene.proposals).toEqual([]);
  });

  test("[PR6] [DE6] is void, and told so, when the block is rejected", () => {
    const scene = opened();
    expect(scene.reject(...scene.of(mara))).toEqual(["One."]);
    expect(scene.voided.map(({ author, insertedText }) => [author, insertedText])).toEqual([[osei, " And quarterly."]]);
  });

  test("[PR6] is one proposal where words replace the author's", () => {
    const scene = opened();
    scene.reject(...scene.of(osei));
    scene.propose(yara, (page) => {
      page.strike("Monthly", 1);
      page.text(1).insert(7, "Weekly");
    });
    expect(scene.told).toEqual(['Mara block "" "Monthly reports.\\n"', 'Yara replace "Monthly" "Weekly"']);
    expect(scene.accept(...scene.of(mara))).toEqual(["One.", "Monthly reports."]);
    expect(scene.accept(...scene.proposals)).toEqual(["One.", "Weekly reports."]);
  });

  test("[PR6] is theirs in the cells of a proposed table, too", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.fragment.insert(1, [newTable(["a", "b"])]));
    scene.propose(osei, (page) => page.text(1, 0, 1, 0).insert(1, "eta"));
    expect(scene.told).toEqual(['Mara block "" "a\\tb\\n"', 'Osei insert "" "eta"']);
    expect(scene.accept(...scene.of(mara))).toEqual(["One.", "a | b"]);
    expect(scene.accept(...scene.of(osei))).toEqual(["One.", "a | beta"]);
  });

  test("[PR6] [DE2] is theirs when it is a row or a picture, and waits on when the table alone is accepted", () => {
    const { scene, before } = tableWithRow();
    expect(scene.of(osei).flatMap(({ blocks }) => blocks)).toHaveLength(2);
    expect(scene.of(osei).map(({ requires }) => requires)).toEqual([[before.id], [before.id]]);
    expect(scene.of(mara)).toMatchObject([{ digest: before.digest, insertedText: "a\tb\n" }]);
    expect(scene.accept(...scene.of(mara))).toEqual(["fee", "a | b"]);
    expect(scene.proposed).toEqual(["fee", "a / image | b", "c | d"]);
    expect(scene.of(osei).map(({ requires }) => requires)).toEqual([[], []]);
    expect(scene.accept(...scene.proposals)).toEqual(["fee", "a / image | b", "c | d"]);
    expect(scene.proposals).toEqual([]);
  });

  test("[PR6] [DE6] is void when the table is rejected, and taken back as theirs", () => {
    const { scene } = tableWithRow();
    expect(scene.reject(...scene.of(mara))).toEqual(["fee"]);
    expect(scene.voided.map(({ author, kind }) => [author, kind])).toEqual([
      [osei, "block"],
      [osei, "block"],
    ]);
  });

  test("[WD1] a row with words stays theirs when its table is withdrawn", () => {
    const { scene } = tableWithRow(false);
    expect(scene.withdraw(...scene.of(mara))).toEqual(["fee"]);
    expect(scene.proposed).toEqual(["fee", "c | d"]);
    expect(scene.proposals.map(({ author }) => author)).toEqual([osei]);
  });

  test("[PR6] a cell that somebody else's column has in a proposed row belongs to the row, and its words are theirs", () => {
    const scene = new Scene(table(["a"]));
    scene.propose(mara, (page) => {
      const row = new Y.XmlElement("tableRow");
      row.insert(0, [newCell("b")]);
      page.block(0).insert(1, [row]);
    });
    scene.propose(osei, (page) => {
      for (const row of [0, 1]) page.block(0, row).insert(1, [newCell("new")]);
    });
    expect(scene.told).toEqual(['Osei block "" "new\\n"', 'Mara block "" "b\\t\\n"', 'Osei insert "" "new"']);
    expect(scene.accept(...scene.of(osei).slice(0, 1))).toEqual(["a | new"]);
    expect(scene.accept(...scene.proposals)).toEqual(["a | new", "b | new"]);
  });

  test("[PR6] a row that is left in a table of which its author has deleted all others belongs to it, and its words are theirs", () => {
    const { scene } = tableWithRow(false);
    scene.propose(mara, (page) => page.block(1).delete(0, 1));
    expect(scene.accept(...scene.of(mara))).toEqual(["fee", " | "]);
    expect(scene.proposals.map(({ author }) => author)).toEqual([osei, osei]);
    expect(scene.accept(...scene.proposals)).toEqual(["fee", "c | d"]);
  });
});

describe("a block that somebody has put into somebody else's proposed block", () => {
  const attempt = (scene: Scene, task: (page: Page) => void): string | null => {
    try {
      scene.guarded(
        (document) => proposalGate(document, mara),
        () => scene.propose(mara, task),
      );
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };

  test("[GA4] keeps its attributes, whoever proposed what is around it: what is in it as well", () => {
    const { scene } = tableWithRow();
    const before = scene.of(osei).map(({ digest }) => digest);
    const set = (name: string, value: string | null, ...path: number[]): string | null =>
      attempt(scene, (page) => {
        if (value === null) page.block(...path).removeAttribute(name);
        else page.block(...path).setAttribute(name, value);
      });
    scene.propose(osei, (page) => page.block(1, 0, 0, 1).setAttribute("alt", "a seal"));
    const [picture] = scene.of(osei).map(({ digest }) => digest);
    expect(set("alt", "a signature", 1, 0, 0, 1)).toContain("alt of what is not its author's");
    expect(set("alt", null, 1, 0, 0, 1)).toContain("not its author's to delete");
    expect(set("align", "end", 1, 1, 0, 0)).toContain("align of what is not its author's");
    expect(scene.of(osei).map(({ digest }) => digest)).toEqual([picture, ...before.slice(1)]);
    // A cell of a column that Osei adds is part of Mara's row; her own paragraph is hers, and so is one that she puts there.
    scene.propose(osei, (page) => page.block(1, 0).insert(2, [newCell("e")]));
    expect(attempt(scene, (page) => page.block(1, 0, 2).setAttribute("colwidth", [90] as never))).toBeNull();
    expect(set("align", "end", 1, 0, 0, 0)).toBeNull();
    expect(attempt(scene, (page) => page.insertParagraph(1, "NB", 1, 1, 0))).toBeNull();
    expect(set("align", "end", 1, 1, 0, 1)).toBeNull();
  });
});

/** Mara proposes a table, Osei a row in it, and a picture in one of its cells. */
function tableWithRow(withPicture = true): { scene: Scene; before: { id: string; digest: string } } {
  const scene = new Scene(paragraph("fee"));
  scene.propose(mara, (page) => page.fragment.insert(1, [newTable(["a", "b"])]));
  const [before = { id: "", digest: "" }] = scene.of(mara);
  scene.propose(osei, (page) => {
    const row = new Y.XmlElement("tableRow");
    row.insert(0, [newCell("c"), newCell("d")]);
    page.block(1).insert(1, [row]);
    if (withPicture) page.block(1, 0, 0).insert(1, [new Y.XmlElement("image")]);
  });
  return { scene, before };
}
