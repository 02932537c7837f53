import { ExactUndoManager } from "@parley/document";
import { DocumentReplica } from "@parley/history";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { listProposals } from "./index.ts";
import { Scene, lin, mara, newParagraph, osei, paragraph, table } from "./negotiation-scene.ts";

/** Mara proposes sixty for ninety. */
function replaced(): Scene {
  const scene = new Scene(paragraph("within ninety days"), paragraph("Term."));
  scene.propose(mara, (page) => {
    page.strike("ninety", 0);
    page.text(0).insert(13, "sixty");
  });
  return scene;
}

/** Deletes the first occurrence of some words directly. */
function cut(scene: Scene, words: string, block = 0): void {
  scene.edit((page) => page.text(block).delete(page.text(block).toString().indexOf(words), words.length));
}

describe("words that a proposal would put in and somebody else deletes directly", () => {
  test("[VD1] void it whole: nobody proposed only to delete", () => {
    const scene = replaced();
    cut(scene, "sixty");
    expect(scene.told).toEqual([]);
    expect(scene.agreed).toEqual(["within ninety days", "Term."]);
    expect(scene.proposed).toEqual(scene.agreed);
    expect(scene.emptied).toEqual(['Mara replace "ninety" "sixty"']);
  });

  test.each([
    ["sixty", "none"],
    ["tysixty", "part"],
    ["ninetysixty", "all"],
  ])("[VD2] void it with what of the words that it would replace went with them (%s)", (words, groundGone) => {
    const scene = replaced();
    cut(scene, words);
    expect(scene.emptied).toEqual(['Mara replace "ninety" "sixty"']);
    expect(scene.groundGone).toEqual([groundGone]);
  });

  test("[VD1] leave it waiting while a part of them is there", () => {
    const scene = replaced();
    cut(scene, "six");
    expect(scene.told).toEqual(['Mara replace "ninety" "ty"']);
    expect(scene.emptied).toEqual([]);
  });

  test("[VD2] void it as it was before, when they are deleted letter by letter", () => {
    const scene = replaced();
    for (const letter of ["y", "t", "x", "i", "s"])
      scene.edit((page) =>
        page.text(0).delete(
          page
            .text(0)
            .toString()
            .indexOf("sixty".slice(0, "sixty".indexOf(letter) + 1)) + "sixty".indexOf(letter),
          1,
        ),
      );
    expect(scene.told).toEqual([]);
    expect(scene.emptied).toEqual(['Mara replace "ninety" "sixty"']);
  });

  test("[VD1] leave what their author keeps proposing, when the author deletes them", () => {
    const scene = replaced();
    scene.propose(mara, (page) => page.text(0).delete(13, 5));
    expect(scene.told).toEqual(['Mara delete "ninety" ""']);
  });

  test("[VD1] void what was only inserted, too", () => {
    const scene = new Scene(paragraph("fee"));
    scene.propose(mara, (page) => page.text(0).insert(0, "annual "));
    cut(scene, "annual ");
    expect(scene.told).toEqual([]);
    expect(scene.emptied).toEqual(['Mara insert "" "annual "']);
  });

  test("[VD1] void it whole where they were a paragraph put for another", () => {
    const scene = new Scene(paragraph("One."), paragraph("Two."));
    scene.propose(mara, (page) => {
      page.remove(page.block(0));
      page.insertParagraph(1, "New.");
    });
    expect(scene.told).toEqual(['Mara block "One.\\n" "New.\\n"']);
    scene.edit((page) => page.fragment.delete(1, 1));
    expect(scene.told).toEqual([]);
    expect(scene.agreed).toEqual(["One.", "Two."]);
    expect(scene.emptied).toEqual(['Mara block "One.\\n" "New.\\n"']);
  });

  test("[VD1] void a move whose words they were: what was moved stays where it is", () => {
    const scene = new Scene(paragraph("first second"), paragraph("Term."));
    scene.propose(mara, (page) => {
      const from = page.ids(page.text(0), 5, 7);
      page.record({ do: "delete", ids: from });
      page.text(1).insert(5, " second");
      page.record({ do: "move", from, to: page.ids(page.text(1), 5, 7) });
    });
    cut(scene, " second", 1);
    expect(scene.told).toEqual([]);
    expect(scene.agreed).toEqual(["first second", "Term."]);
    expect(scene.emptied).toEqual(['Mara move " second" " second"']);
  });
});

describe("what has nothing left to be decided", () => {
  test("[VD1] is void when its words are deleted directly, and keeps them", () => {
    const scene = new Scene(paragraph("within ninety days"));
    scene.propose(mara, (page) => page.strike("ninety ", 0));
    cut(scene, "ninety ");
    expect(scene.told).toEqual([]);
    expect(scene.emptied).toEqual(['Mara delete "ninety " ""']);
  });

  test("[VD1] goes with a paragraph that is deleted", () => {
    const scene = replaced();
    scene.propose(osei, (page) => page.strike("days", 0));
    scene.propose(osei, (page) => page.join(page.block(1), page.block(0)));
    scene.edit((page) => page.fragment.delete(0, 1));
    expect(scene.told).toEqual([]);
    expect(scene.agreed).toEqual(["Term."]);
    expect(scene.emptied.toSorted()).toEqual([
      'Mara replace "ninety" "sixty"',
      'Osei delete "days" ""',
      'Osei join "" ""',
    ]);
  });

  test("[VD1] goes with a row of a table", () => {
    const scene = new Scene(table(["one", "two"], ["three", "four"]));
    scene.propose(mara, (page) => page.strike("three", 0, 1, 0, 0));
    scene.edit((page) => page.block(0).delete(1, 1));
    expect(scene.told).toEqual([]);
    expect(scene.emptied).toEqual(['Mara delete "three" ""']);
  });

  test("[VD1] [PR7] goes where it was about words that somebody else proposed, and what it put in stands by itself", () => {
    const scene = replaced();
    scene.propose(osei, (page) => {
      page.strike("sixty", 0);
      page.text(0).insert(18, "eighty");
    });
    cut(scene, "sixty");
    expect(scene.emptied).toEqual(['Mara replace "ninety" "sixty"']);
    expect(scene.told).toEqual(['Osei insert "" "eighty"']);
    cut(scene, "eighty");
    expect(scene.told).toEqual([]);
    expect(scene.emptied.slice(1)).toEqual(['Osei replace "sixty" "eighty"']);
  });

  test("[VD1] goes at once where somebody deletes both", () => {
    const scene = replaced();
    scene.propose(osei, (page) => {
      page.strike("sixty", 0);
      page.text(0).insert(18, "eighty");
    });
    cut(scene, "sixtyeighty");
    expect(scene.told).toEqual([]);
    expect(scene.emptied).toEqual(['Mara replace "ninety" "sixty"', 'Osei replace "sixty" "eighty"']);
  });
});

describe("what hangs together with a void proposal", () => {
  function answered(): Scene {
    const scene = replaced();
    const [client = 0, clock = 0] = (scene.of(mara)[0]?.id ?? "").split("-").map(Number);
    scene.propose(osei, (page) => {
      page.strike("ninety", 0);
      page.text(0).insert(18, "eighty");
      page.record({ do: "counter", to: [client, clock], ids: page.ids(page.text(0), 18, 6) });
    });
    return scene;
  }

  test("[VD1] [RV4] an answer to it stays as it is", () => {
    const scene = answered();
    cut(scene, "sixty");
    expect(scene.told).toEqual(['Osei replace "ninety" "eighty"']);
    expect(scene.accept(...scene.proposals)).toEqual(["within eighty days", "Term."]);
  });

  test("[VD1] a void answer leaves what it answered as it is", () => {
    const scene = answered();
    cut(scene, "eighty");
    expect(scene.emptied).toEqual(['Osei replace "ninety" "eighty"']);
    expect(scene.told).toEqual(['Mara replace "ninety" "sixty"']);
    expect(scene.accept(...scene.proposals)).toEqual(["within sixty days", "Term."]);
  });
});

describe("what a void proposal is not", () => {
  test("[VD1] one whose words are moved by a split", () => {
    const scene = replaced();
    scene.edit((page) => {
      const text = page.text(0);
      const tail = text.toString().slice(7);
      text.delete(7, tail.length);
      page.fragment.insert(1, [newParagraph(tail)]);
    });
    expect(scene.emptied).toEqual([]);
    expect(scene.told).toEqual(['Mara replace "ninety" "sixty"']);
  });

  test("[VD3] one whose words are put back by an undo", () => {
    const scene = replaced();
    const before = scene.proposals;
    const { undo } = scene.editAndUndo((page) => page.text(0).delete(13, 5));
    expect(scene.told).toEqual([]);
    undo();
    expect(scene.told).toEqual(['Mara replace "ninety" "sixty"']);
    expect(scene.proposals.map(({ firstSeq }) => firstSeq)).toEqual(before.map(({ firstSeq }) => firstSeq));
    expect(scene.accept(...scene.proposals)).toEqual(["within sixty days", "Term."]);
  });

  test("[VD3] one whose letters are put back one after the other", () => {
    const scene = replaced();
    const { undo } = scene.editAndUndo(
      (page) => page.text(0).delete(15, 3),
      (page) => page.text(0).delete(13, 2),
    );
    expect(scene.told).toEqual([]);
    undo();
    expect(scene.told).toEqual(['Mara replace "ninety" "si"']);
    undo();
    expect(scene.told).toEqual(['Mara replace "ninety" "sixty"']);
  });

  test("[VD2] [VD3] and void as it was, when it is deleted again in two goes", () => {
    const scene = replaced();
    const { undo } = scene.editAndUndo((page) => page.text(0).delete(13, 5));
    undo();
    scene.edit((page) => page.text(0).delete(16, 2));
    scene.edit((page) => page.text(0).delete(13, 3));
    expect(scene.told).toEqual([]);
    expect(scene.emptied).toEqual(['Mara replace "ninety" "sixty"', 'Mara replace "ninety" "sixty"']);
  });

  test("[VD3] one about words that are put back by an undo", () => {
    const scene = new Scene(paragraph("within ninety days"));
    scene.propose(mara, (page) => page.strike("ninety ", 0));
    const { undo } = scene.editAndUndo((page) => page.text(0).delete(7, 7));
    expect(scene.told).toEqual([]);
    undo();
    expect(scene.told).toEqual(['Mara delete "ninety " ""']);
    expect(scene.accept(...scene.proposals)).toEqual(["within days"]);
  });

  test("[VD3] but what was accepted is not proposed again when its words are written again", () => {
    const scene = new Scene(paragraph("within ninety days"), paragraph("Term."));
    const pasted = scene.page.text(0).toString();
    scene.propose(mara, (page) => page.strike("ninety ", 0));
    scene.accept(...scene.proposals);
    scene.edit((page) => page.text(1).insert(5, pasted));
    expect(scene.told).toEqual([]);
  });

  test("[PR3] a record about words that are gone already says nothing", () => {
    const scene = replaced();
    const send = scene.begin(osei, true, (page) => page.strike("days", 0));
    cut(scene, " days");
    send();
    expect(scene.told).toEqual(['Mara replace "ninety" "sixty"']);
  });

  test("[VD3] but one that was rejected stays so when words come back that were deleted before", () => {
    const scene = replaced();
    const { undo } = scene.editAndUndo((page) => page.text(0).delete(15, 3));
    scene.reject(...scene.proposals);
    undo();
    expect(scene.told.filter((each) => each.includes("ninety"))).toEqual([]);
  });
});

describe("what was decided on", () => {
  /** Mara replaces ninety by sixtynine, Lin deletes sixty directly, and Mara the rest of her words: she goes on proposing to delete. */
  function emptiedByItsAuthor(): { scene: Scene; undo: () => void } {
    const scene = new Scene(paragraph("within ninety days"), paragraph("Term."));
    scene.propose(mara, (page) => {
      page.strike("ninety", 0);
      page.text(0).insert(13, "sixtynine");
    });
    const { undo } = scene.editAndUndo((page) => page.text(0).delete(13, 5));
    scene.propose(mara, (page) => page.text(0).delete(13, 4));
    expect(scene.told).toEqual(['Mara delete "ninety" ""']);
    return { scene, undo };
  }

  test.each<[string, (scene: Scene) => void]>([
    ["rejected", (scene) => scene.reject(...scene.proposals)],
    ["withdrawn", (scene) => scene.withdraw(...scene.proposals)],
    ["taken back by hand", (scene) => scene.propose(mara, (page) => page.takeBack("delete"))],
  ])("[VD3] stays %s when words come back that were deleted before", (_how, end) => {
    const { scene, undo } = emptiedByItsAuthor();
    end(scene);
    undo();
    expect(scene.told).toEqual(['Mara insert "" "sixty"']);
    expect(scene.agreed).toEqual(["within ninety days", "Term."]);
  });

  test("[VD3] stays rejected also where it was rejected right behind the change that words come back from", () => {
    const scene = new Scene(paragraph("within ninety days"));
    scene.propose(mara, (page) => page.strike("ninety ", 0));
    const { undo } = scene.editAndUndo((page) => page.text(0).delete(7, 4));
    expect(scene.told).toEqual(['Mara delete "ty " ""']);
    scene.reject(...scene.proposals);
    undo();
    expect(scene.told).toEqual([]);
  });
});

test("[VD1] whoever reads the log again has the same", () => {
  const scene = replaced();
  const { undo } = scene.editAndUndo((page) => page.text(0).delete(13, 5));
  undo();
  cut(scene, "sixty");
  const again = DocumentReplica.open(null, scene.rows);
  const { ydoc, attribution, lineage, pending } = again;
  expect(listProposals({ ...scene.document, ydoc, attribution, lineage, pending })).toEqual([]);
  expect(Buffer.from(again.save().index)).toEqual(Buffer.from(scene.replica.save().index));
});

test("[LI2] a paragraph that comes and goes in one message, as with Enter and Backspace offline, is taken while something waits", () => {
  const scene = new Scene(paragraph("One two."), paragraph("Three."));
  scene.propose(mara, (page) => page.strike("two", 0));
  const before = scene.told;
  const { page, send } = scene.open(lin, false);
  // A page with undo keeps what it deletes.
  const undo = new ExactUndoManager(page.fragment);
  send("typed", () => {
    page.ydoc.transact(() => page.fragment.insert(1, [new Y.XmlElement("paragraph")]));
    page.ydoc.transact(() => page.fragment.delete(1, 1));
  });
  undo.destroy();
  expect(scene.agreed).toEqual(["One two.", "Three."]);
  expect(scene.told).toEqual(before);
  expect(before.length).toBe(1);
});
