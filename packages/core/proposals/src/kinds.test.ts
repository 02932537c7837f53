import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { PARAGRAPH_BREAK, proposalGate } from "./index.ts";
import { type Page, Scene, mara, newCell, osei, paragraph, table, yara } from "./negotiation-scene.ts";

describe("rows and columns", () => {
  test("[DE2] a row proposed is there when it is accepted, and leaves no trace when it is not", () => {
    for (const verdict of ["accept", "reject"] as const) {
      const scene = new Scene(table(["a", "b"], ["c", "d"]));
      scene.propose(mara, (page) => {
        const row = new Y.XmlElement("tableRow");
        page.block(0).insert(1, [row]);
        row.insert(0, [newCell("x"), newCell("y")]);
      });
      expect(scene.agreed).toEqual(["a | b", "c | d"]);
      expect(scene.decide(verdict, scene.proposals)).toEqual(
        verdict === "accept" ? ["a | b", "x | y", "c | d"] : ["a | b", "c | d"],
      );
    }
  });

  test("[PR2] a column is one proposal, put in or taken out, and crosses a new row", () => {
    const scene = new Scene(table(["a", "b"], ["c", "d"]));
    scene.propose(mara, (page) => {
      for (const row of page.block(0).toArray()) (row as Y.XmlElement).insert(1, [newCell("new")]);
    });
    scene.propose(osei, (page) => {
      for (const row of page.block(0).toArray()) page.remove((row as Y.XmlElement).get(0) as Y.XmlElement, "g");
    });
    scene.propose(yara, (page) => {
      const row = new Y.XmlElement("tableRow");
      page.block(0).insert(2, [row]);
      row.insert(0, [newCell("x"), newCell("y")]);
    });
    expect(scene.proposals).toHaveLength(3);
    expect(scene.accept(...scene.of(osei))).toEqual(["b", "d"]);
    expect(scene.accept(...scene.of(mara), ...scene.of(yara))).toEqual(["new | b", "new | d", "x | y"]);
  });

  test("[VI2] a cell typed in while its row and its column are removed keeps both, and nothing else", () => {
    const scene = new Scene(table(["a", "b"], ["c", "d"]));
    const row = scene.begin(mara, true, (page) => page.remove(page.block(0, 1)));
    const column = scene.begin(osei, true, (page) => {
      for (const each of page.block(0).toArray()) page.remove((each as Y.XmlElement).get(1) as Y.XmlElement, "g");
    });
    scene.edit((page) => page.text(0, 1, 1, 0).insert(1, "!"));
    row();
    column();
    expect(scene.accept(...scene.proposals)).toEqual(["a", " | !"]);
  });
});

describe("attributes and formatting", () => {
  test("[PR2] list levels of several paragraphs are one proposal", () => {
    const scene = new Scene(paragraph("one"), paragraph("two"), paragraph("three"));
    scene.propose(mara, (page) => {
      for (const index of [0, 1, 2]) {
        const block = page.id(page.block(index));
        page.record({ do: "set", block, name: "list", value: "number", group: "g" });
        if (index > 0) page.record({ do: "set", block, name: "depth", value: index, group: "g" });
      }
    });
    expect(scene.proposals).toHaveLength(1);
    expect(scene.agreed).toEqual(["one", "two", "three"]);
    expect(scene.accept(...scene.proposals)).toEqual([
      "<list=number>one",
      "<depth=1 list=number>two",
      "<depth=2 list=number>three",
    ]);
  });

  test("[PR2] formatting over several paragraphs is one proposal, and leaves out what others type in between", () => {
    const scene = new Scene(paragraph("one"), paragraph("two"));
    const format = scene.begin(mara, true, (page) => {
      for (const index of [0, 1])
        page.record({ do: "format", ids: page.ids(page.text(index)), mark: "bold", value: {}, group: "g" });
    });
    scene.propose(osei, (page) => page.text(1).insert(1, "XX"));
    format();
    expect(scene.of(mara)).toHaveLength(1);
    expect(scene.accept(...scene.of(mara))).toEqual(["<bold>one", "<bold>two"]);
    expect(scene.proposed).toEqual(["<bold>one", "<bold>tXX<bold>wo"]);
  });

  test("[PR2] how proposed words are to look is part of proposing them", () => {
    const scene = new Scene(paragraph("Sent to us."));
    scene.propose(mara, (page) => {
      page.text(0).insert(8, "@Guo Wei and ");
      page.record({ do: "format", ids: page.ids(page.text(0), 8, 8), mark: "bold", value: {}, group: "g" });
      page.record({ do: "format", ids: page.ids(page.text(0), 8, 4), mark: "italic", value: {}, group: "g" });
    });
    const [whole] = scene.proposals;
    expect(scene.told).toEqual(['Mara insert "" "@Guo Wei and "']);
    // What it is changes with how it is to look, and so does what its maker of a decision has seen.
    scene.propose(mara, (page) =>
      page.record({ do: "format", ids: page.ids(page.text(0), 9, 3), mark: "underline", value: {} }),
    );
    expect(scene.proposals.map(({ id, digest }) => [id, digest === whole?.digest])).toEqual([[whole?.id, false]]);
    // What somebody else would change of how they look is theirs.
    scene.propose(osei, (page) =>
      page.record({ do: "format", ids: page.ids(page.text(0), 8, 3), mark: "strike", value: {} }),
    );
    expect(scene.told).toEqual(['Mara insert "" "@Guo Wei and "', 'Osei format "" ""']);
    scene.withdraw(...scene.of(osei));
    expect(scene.accept(...scene.proposals).join("")).toMatch(/^Sent to <.*bold.*>@/);
    expect(scene.proposals).toEqual([]);
  });

  test("[PR2] a gesture that formats agreed words, or words proposed apart, is a proposal of its own", () => {
    const scene = new Scene(paragraph("Sent to us today."));
    const bold = (page: Page, from: number, count: number, group: string): void =>
      page.record({ do: "format", ids: page.ids(page.text(0), from, count), mark: "bold", value: {}, group });
    scene.propose(mara, (page) => page.text(0).insert(5, "only "));
    scene.propose(mara, (page) => page.text(0).insert(16, "as of "));
    const apart = scene.told;
    expect(apart).toHaveLength(2);
    for (const [index, stretches] of [
      [[0, 10]],
      [
        [5, 5],
        [10, 2],
      ],
      [
        [5, 5],
        [16, 6],
      ],
    ].entries())
      scene.propose(mara, (page) => {
        for (const [from = 0, count = 0] of stretches) bold(page, from, count, `g${index}`);
      });
    expect(scene.told.toSorted()).toEqual(
      [...apart, ...Array.from({ length: 3 }, () => 'Mara format "" ""')].toSorted(),
    );
  });

  test("[VI6] two values for one attribute stand side by side; accepting one makes the older void and leaves the newer", () => {
    const scene = new Scene(paragraph("Term"));
    const set = (value: string) => (page: Parameters<Parameters<Scene["propose"]>[1]>[0]) =>
      page.record({ do: "set", block: page.id(page.block(0)), name: "align", value });
    scene.propose(mara, set("center"));
    scene.propose(osei, set("end"));
    expect(scene.proposed).toEqual(["<align=end>Term"]);
    expect(scene.accept(...scene.of(mara))).toEqual(["<align=center>Term"]);
    expect(scene.told).toEqual(['Osei set "" ""']);
    scene.propose(mara, set("justify"));
    scene.reject(...scene.of(mara));
    scene.propose(mara, set("justify"));
    expect(scene.accept(...scene.of(mara))).toEqual(["<align=justify>Term"]);
    expect(scene.proposals).toEqual([]);
    expect(scene.voided.map(({ author }) => author)).toEqual([osei]);
  });

  test("[VI6] accepting a format makes an older one void only where it covers all of it", () => {
    const scene = new Scene(paragraph("The price is 100 euros."));
    const format = (from: number, count: number, value: object | null) =>
      scene.propose(value === null ? osei : mara, (page) =>
        page.record({ do: "format", ids: page.ids(page.text(0), from, count), mark: "bold", value: value as null }),
      );
    format(4, 5, {});
    format(13, 3, {});
    format(0, 9, null);
    format(14, 2, null);
    expect(scene.accept(...scene.of(osei))).toEqual(["The price is 100 euros."]);
    expect(scene.proposals.map(({ author }) => author)).toEqual([mara]);
  });

  test("[VI6] accepting both at once takes the newest", () => {
    const scene = new Scene(paragraph("Term"));
    scene.propose(mara, (page) =>
      page.record({ do: "set", block: page.id(page.block(0)), name: "align", value: "end" }),
    );
    scene.propose(osei, (page) =>
      page.record({ do: "set", block: page.id(page.block(0)), name: "align", value: null }),
    );
    expect(scene.accept(...scene.proposals)).toEqual(["Term"]);
    expect(scene.proposals).toEqual([]);
  });
});

describe("words inside words", () => {
  test("[VI1] what is typed inside what somebody deletes meanwhile survives", () => {
    const scene = new Scene(paragraph("The price is 100 euros."));
    const deletion = scene.begin(mara, true, (page) => page.strike("price is 100", 0));
    scene.propose(osei, (page) => page.text(0).insert(9, " before tax"));
    scene.edit((page) => page.text(0).insert(4, "net "));
    deletion();
    expect(scene.accept(...scene.proposals)).toEqual(["The net  before tax euros."]);
  });

  test("[GA2] who deletes their own pending words takes them back", () => {
    const scene = new Scene(paragraph("fee"));
    scene.propose(mara, (page) => page.text(0).insert(0, "annual "));
    scene.propose(mara, (page) => page.text(0).delete(0, 7));
    expect(scene.proposals).toEqual([]);
    expect(scene.proposed).toEqual(["fee"]);
  });

  test("[GA4] to delete another's pending words is a proposal about a proposal, and both keep their authors", () => {
    const scene = new Scene(paragraph("fee"));
    scene.propose(osei, (page) => page.text(0).insert(0, "annual "));
    const [range] = scene.of(osei)[0]?.inserted ?? [];
    const act = (): void => scene.propose(mara, (page) => page.text(0).delete(0, 7));
    expect(() => scene.guarded((document) => proposalGate(document, mara), act)).toThrow("not its author's");
    scene.propose(mara, (page) => page.strike("annual ", 0));
    expect(scene.told).toEqual(['Osei insert "" "annual "', 'Mara delete "annual " ""']);
    expect(scene.proposed).toEqual(["fee"]);
    const seq = scene.of(mara)[0]?.firstSeq;
    expect(scene.accept(...scene.proposals)).toEqual(["fee"]);
    const { attribution } = scene.replica;
    if (!range) throw new Error("nothing was proposed");
    expect(attribution.insertedBy(range).map((each) => each.seq)).toEqual([2]);
    expect(attribution.deletedBy(range).map((each) => each.seq)).toEqual([seq]);
  });

  test("[DE2] of another's pending words and the proposal to delete them each is decided on by itself", () => {
    const open = (): Scene => {
      const scene = new Scene(paragraph("fee"));
      scene.propose(osei, (page) => page.text(0).insert(0, "annual "));
      scene.propose(mara, (page) => page.strike("annual ", 0));
      return scene;
    };
    const one = open();
    expect(one.accept(...one.of(osei))).toEqual(["annual fee"]);
    expect(one.accept(...one.of(mara))).toEqual(["fee"]);
    const other = open();
    expect(other.accept(...other.of(mara))).toEqual(["fee"]);
    expect(other.proposals).toEqual([]);
    const third = open();
    third.reject(...third.of(mara));
    expect(third.accept(...third.of(osei))).toEqual(["annual fee"]);
  });

  test("[DE5] who proposes to delete a break, alone or with what stands around it, proposes to join once it is made", () => {
    const scene = new Scene(paragraph("onetwo"), table(["ab"]));
    scene.propose(osei, (page) => {
      page.text(0).insert(3, PARAGRAPH_BREAK);
      page.text(1, 0, 0, 0).insert(1, PARAGRAPH_BREAK);
    });
    scene.propose(mara, (page) => page.strike(PARAGRAPH_BREAK, 0));
    const removal = scene.begin(mara, true, (page) => page.remove(page.block(1, 0)));
    scene.edit((page) => {
      page.text(1, 0, 0, 0).insert(0, "x");
      page.text(1, 0, 0, 0).insert(4, "y");
    });
    removal();
    expect(scene.proposed).toEqual(["onetwo", "xy"]);
    expect(scene.accept(...scene.of(osei))).toEqual(["one", "two", "xa / by"]);
    expect(scene.accept(...scene.proposals)).toEqual(["onetwo", "xy"]);
  });
});
