import { expect, test, vi } from "vitest";
import type { EditorView } from "@tiptap/pm/view";
import { Scene } from "../proposing/proposing-scene.ts";
import { findKey, findPlugin, replaceAll, replaceCurrent } from "./find-plugin.ts";

const LINE =
  "The Customer pays; if the Customer or a customer's affiliate is late, the Customer owes interest to each Customer.";

/** Without a page there is nothing to bring into sight. */
vi.stubGlobal("Element", class {});
const noElement = { parentElement: null };

/** Mara proposes in an agreed line, and has searched. */
function searched(query: string): { scene: Scene; view: EditorView } {
  const scene = new Scene({ blocks: [{ type: "paragraph", runs: [{ text: LINE }] }] });
  const { mara } = scene;
  mara.state = mara.state.reconfigure({ plugins: [...mara.state.plugins, findPlugin()] });
  mara.dispatch(mara.state.tr.setMeta(findKey, { query, matchCase: true, current: 0 }));
  return {
    scene,
    view: Object.assign(mara, { editable: true, domAtPos: () => ({ node: noElement }) }) as unknown as EditorView,
  };
}

const told = ({ proposals }: Scene): string[] =>
  proposals.map(({ deletedText, insertedText }) => `${deletedText} > ${insertedText}`);

test("replacing all proposes each place for itself, whole words and nothing between them", () => {
  const { scene, view } = searched("Customer");
  expect(replaceAll(view, "Client", { stopCapturing: () => undefined })).toBe(4);
  expect(scene.proposed).toContain(LINE.replaceAll("Customer", "Client"));
  expect(told(scene)).toEqual(Array.from({ length: 4 }, () => "Customer > Client"));
});

test("replacing one place proposes its whole words, also where old and new ones begin alike", () => {
  const { scene, view } = searched("Customer");
  replaceCurrent(view, "Consumer");
  expect(scene.proposed).toContain(LINE.replace("Customer", "Consumer"));
  expect(told(scene)).toEqual(["Customer > Consumer"]);
});

test("places that read so already are not proposed", () => {
  const { scene, view } = searched("Customer");
  expect(replaceAll(view, "Customer", { stopCapturing: () => undefined })).toBe(0);
  expect(scene.proposals).toEqual([]);
});
