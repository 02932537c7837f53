import { describe, expect, test } from "vitest";
import { recordLimits } from "./record-limits.ts";
import { Scene, mara, paragraph } from "./negotiation-scene.ts";

const count = 300;

describe("[TB1] a large decision that is taken back", () => {
  test("brings back hundreds of proposed paragraphs that were rejected", () => {
    const scene = new Scene(paragraph("One."), paragraph("Last."));
    scene.propose(mara, (page) => {
      for (let at = 1; at <= count; at++) page.insertParagraph(at, `Number ${at}.`);
    });
    const { told, proposed } = scene;
    expect(scene.reject(...scene.proposals)).toEqual(["One.", "Last."]);
    expect(scene.takeBack()).toEqual(["One.", "Last."]);
    expect([scene.told, scene.proposed]).toEqual([told, proposed]);
    expect(scene.proposed).toHaveLength(count + 2);
  });

  test("brings back hundreds of paragraphs whose removal was accepted, and that their removal waits", () => {
    const scene = new Scene(...Array.from({ length: count + 1 }, (_, at) => paragraph(`Number ${at}.`)));
    scene.propose(mara, (page) => {
      for (let at = 1; at <= count; at++) page.remove(page.block(at), "all");
    });
    const { agreed, told } = scene;
    expect(scene.accept(...scene.proposals)).toEqual(["Number 0."]);
    expect(scene.takeBack()).toEqual(agreed);
    expect(scene.told).toEqual(told);
  });

  test("brings back thousands of looks and deleted words of one paragraph", () => {
    const scene = new Scene(paragraph("abcdefghij".repeat(3_000)));
    scene.propose(mara, (page) => {
      const [[client, clock] = [0, 0]] = page.ids(page.text(0));
      for (let at = 0; at < 3_000; at++) {
        const ids = [[client, clock + 10 * at, 2]] as const;
        page.record(at % 2 === 0 ? { do: "delete", ids } : { do: "format", ids, mark: "bold", value: {} });
      }
    });
    const { agreed } = scene;
    scene.accept(...scene.proposals);
    expect(scene.takeBack()).toEqual(agreed);
    expect(scene.proposals).toHaveLength(3_000);
  });

  test("brings back words of hundreds of looks side by side, in their order", () => {
    const scene = new Scene(paragraph("One. Two."));
    scene.propose(mara, (page) => {
      const text = page.text(0);
      for (let at = 0; at < count; at++) text.insert(4 + 2 * at, "ab", at % 2 === 0 ? { bold: {} } : { italic: {} });
    });
    const { told, proposed } = scene;
    scene.reject(...scene.proposals);
    expect(scene.takeBack()).toEqual(["One. Two."]);
    expect([scene.told, scene.proposed]).toEqual([told, proposed]);
  });
});

describe("a decision that is not taken back for its size", () => {
  test("[TB5] is one about fifty thousand places", () => {
    const [records, places] = [11, 5_000];
    const scene = new Scene(paragraph("ab".repeat(records * places)));
    scene.propose(mara, (page) => {
      const [[client, clock] = [0, 0]] = page.ids(page.text(0));
      for (let at = 0; at < records; at++) {
        const ids = Array.from(
          { length: places },
          (_, index) => [client, clock + 2 * (at * places + index), 1] as const,
        );
        page.record({ do: "format", ids, mark: "bold", value: {} });
      }
    });
    scene.reject(...scene.proposals);
    expect(scene.takeBack()).toBe("large");
    expect(scene.proposals).toEqual([]);
  });

  test("[GA5] is one after which somebody would have more records about one thing than anybody may have", () => {
    const scene = new Scene(paragraph("One."));
    const mark = (times: number): void =>
      scene.propose(mara, (page) => {
        const ids = page.ids(page.text(0), 0, 3);
        for (let at = 0; at < times; at++) page.record({ do: "format", ids, mark: "bold", value: {} });
      });
    mark(recordLimits.aboutOne);
    scene.reject(...scene.proposals);
    mark(1);
    expect(scene.takeBack()).toBe("full");
    scene.reject(...scene.proposals);
    expect(scene.proposals).toEqual([]);
  });
});
