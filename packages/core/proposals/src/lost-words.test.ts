import { PROPOSALS_NAME } from "@parley/document";
import { describe, expect, test } from "vitest";
import { createLostWords } from "./lost-words.ts";
import { Scene, lin, mara, newParagraph, osei, paragraph } from "./negotiation-scene.ts";

/** Of each proposal what it lost: to whom, and whose that was. */
function lost(scene: Scene): string[] {
  const read = createLostWords({ ...scene.document, ...scene.past });
  const names = new Map([
    [lin, "Lin"],
    [mara, "Mara"],
    [osei, "Osei"],
  ]);
  return scene.proposals.map((proposal, index) =>
    [scene.told[index], ...read(proposal).map(({ of, whose }) => `${of} ${whose ? names.get(whose) : "agreed"}`)].join(
      ": ",
    ),
  );
}

/** Mara proposes sixty for ninety. */
function replaced(): Scene {
  const scene = new Scene(paragraph("within ninety days"), paragraph("Term."));
  scene.propose(mara, (page) => {
    page.strike("ninety", 0);
    page.text(0).insert(13, "sixty");
  });
  return scene;
}

/** Osei proposes eighty for the sixty that Mara proposes. */
function replacedTwice(): Scene {
  const scene = replaced();
  scene.propose(osei, (page) => {
    page.strike("sixty", 0);
    page.text(0).insert(18, "eighty");
  });
  return scene;
}

function cut(scene: Scene, words: string): void {
  scene.edit((page) => page.text(0).delete(page.text(0).toString().indexOf(words), words.length));
}

describe("[VD5] a proposal that still waits has lost", () => {
  test("nothing, while nobody took anything", () => {
    expect(lost(replacedTwice())).toEqual(['Mara replace "ninety" "sixty"', 'Osei replace "sixty" "eighty"']);
  });

  test("a part of what it would put in, when somebody deletes that", () => {
    const scene = replaced();
    cut(scene, "six");
    expect(lost(scene)).toEqual(['Mara replace "ninety" "ty": own Mara']);
  });

  test("a part of what it would take away, or all of that", () => {
    const scene = replaced();
    cut(scene, "nine");
    expect(lost(scene)).toEqual(['Mara replace "ty" "sixty": about agreed']);
    cut(scene, "ty");
    expect(lost(scene)).toEqual(['Mara insert "" "sixty": about agreed: about agreed']);
  });

  test("what somebody else had proposed, whether that was deleted, rejected or withdrawn", () => {
    const deleted = replacedTwice();
    cut(deleted, "sixty");
    expect(lost(deleted)).toEqual(['Osei insert "" "eighty": about Mara']);
    const rejected = replacedTwice();
    rejected.reject(...rejected.of(mara));
    expect(lost(rejected)).toEqual(['Osei insert "" "eighty": about Mara']);
  });

  test("the words that alternatives would replace, each of them, wherever it stands among them", () => {
    const scene = replaced();
    scene.propose(osei, (page) => {
      page.strike("ninety", 0);
      page.text(0).insert(18, "eighty");
    });
    cut(scene, "ninety");
    expect(lost(scene)).toEqual(['Mara insert "" "sixty": about agreed', 'Osei insert "" "eighty": about agreed']);
  });

  test("what had gone before it arrived", () => {
    const scene = new Scene(paragraph("within ninety days"));
    const send = scene.begin(osei, true, (page) => {
      page.strike("ninety", 0);
      page.text(0).insert(13, "eighty");
    });
    cut(scene, "ninety");
    send();
    expect(lost(scene)).toEqual(['Osei insert "" "eighty": about agreed']);
  });

  test("nothing of what comes back with an undo, or goes elsewhere with a split", () => {
    const undone = replacedTwice();
    const { undo } = undone.editAndUndo((page) => page.text(0).delete(13, 5));
    undo();
    expect(lost(undone)).toEqual(['Mara replace "ninety" "sixty"', 'Osei replace "sixty" "eighty"']);
    const split = replaced();
    split.edit((page) => {
      const text = page.text(0);
      const tail = text.toString().slice(7);
      text.delete(7, tail.length);
      page.fragment.insert(1, [newParagraph(tail)]);
    });
    expect(lost(split)).toEqual(['Mara replace "ninety" "sixty"']);
  });

  test("nothing of what its author proposed there before, and of what was decided on", () => {
    const scene = replaced();
    scene.accept(...scene.proposals);
    scene.propose(mara, (page) => page.text(0).insert(12, " working"));
    expect(lost(scene)).toEqual(['Mara insert "" " working"']);
    const again = new Scene(paragraph("within ninety days"));
    again.propose(mara, (page) => page.strike("ninety ", 0));
    cut(again, "ninety ");
    again.propose(mara, (page) => page.text(0).insert(7, "sixty "));
    cut(again, "sixty ");
    again.propose(mara, (page) => page.text(0).insert(7, "seventy "));
    expect(lost(again)).toEqual(['Mara insert "" "seventy "']);
  });

  test("nothing of what it let stay before somebody deleted that", () => {
    const scene = replaced();
    const [{ records } = { records: [] }] = scene.proposals;
    scene.propose(mara, (page) => page.ydoc.getMap(PROPOSALS_NAME).delete(records[0]?.key ?? ""));
    cut(scene, "ninety");
    expect(lost(scene)).toEqual(['Mara insert "" "sixty"']);
  });
});
