import { must, seededRandom } from "@parley/base";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { UnknownContentError, childElements, childrenOf } from "./read-content.ts";

function paragraph(): Y.XmlElement {
  return new Y.XmlElement("paragraph");
}

test.each([1, 2, 3])(
  "the blocks that are kept are those of the document, also within changes and while they are told of (seed %i)",
  (seed) => {
    const random = seededRandom(seed);
    const [ydoc, other] = [new Y.Doc(), new Y.Doc()];
    const fragment = ydoc.getXmlFragment("default");
    const agree = (): void => expect(childrenOf(fragment)).toEqual(fragment.toArray());
    let nested = 0;
    const change = (target: Y.XmlFragment): void => {
      if (target.length > 0 && random.int(3) === 0) target.delete(random.int(target.length), 1);
      else target.insert(random.int(target.length + 1), [paragraph()]);
    };
    fragment.observeDeep(agree);
    ydoc.on("beforeTransaction", agree);
    ydoc.on("update", agree);
    ydoc.on("afterTransaction", () => {
      agree();
      // Whoever hears of a change may make another one.
      if (nested++ % 3 === 0 && nested < 200)
        ydoc.transact(() => {
          change(fragment);
          agree();
        });
      agree();
    });
    for (let step = 0; step < 60; step++) {
      if (random.int(4) === 0) {
        Y.applyUpdate(other, Y.encodeStateAsUpdate(ydoc));
        change(other.getXmlFragment("default"));
        Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(other));
      } else
        ydoc.transact(() => {
          agree();
          change(fragment);
          agree();
          if (fragment.length > 0) must(childElements(fragment)[0], "there is one").setAttribute("style", "heading");
          change(fragment);
          agree();
        });
      agree();
      expect(childrenOf(fragment)).toBe(childrenOf(fragment));
    }
    expect(fragment.length).toBeGreaterThan(5);
  },
);

test("what is no block stops whoever asks for blocks, again and again", () => {
  const fragment = new Y.Doc().getXmlFragment("default");
  fragment.insert(0, [paragraph(), new Y.XmlText("loose words")]);
  for (let time = 0; time < 2; time++) expect(() => childElements(fragment)).toThrow(UnknownContentError);
});
