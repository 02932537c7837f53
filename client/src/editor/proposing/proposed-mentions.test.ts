import { type BlockContent, contentText } from "@parley/document";
import { proposedView, readView } from "@parley/proposals";
import type { EditorView } from "@tiptap/pm/view";
import { expect, test } from "vitest";
import { type OwnUndo, createOwnUndo } from "../binding/own-undo.ts";
import { insertMention } from "../trigger/mention-command.ts";
import { Scene, osei } from "./proposing-scene.ts";

function undoIn(scene: Scene): OwnUndo {
  const undo = createOwnUndo(scene.mara.binding, () => scene.own);
  undo.plugin.spec.view?.(scene.mara as unknown as EditorView);
  return undo;
}

/** Words that would be mentions once everything is accepted, with who is mentioned. */
function mentions(scene: Scene): string[] {
  const runs = (block: BlockContent) => (block.type === "paragraph" ? block.runs : []);
  return readView(scene.document, proposedView).blocks.flatMap((block) =>
    runs(block).flatMap(({ text, marks }) =>
      marks?.["mention"] ? [`${text} ${String(marks["mention"]["personId"])}`] : [],
    ),
  );
}

const told = (scene: Scene): unknown => [
  scene.proposals.map(({ kind, records }) => [kind, records.map(({ record }) => record.do)]),
  mentions(scene),
  contentText(readView(scene.document, proposedView)).split("\n")[0],
];

test.each(["Osei", "李"])(
  "undo of the erasure of a proposed mention of %s brings it back as a mention, and redo takes it away again",
  (name) => {
    const scene = new Scene();
    const { mara } = scene;
    const undo = undoIn(scene);
    mara.caret(0, 4);
    mara.run(insertMention({ id: osei, name }));
    const whole = told(scene);
    expect(mentions(scene)).toEqual([`@${name} ${osei}`]);
    undo.stopCapturing();
    scene.erase(name.length + 2);
    const gone = told(scene);
    expect(gone).toEqual([[], [], "The price is 100 euros."]);
    scene.tellList();
    undo.undo();
    expect(told(scene)).toEqual(whole);
    undo.redo();
    expect(told(scene)).toEqual(gone);
    undo.undo();
    expect(told(scene)).toEqual(whole);
    undo.undo();
    expect(told(scene)).toEqual(gone);
  },
);
