import { describe, expect, test } from "vitest";
import { type DirectChange, findEmptied } from "./index.ts";
import { Scene, lin, mara, osei, paragraph } from "./negotiation-scene.ts";

/** What the newest row made void, and how often the past was asked for it. */
function lookAt(scene: Scene): { emptied: number; asked: number } {
  let asked = 0;
  const { attribution, seq } = scene.replica;
  const document = {
    ...scene.decided,
    standings: (range: Parameters<typeof scene.decided.standings>[0]) => {
      asked += 1;
      return scene.decided.standings(range);
    },
  };
  const madeBy: DirectChange["madeBy"] = () => ({ personId: lin, kind: "typed" });
  const deleted = attribution.goneBetween(seq - 1, seq);
  return { emptied: findEmptied(document, { seq, by: lin, deleted, madeBy }).length, asked };
}

describe("[VD1] where what a change took is not all of a proposal", () => {
  const many = (): Scene => {
    const scene = new Scene(...Array.from({ length: 40 }, () => paragraph("The fee is due.")));
    scene.propose(mara, (page) => page.text(0).insert(4, "annual "));
    scene.propose(osei, (page) => {
      for (let at = 0; at < 40; at++) page.strike("fee", at);
    });
    return scene;
  };

  test.each([
    ["the first letter of", 4, 1],
    ["a letter within", 6, 2],
    ["the last letters of", 8, 3],
  ])("the document is not read for %s words that wait", (_, index, count) => {
    const scene = many();
    scene.edit((page) => page.text(0).delete(index, count));
    const { emptied, asked } = lookAt(scene);
    expect(emptied).toBe(0);
    expect(asked).toBeLessThan(10);
    expect(scene.emptied).toEqual([]);
  });

  test("nor for a part of what records are about", () => {
    const scene = many();
    scene.edit((page) => page.text(7).delete(4, 2));
    expect(lookAt(scene)).toEqual({ emptied: 0, asked: expect.toSatisfy((asked: number) => asked < 10) });
  });

  test("but what took all of one is found, letter by letter or at once", () => {
    const scene = many();
    for (let at = 0; at < 7; at++) scene.edit((page) => page.text(0).delete(4, 1));
    scene.edit((page) => page.text(7).delete(4, 3));
    expect(scene.emptied).toEqual(['Mara insert "" "annual "', 'Osei delete "fee" ""']);
    expect(scene.told.filter((each) => each.startsWith("Mara"))).toEqual([]);
  });
});
