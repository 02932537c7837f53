import { expect, test } from "vitest";
import * as Y from "yjs";
import { newMentions } from "./new-mentions.ts";
import { Scene } from "./story-scene.ts";

const [mei, osei] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];

class Desk extends Scene {
  mention(index: number, at: number, name: string, personId: string): number {
    return this.act(() => this.text(index).insert(at, `@${name}`, { mention: { personId } }));
  }

  mentioned(...seqs: number[]): unknown[] {
    const { replica } = this;
    return newMentions(replica, 1, replica.seq, (seq) => seqs.length === 0 || seqs.includes(seq)).map(
      ({ personId, seq, text }) => [personId, seq, text],
    );
  }
}

test("whoever is mentioned is found with the row and the paragraph, as long as the mention stands", () => {
  const desk = new Desk("Ask ", "And ");
  const first = desk.mention(0, 4, "Mei", mei);
  const second = desk.mention(1, 4, "Osei", osei);
  desk.act(() => desk.text(0).insert(8, " about it", { mention: null }));
  expect(desk.mentioned()).toEqual([
    [mei, first, "Ask @Mei about it"],
    [osei, second, "And @Osei"],
  ]);
  expect(desk.mentioned(second)).toEqual([[osei, second, "And @Osei"]]);
  desk.act(() => desk.text(0).delete(0, 8));
  expect(desk.mentioned()).toEqual([[osei, second, "And @Osei"]]);
});

test("a mention that is moved with its paragraph, or formatted, mentions nobody anew", () => {
  const desk = new Desk("Ask somebody: ", "Second paragraph");
  desk.mention(0, 14, "Mei", mei);
  const moved = desk.act(() => {
    desk.fragment.delete(0, 1);
    const element = new Y.XmlElement("paragraph");
    const words = new Y.XmlText();
    element.insert(0, [words]);
    desk.fragment.insert(1, [element]);
    words.insert(0, "Ask somebody: ", {});
    words.insert(14, "@Mei", { mention: { personId: mei } });
  });
  const bold = desk.act(() => desk.text(1).format(0, 18, { bold: {} }));
  expect(desk.mentioned(moved, bold)).toEqual([]);
});
