import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { PARAGRAPH_BREAK, holdsOthersBlocks, proposalGate, proposedView, readView, readViewAt } from "./index.ts";
import { type Page, Scene, mara, newTable, osei, paragraph, yara } from "./negotiation-scene.ts";

describe("what somebody withdraws", () => {
  test("[WD1] is gone when only they wrote in it", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.withdraw(...scene.of(mara));
    expect(scene.proposed).toEqual(["One."]);
    expect(scene.proposals).toEqual([]);
  });

  test.each(["withdraw", "reject"] as const)(
    "[GA1] [DE2] [WD1] is what waits, not what a restored version had agreed on of it (%s)",
    (verdict) => {
      const scene = new Scene(paragraph("The fee is due."));
      scene.propose(mara, (page) => page.text(0).insert(4, "whole "));
      scene.accept(...scene.proposals);
      const agreedSeq = scene.replica.seq;
      scene.takeBack();
      expect(scene.restore(agreedSeq)).toEqual(["The whole fee is due."]);
      scene.decide(verdict, scene.of(mara));
      expect(scene.proposals).toEqual([]);
      expect(scene.agreed).toEqual(["The whole fee is due."]);
    },
  );

  test("[WD1] leaves the words of others, as their proposal", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.propose(osei, (page) => page.text(1).insert(3, " and a half"));
    scene.propose(yara, (page) => page.text(1).insert(14, " more"));
    expect(scene.told).toEqual(['Mara block "" "Two.\\n"', 'Osei insert "" " and a half"', 'Yara insert "" " more"']);
    scene.withdraw(...scene.of(mara));
    expect(scene.told).toEqual(['Osei block "" " and a half\\n"', 'Yara insert "" " more"']);
    expect(scene.agreed).toEqual(["One."]);
    expect(scene.accept(...scene.proposals)).toEqual(["One.", " and a half more"]);
  });

  test("[WD1] leaves a block to whoever wrote its first words, also when these came in one breath with a break before them", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.proposeInTurn(
      osei,
      (page) => page.text(1).insert(4, PARAGRAPH_BREAK),
      (page) => page.text(1).insert(5, "Three."),
    );
    scene.withdraw(...scene.of(mara));
    expect(scene.told).toEqual(['Osei block "" "\u2029Three.\\n"']);
  });

  test("[WD1] leaves what somebody wrote directly into it, and that still waits", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.edit((page) => page.text(1).insert(4, " Three."));
    scene.withdraw(...scene.of(mara));
    expect(scene.told).toEqual(['Lin block "" " Three.\\n"']);
    expect(scene.agreed).toEqual(["One."]);
  });

  test("[WD1] of a table leaves the rows in which others wrote, with all their cells", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.fragment.insert(1, [newTable(["a", "b"], ["c", "d"])]));
    scene.propose(osei, (page) => page.text(1, 1, 1, 0).insert(1, "elta"));
    scene.withdraw(...scene.of(mara));
    expect(scene.proposed).toEqual(["One.", " | elta"]);
    expect(scene.told).toEqual(['Osei block "" "\\telta\\n"']);
    expect(scene.reject(...scene.proposals)).toEqual(["One."]);
    expect(scene.proposals).toEqual([]);
  });

  test("[WD1] [GA4] is theirs to change no more where it stands for others: neither cells nor looks nor attributes", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => {
      page.fragment.insert(1, [newTable(["a", "b"], ["c", "d"])]);
      page.block(1, 1, 1, 0).setAttribute("align", "end");
    });
    scene.propose(osei, (page) => page.text(1, 1, 1, 0).insert(1, "elta"));
    scene.withdraw(...scene.of(mara));
    const left = ["One.", " | <align=end>elta"];
    expect(scene.proposed).toEqual(left);
    const tries: ((page: Page) => void)[] = [
      (page) => page.block(1, 0).delete(0, 1),
      (page) => page.block(1, 0, 0).delete(0, 1),
      (page) => page.text(1, 0, 1, 0).format(0, 4, { bold: {} }),
      (page) => page.block(1, 0, 1, 0).setAttribute("align", "center"),
      (page) => page.block(1, 0, 1, 0).removeAttribute("align"),
    ];
    for (const change of tries)
      expect(() =>
        scene.guarded(
          (document) => proposalGate(document, mara),
          () => scene.propose(mara, change),
        ),
      ).toThrow(/deletes|formats|sets/);
    expect(readViewAt(scene.past, scene.replica.seq, "proposed")).toEqual(readView(scene.document, proposedView));
    scene.guarded(
      (document) => proposalGate(document, osei),
      () => scene.propose(osei, (page) => page.block(1, 0, 1, 0).removeAttribute("align")),
    );
    expect(scene.accept(...scene.proposals)).toEqual(["One.", " | elta"]);
  });

  test("[WD1] goes whole when its author also wrote into it directly", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Proposed."));
    scene.begin(mara, false, (page) => page.text(1).insert(0, "Direct. "))();
    expect(scene.of(mara)[0]?.others).toEqual([]);
    scene.withdraw(...scene.of(mara));
    expect(scene.proposals).toEqual([]);
  });

  test("[WD1] is not withdrawn with a picture of somebody else's in it", () => {
    const scene = new Scene(paragraph("One."));
    const putPicture = (page: Page): void => {
      const picture = new Y.XmlElement("image");
      picture.setAttribute("imageId", "0b9fd2a0-4ac7-482a-a749-ff377c138ccf");
      page.block(1, 0, 0).insert(1, [picture]);
    };
    scene.propose(mara, (page) => page.fragment.insert(1, [newTable(["a"])]));
    expect(holdsOthersBlocks(scene.document, scene.proposals)).toBe(false);
    scene.propose(mara, putPicture);
    expect(holdsOthersBlocks(scene.document, scene.proposals)).toBe(false);
    scene.propose(osei, putPicture);
    expect(holdsOthersBlocks(scene.document, scene.proposals)).toBe(true);
  });

  test("[WD1] [VI5] reads in its version as it did, with an answer to it beside it", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Maras."));
    scene.propose(yara, (page) => {
      page.insertParagraph(2, "Yaras.");
      const [client = 0, clock = 0] = (scene.of(mara)[0]?.id ?? "").split("-").map(Number);
      const [own, at] = page.id(page.block(2));
      page.record({ do: "counter", to: [client, clock], ids: [[own, at, 1]] });
    });
    scene.propose(osei, (page) => page.text(1).insert(0, "Oseis. "));
    scene.withdraw(...scene.of(mara));
    const past = readViewAt(scene.past, scene.replica.seq, "proposed");
    expect(past).toEqual(readView(scene.document, proposedView));
  });

  test("[WD1] can be withdrawn by those whose words are left", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.propose(osei, (page) => page.text(1).insert(3, " and a half"));
    scene.withdraw(...scene.of(mara));
    scene.withdraw(...scene.of(osei));
    expect(scene.proposed).toEqual(["One."]);
    expect(scene.proposals).toEqual([]);
  });

  test("[WD1] [VI5] was never agreed, in no version", () => {
    const scene = new Scene(paragraph("One."));
    scene.propose(mara, (page) => page.insertParagraph(1, "Two."));
    scene.propose(osei, (page) => page.text(1).insert(3, " and a half"));
    const [block] = scene.of(mara)[0]?.blocks ?? [];
    scene.withdraw(...scene.of(mara));
    const seq = scene.replica.seq;
    expect(scene.replica.proposalOf(block as NonNullable<typeof block>).agreedSeq).toBeNull();
    scene.accept(...scene.proposals);
    for (const [view, shown] of [
      ["agreed", 1],
      ["proposed", 2],
    ] as const)
      expect(readViewAt(scene.past, seq, view).blocks).toHaveLength(shown);
  });
});
