import { expect, test } from "vitest";
import { PARAGRAPH_BREAK, type Verdict } from "./index.ts";
import { type Page, Scene, mara, osei, paragraph, table, yara } from "./negotiation-scene.ts";

test.each(["reject", "withdraw"] as const)(
  "[TB6] words of a row that was removed in part wait again to be deleted, whatever became of the rest since (%s)",
  (verdict) => {
    const scene = new Scene(table(["a", "b"], ["fee", "ten"]));
    const removal = scene.begin(mara, true, (page) => page.remove(page.block(0, 1)));
    scene.edit((page) => page.text(0, 1, 0, 0).insert(3, "s"));
    scene.propose(yara, (page) => page.strike("s", 0, 1, 0, 0));
    removal();
    const [before] = scene.of(mara);
    expect(scene.accept(...scene.of(mara))).toEqual(["a | b", "s | "]);
    const decision = scene.last;
    scene.decide(verdict, scene.of(mara));
    expect(scene.takeBack(decision)).toEqual(["a | b", "fees | ten"]);
    const again = scene.of(mara);
    expect(again.map(({ kind, deletedText, firstSeq }) => [kind, deletedText, firstSeq])).toEqual([
      ["delete", `fee${PARAGRAPH_BREAK}ten`, before?.firstSeq],
    ]);
    expect(scene.accept(...again)).toEqual(["a | b", "s | "]);
  },
);

/** Osei proposes something; Mara's deletion of the first word is accepted, then his is decided on, and that of Mara's is taken back. */
function takenBack(
  verdict: Verdict,
  propose: (page: Page) => void,
): { scene: Scene; agreed: ReturnType<Scene["takeBack"]> } {
  const scene = new Scene(paragraph("within thirty days"));
  scene.propose(osei, propose);
  scene.propose(mara, (page) => page.strike("within ", 0));
  scene.accept(...scene.of(mara));
  const decision = scene.last;
  scene.decide(verdict, scene.of(osei));
  return { scene, agreed: scene.takeBack(decision) };
}

test.each(["reject", "withdraw"] as const)(
  "[TB6] somebody else's deletion of words that are back waits again there, after %s of the rest",
  (verdict) => {
    const { scene, agreed } = takenBack(verdict, (page) => page.strike("within thirty", 0));
    expect(agreed).toEqual(["within thirty days"]);
    expect(scene.told).toEqual(['Osei delete "within " ""', 'Mara delete "within " ""']);
  },
);

test.each(["accept", "reject"] as const)("[TB6] and so do their looks, after %s of the rest", (verdict) => {
  const { scene } = takenBack(verdict, (page) =>
    page.record({ do: "format", ids: page.ids(page.text(0), 0, 13), mark: "bold", value: {} }),
  );
  const [format] = scene.of(osei);
  expect(scene.of(osei).map(({ kind }) => kind)).toEqual(["format"]);
  scene.reject(...scene.of(mara));
  scene.accept(...scene.of(osei));
  expect(format?.records.map(({ record }) => "ids" in record && record.ids[0]?.[2])).toEqual([7]);
});

test.each(["reject", "withdraw"] as const)(
  "[TB2] [TB6] where they were to be replaced, and the rest was decided on (%s), nothing is taken back",
  (verdict) => {
    const { scene, agreed } = takenBack(verdict, (page) => {
      page.strike("within thirty", 0);
      page.text(0).insert(13, "in ten");
    });
    expect(agreed).toBe("changed");
    expect(scene.proposals).toEqual([]);
  },
);

test("[TB6] what its author goes on proposing of the same words waits once", () => {
  const scene = new Scene(paragraph("within thirty days"));
  scene.propose(osei, (page) => page.strike("within thirty", 0));
  scene.propose(mara, (page) => page.strike("within ", 0));
  scene.accept(...scene.of(mara));
  scene.takeBack();
  expect(scene.told).toEqual(['Osei delete "within thirty" ""', 'Mara delete "within " ""']);
});
