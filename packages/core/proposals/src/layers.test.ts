import { describe, expect, test } from "vitest";
import { type Page, Scene, mara, osei, paragraph, yara } from "./negotiation-scene.ts";

/** Mara proposes 90 instead of 100; Osei answers with 95. */
function countered(): Scene {
  const scene = new Scene(paragraph("The price is 100 euros."));
  scene.propose(mara, (page) => {
    page.delete(0, 13, 3);
    page.text(0).insert(16, "90");
  });
  const [client = 0, clock = 0] = (scene.of(mara)[0]?.id ?? "").split("-").map(Number);
  scene.propose(osei, (page) => {
    page.record({ do: "delete", ids: page.ids(page.text(0), 13, 3), group: "g" });
    page.text(0).insert(18, "95");
    page.record({ do: "counter", to: [client, clock], ids: page.ids(page.text(0), 18, 2), group: "g" });
  });
  return scene;
}

const told = ['Mara replace "100" "90"', 'Osei replace "100" "95"'];
const alternative = (scene: Scene): string | undefined => scene.of(osei)[0]?.id;

describe("words in somebody's alternative", () => {
  test.each([
    ["typed inside it", (page: Page): void => page.text(0).insert(19, "4.")],
    ["typed right behind it", (page: Page): void => page.text(0).insert(20, "0")],
  ])("[PR7] are a proposal of their own when %s, and require it", (_where, type) => {
    const scene = countered();
    scene.propose(mara, type);
    expect(scene.told).toEqual([
      ...told.slice(0, 1),
      expect.stringMatching("Osei"),
      expect.stringMatching("Mara insert"),
    ]);
    const [older, typed] = scene.of(mara);
    expect(typed?.requires).toEqual([alternative(scene)]);
    expect(older?.requires).toEqual([]);
  });

  test("[PR7] replace its words as one proposal beside the older one", () => {
    const scene = countered();
    scene.propose(mara, (page) => {
      page.delete(0, 19, 1);
      page.text(0).insert(20, "3");
    });
    scene.propose(mara, (page) => page.text(0).insert(21, "0"));
    expect(scene.told).toEqual([...told, 'Mara replace "5" "30"']);
    expect(scene.of(mara).map(({ requires }) => requires)).toEqual([[], [alternative(scene)]]);
    expect(scene.accept(...scene.of(osei), ...scene.of(mara).slice(1))).toEqual(["The price is 930 euros."]);
    expect(scene.told).toEqual([]);
  });

  test("[PR7] [RV3] go with it when another alternative is accepted, and an acceptance says whether they were seen", () => {
    const scene = countered();
    const [before] = scene.of(mara);
    scene.propose(yara, (page) => page.text(0).insert(19, "4."));
    const [after] = scene.of(mara);
    expect(after?.digest).not.toBe(before?.digest);
    expect(scene.accept(...scene.of(mara))).toEqual(["The price is 90 euros."]);
    expect(scene.told).toEqual([]);
  });

  test("[PR7] [RV2] are in no view that takes another alternative", () => {
    const scene = countered();
    scene.propose(yara, (page) => page.text(0).insert(19, "4."));
    const [newest, older] = [scene.of(osei), scene.of(mara)];
    expect(scene.accept(...older, ...newest, ...scene.of(yara))).toEqual(["The price is 94.5 euros."]);
  });

  test("[PR7] belong to what their author goes on writing at its own place", () => {
    const scene = countered();
    scene.propose(mara, (page) => page.text(0).insert(18, "0"));
    expect(scene.told).toEqual(['Mara replace "100" "900"', 'Osei replace "100" "95"']);
  });
});

test("[PR7] words typed inside what somebody else proposes require it", () => {
  const scene = new Scene(paragraph("fee"));
  scene.propose(mara, (page) => page.text(0).insert(0, "annual "));
  scene.propose(osei, (page) => page.text(0).insert(6, " net"));
  expect(scene.told).toEqual(['Mara insert "" "annual "', 'Osei insert "" " net"']);
  expect(scene.of(osei)[0]?.requires).toEqual([scene.of(mara)[0]?.id]);
  expect(scene.of(mara)[0]?.requires).toEqual([]);
});

test("[PR7] who replaces agreed words along with another's needs nothing of the other's", () => {
  const scene = new Scene(paragraph("The price is due."));
  scene.propose(osei, (page) => page.text(0).insert(9, " total"));
  scene.propose(mara, (page) => {
    page.delete(0, 4, 11);
    page.text(0).insert(15, "fee");
  });
  expect(scene.told).toEqual(['Mara replace "price total" "fee"', 'Osei insert "" " total"']);
  expect(scene.of(mara)[0]?.requires).toEqual([]);
});

// Going through all that stands around each of them would take as long as their number times itself.
test("[PR7] thousands of insertions in one another are listed in a moment, and what somebody else puts inside builds on them", () => {
  const scene = new Scene(paragraph("()"));
  const depth = 12_000;
  scene.propose(mara, (page) => {
    for (let at = 0; at < depth; at++) page.text(0).insert(1 + at, "ab");
  });
  scene.propose(osei, (page) => page.text(0).insert(1 + depth, "of Osei"));
  scene.propose(mara, (page) => page.text(0).insert(4 + depth, "mine"));
  const [outer, inner] = scene.of(mara);
  expect(scene.of(osei)[0]?.requires).toEqual([outer?.id]);
  expect(inner?.requires).toEqual(scene.of(osei).map(({ id }) => id));
});
