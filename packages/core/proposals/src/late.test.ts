import { PROPOSALS_NAME } from "@parley/document";
import { describe, expect, test } from "vitest";
import { Scene, mara, osei, paragraph } from "./negotiation-scene.ts";

const contract = (): Scene => new Scene(paragraph("within ninety days"), paragraph("Term."));
const cut = (scene: Scene, words: string): void =>
  scene.edit((page) => page.text(0).delete(page.text(0).toString().indexOf(words), words.length));

describe("what arrives when all that it is about is gone", () => {
  test("[VD6] is void with its words as they were", () => {
    const scene = contract();
    const send = scene.begin(osei, true, (page) => page.strike("ninety ", 0));
    cut(scene, "ninety ");
    send();
    expect(scene.told).toEqual([]);
    expect(scene.emptied).toEqual(['Osei delete "ninety " ""']);
    expect(scene.agreed).toEqual(["within days", "Term."]);
  });

  test("[VD6] is void whole, though the words went in several goes", () => {
    const scene = contract();
    const send = scene.begin(osei, true, (page) => page.strike("ninety ", 0));
    cut(scene, "nine");
    cut(scene, "ty ");
    send();
    expect(scene.emptied).toEqual(['Osei delete "ninety " ""']);
  });

  test("[VD6] is void where it would remove or join a paragraph", () => {
    const scene = contract();
    const remove = scene.begin(osei, true, (page) => page.remove(page.block(1)));
    const join = scene.begin(mara, true, (page) => page.join(page.block(1), page.block(0)));
    scene.edit((page) => page.fragment.delete(1, 1));
    remove();
    join();
    expect(scene.told).toEqual([]);
    expect(scene.emptied).toEqual(['Osei remove "Term.\\n" ""', 'Mara join "" ""']);
  });

  test("[VD6] waits again when the words come back with an undo", () => {
    const scene = contract();
    const send = scene.begin(osei, true, (page) => page.strike("ninety ", 0));
    const { undo } = scene.editAndUndo((page) => page.text(0).delete(7, 7));
    send();
    expect(scene.told).toEqual([]);
    undo();
    expect(scene.told).toEqual(['Osei delete "ninety " ""']);
    expect(scene.accept(...scene.proposals)).toEqual(["within days", "Term."]);
  });

  test("[VD6] leaves waiting what its author had beside it, and says nothing of that", () => {
    const scene = contract();
    scene.propose(osei, (page) => page.text(0).insert(7, "about "));
    const send = scene.begin(osei, true, (page) => page.strike("days", 0));
    cut(scene, " days");
    send();
    expect(scene.told).toEqual(['Osei insert "" "about "']);
    expect(scene.emptied).toEqual(['Osei delete "days" ""']);
  });
});

describe("what arrived late and was ended by somebody since", () => {
  test.each<[string, (scene: Scene) => void]>([
    ["rejected right behind", (scene) => scene.reject(...scene.proposals)],
    ["taken back by hand", (scene) => scene.propose(osei, (page) => page.takeBack("delete"))],
  ])("[VD6] [VD3] waits no more when its words come back, where it was %s", (_how, end) => {
    const scene = contract();
    scene.propose(osei, (page) => page.text(0).insert(7, "about "));
    const send = scene.begin(osei, true, (page) => page.strike("ninety ", 0));
    const { undo } = scene.editAndUndo((page) => page.text(0).delete(13, 7));
    send();
    expect(scene.emptied).toEqual([]);
    end(scene);
    undo();
    expect(scene.told.filter((each) => each.includes("ninety"))).toEqual([]);
  });
});

describe("what is not void when it arrives", () => {
  test("[VD6] is what still has something to do", () => {
    const scene = contract();
    const send = scene.begin(osei, true, (page) => page.strike("ninety ", 0));
    cut(scene, "nine");
    send();
    expect(scene.told).toEqual(['Osei delete "ty " ""']);
    expect(scene.emptied).toEqual([]);
  });

  test("[VD6] [VD5] is what puts words in: they say themselves that they replace nothing", () => {
    const scene = contract();
    const send = scene.begin(osei, true, (page) => {
      page.strike("ninety", 0);
      page.text(0).insert(13, "eighty");
    });
    cut(scene, "ninety");
    send();
    expect(scene.told).toEqual(['Osei insert "" "eighty"']);
    expect(scene.emptied).toEqual([]);
  });

  test("[VD6] is what its author takes back right away: an undo of the deletion brings nothing back", () => {
    const scene = contract();
    scene.propose(osei, (page) => page.strike("ninety ", 0));
    scene.propose(osei, (page) => page.ydoc.getMap(PROPOSALS_NAME).clear());
    const { undo } = scene.editAndUndo((page) => page.text(0).delete(7, 7));
    undo();
    expect([scene.told, scene.emptied]).toEqual([[], []]);
  });
});
