import { PROPOSALS_NAME } from "@parley/document";
import type * as Y from "yjs";
import { describe, expect, test } from "vitest";
import { type Page, Scene, mara, osei, paragraph } from "./negotiation-scene.ts";
import { createShrinkRows } from "./shrink-rows.ts";

/** After each of some rows, whether the first proposal has lost something since `seen`. */
function shrunk(scene: Scene, seen: number): number[] {
  const [first] = scene.of(mara);
  if (!first) throw new Error("nothing is proposed");
  return createShrinkRows({ ...scene.document, ...scene.past }, seen)(first);
}

/** Mara proposes something in turn on one page; what was taken out after `seen` of the first proposal that is left. */
function proposed(...tasks: readonly ((page: Page) => void)[]): { scene: Scene; rows: (seen: number) => number[] } {
  const scene = new Scene(paragraph("The fee is 100 euros."), paragraph("Payable in 30 days."));
  scene.proposeInTurn(mara, ...tasks);
  return { scene, rows: (seen) => shrunk(scene, seen) };
}

const records = (page: Page): Y.Map<unknown> => page.ydoc.getMap(PROPOSALS_NAME);
/** Proposes to delete words of the first paragraph. */
const strike = (page: Page, name: string, words: string): void => {
  const text = page.text(0);
  const ids = page.ids(text, text.toString().indexOf(words), words.length);
  records(page).set(`${mara}:${name}`, { do: "delete", ids });
};

const amend = (page: Page): void => page.text(0).insert(20, " net of all taxes");

describe("the rows that took something out of a proposal", () => {
  test("are none while it only grows", () => {
    const { rows } = proposed(amend, (page) => page.text(0).insert(37, " due"));
    expect(rows(2)).toEqual([]);
  });

  test.each<[string, (page: Page) => void]>([
    ["the end of its words", (page) => page.text(0).delete(24, 13)],
    ["words from its middle", (page) => page.text(0).delete(24, 7)],
    ["its beginning", (page) => page.text(0).delete(20, 5)],
  ])("hold the row that took %s, until the reader has seen it", (_what, shorten) => {
    const { rows } = proposed(amend, shorten);
    expect([rows(2), rows(3)]).toEqual([[3], []]);
  });

  test("hold nothing of what came and went unseen, nor of what went from another proposal", () => {
    const { scene, rows } = proposed(
      amend,
      (page) => page.text(0).insert(37, " due"),
      (page) => page.text(0).delete(37, 4),
      (page) => page.text(0).insert(3, " whole"),
    );
    expect(rows(2)).toEqual([]);
    scene.propose(osei, (page) => page.text(1).insert(0, "All is "));
    scene.edit((page) => page.text(0).delete(0, 3));
    expect(rows(2)).toEqual([]);
  });

  test("hold nothing of what stands elsewhere, or went from another one, also one that stands beside it", () => {
    const two = proposed(
      (page) => {
        amend(page);
        page.text(0).insert(3, " whole");
      },
      (page) => page.text(0).delete(30, 7),
    );
    expect(two.rows(2)).toEqual([]);
    const beside = proposed(amend);
    beside.scene.propose(osei, (page) => page.text(0).insert(37, " and duties"));
    beside.scene.propose(osei, (page) => page.text(0).delete(37, 4));
    expect([beside.scene.of(osei).length, beside.rows(3)]).toEqual([1, []]);
    const { scene, rows } = proposed(amend);
    scene.edit((page) => {
      const rest = page.text(0).toString().slice(24);
      page.text(0).delete(24, rest.length);
      page.insertParagraph(1, rest);
    });
    expect([scene.of(mara).map(({ insertedText }) => insertedText), rows(2)]).toEqual([[" net", " of all taxes"], []]);
  });

  test("hold the row that let words stay which it proposed to delete", () => {
    const { rows } = proposed(
      (page) => {
        strike(page, "1", "100");
        strike(page, "2", " euros");
      },
      (page) => records(page).delete(`${mara}:2`),
    );
    expect([rows(2), rows(3)]).toEqual([[3], []]);
  });

  test("hold the row that left only the deletion of a replacement", () => {
    const { rows } = proposed(
      (page) => {
        strike(page, "1", "100");
        page.text(0).insert(14, "120");
      },
      (page) => page.text(0).delete(14, 3),
    );
    expect(rows(2)).toEqual([3]);
  });

  test("hold the row that took one of its paragraphs, or words out of one", () => {
    const two = (page: Page): void => {
      page.insertParagraph(2, "See the terms.");
      page.insertParagraph(3, "And the annex.");
    };
    const whole = proposed(two, (page) => page.fragment.delete(3, 1));
    expect(whole.rows(2)).toEqual([3]);
    const words = proposed(two, (page) => page.text(3).delete(3, 4));
    expect([words.rows(2), words.rows(3)]).toEqual([[3], []]);
  });
});
