/** Whose words are that somebody only proposes, whatever they say of them. */
import { readTextSpans } from "@parley/history";
import { describe, expect, test } from "vitest";
import type { RecordRange } from "@parley/document";
import { proposalGate } from "./gate.ts";
import { type Page, Scene, mara, osei, paragraph } from "./negotiation-scene.ts";

/** What stands, with the row that wrote each part first. */
const written = ({ replica }: Scene): [text: string, seq: number][] =>
  readTextSpans(replica, { deleted: false }).map(({ text, insertedSeq }) => [text, insertedSeq]);

/** Mara writes a paragraph of her own at the end, and says that she moved it there. Of what she says to have moved she strikes some. */
function pretend(
  scene: Scene,
  words: string,
  from: (page: Page) => readonly RecordRange[],
  struck: (page: Page) => readonly RecordRange[] = from,
): void {
  scene.guarded(
    (document) => proposalGate(document, mara),
    () =>
      scene.propose(mara, (page) => {
        const at = page.fragment.length;
        const strikes = struck(page);
        if (strikes.length > 0) page.record({ do: "delete", ids: strikes });
        const moved = from(page);
        page.insertParagraph(at, words);
        page.record({ do: "move", from: moved, to: page.ids(page.text(at)) });
      }),
  );
}

describe("who only proposes", () => {
  test("[LI8] puts no sentence together, in the name of whoever wrote them, from words that they say to move", () => {
    const agreed = "The supplier delivers within thirty days, and must not be paid before the end of five months.";
    const scene = new Scene(paragraph(agreed));
    pretend(scene, "The supplier must be paid before five days.", (page) => page.ids(page.text(0)));
    const lins = written(scene)
      .slice(1)
      .flatMap(([text, seq]) => (seq === 1 ? [text] : []));
    // What is a copy is a part of eight characters or more.
    expect(lins).toEqual(["The supplier ", "t be paid before "]);
    const letters = new Scene(paragraph("the quick brown fox jumps over the lazy dog and pays nothing"));
    pretend(letters, "over and out, we go bankrupt", (page) => page.ids(page.text(0)));
    expect(written(letters).at(-1)).toEqual(["over and out, we go bankrupt", 2]);
  });

  test("[LI8] moves short paragraphs whole, and they stay whose they were", () => {
    const scene = new Scene(paragraph("Fee"), paragraph("100"));
    pretend(scene, "Fee", (page) => page.ids(page.text(0)));
    expect(written(scene).at(-1)).toEqual(["Fee", 1]);
    pretend(scene, "Fe", (page) => page.ids(page.text(0), 0, 2));
    expect(written(scene).at(-1)).toEqual(["Fe", 3]);
  });

  test("[LI8] moves what they propose to delete: what they only say to move is theirs", () => {
    const agreed = "The supplier delivers within thirty days.";
    const half = new Scene(paragraph(agreed));
    const first = (page: Page): RecordRange[] => page.ids(page.text(0), 0, 22);
    pretend(half, agreed, (page) => page.ids(page.text(0)), first);
    expect(written(half).slice(1)).toEqual([
      ["The supplier delivers ", 1],
      ["within thirty days.", 2],
    ]);
    const none = new Scene(paragraph(agreed));
    pretend(
      none,
      agreed,
      (page) => page.ids(page.text(0)),
      () => [],
    );
    expect(written(none).at(-1)).toEqual([agreed, 2]);
    // What somebody else strikes is no move of hers.
    const others = new Scene(paragraph(agreed));
    others.propose(osei, (page) => page.record({ do: "delete", ids: page.ids(page.text(0)) }));
    pretend(
      others,
      agreed,
      (page) => page.ids(page.text(0)),
      () => [],
    );
    expect(written(others).at(-1)).toEqual([agreed, 3]);
  });

  test("[LI7] [LI8] learns by no guess what was deleted, also when they say to move it", () => {
    const scene = new Scene(paragraph("The price is four thousand euros."));
    const from = scene.page.ids(scene.page.text(0), 13, 13);
    scene.edit((page) => page.text(0).delete(13, 13));
    pretend(scene, "four thousand", () => from);
    expect(written(scene).at(-1)).toEqual(["four thousand", 3]);
  });

  test("[LI7] learns by no guess what somebody else had proposed and taken back, or what was agreed on and deleted", () => {
    const scene = new Scene(paragraph("The price is euros."));
    scene.propose(osei, (page) => page.text(0).insert(13, "four thousand "));
    scene.propose(osei, (page) => page.text(0).delete(13, 14));
    scene.propose(osei, (page) => page.text(0).insert(0, "Eight hundred. "));
    scene.accept(...scene.proposals);
    scene.edit((page) => page.text(0).delete(0, 15));
    scene.propose(mara, (page) => page.text(0).insert(13, "four thousand "));
    scene.propose(mara, (page) => page.text(0).insert(0, "Eight hundred. "));
    expect(written(scene)).toEqual([
      ["Eight hundred. ", 8],
      ["The price is ", 1],
      ["four thousand ", 7],
      ["euros.", 1],
    ]);
  });
});

test("[LI8] who edits moves by deleting: what they write at once and say to move is theirs", () => {
  const agreed = "The supplier delivers within thirty days.";
  const scene = new Scene(paragraph(agreed));
  scene.edit((page) => {
    const from = page.ids(page.text(0));
    page.record({ do: "delete", ids: from });
    page.insertParagraph(1, agreed);
    page.record({ do: "move", from, to: page.ids(page.text(1)) });
  });
  expect(written(scene)).toEqual([
    [agreed, 1],
    [agreed, 2],
  ]);
});
