import { expect, test } from "vitest";
import { Writer } from "../binding/bound-writers.ts";
import { blockAt, runsBetween } from "../comments/thread-places.ts";
import { type OppositeOf, leftPlace, oppositePlace } from "./opposite-place.ts";

function written(lines: readonly string[]): Writer {
  const writer = new Writer(7);
  const { schema } = writer.state;
  writer.dispatch(
    writer.state.tr.insert(
      0,
      lines.map((line) => schema.node("paragraph", null, line === "" ? [] : [schema.text(line)])),
    ),
  );
  return writer;
}

const find = (
  { doc, binding }: Writer,
  verdict: OppositeOf["verdict"],
  proposal: Partial<OppositeOf["proposals"][number]>,
  at: Parameters<typeof oppositePlace>[3] = null,
): { holds: string; gone: string; text: string; at: number } | null => {
  const proposals = [{ id: "999-0", insertedText: "", deletedText: "", ...proposal }];
  const place = oppositePlace(doc, binding.fragment, { verdict, proposals }, at);
  return place && { holds: place.holds, gone: place.gone, text: doc.textBetween(place.from, place.to), at: place.from };
};

test("what was accepted is selected by its ids, also when others have written into it", () => {
  const writer = written(["The fee is 250 euros.", "250 pages"]);
  const start = writer.paragraphStart(0) + "The fee is ".length;
  const inserted = runsBetween(writer.doc, writer.binding.fragment, start, start + 3);
  writer.caret(0, "The fee is 2".length);
  writer.type("x");
  const proposal = { insertedText: "250", deletedText: "100", inserted };
  expect(find(writer, "accept", proposal)).toMatchObject({ holds: "words", gone: "100", text: "2x50" });
});

test("without ids it is found by the ids that follow its own, or by its words where they stand once", () => {
  const writer = written(["The fee is 250 euros.", "Net of tax", "250 pages"]);
  const [[client, clock] = [0, 0]] = runsBetween(writer.doc, writer.binding.fragment, 12, 13);
  const byId = { id: `${client}-${clock}`, insertedText: "250" };
  expect(find(writer, "accept", byId)).toMatchObject({ holds: "words", text: "250", at: 12 });
  expect(find(writer, "accept", { insertedText: "Net of tax\u2029" })).toMatchObject({ text: "Net of tax" });
  expect(find(writer, "reject", { deletedText: "euros" })).toMatchObject({ holds: "words", text: "euros", gone: "" });
  expect(find(writer, "reject", { deletedText: "250" })).toBeNull();
});

test("what its writer wrote next is not taken for words of a decision that are gone", () => {
  const writer = written(["The fee is euros.", "Done."]);
  writer.caret(0, "The fee is ".length);
  writer.type("250 ");
  const [[client, clock] = [0, 0]] = runsBetween(writer.doc, writer.binding.fragment, 12, 13);
  writer.dispatch(writer.state.tr.delete(12, 16));
  writer.caret(1, 0);
  writer.type("Well ");
  expect(find(writer, "accept", { id: `${client}-${clock}`, insertedText: "250 " })).toBeNull();
});

test("words that a moved paragraph left, or that came back there, are not those that it brought", () => {
  const writer = written(["Net of tax", "Done."]);
  expect(find(writer, "accept", { insertedText: "Net of tax", deletedText: "Net of tax" })).toBeNull();
});

test("where the words are gone the caret goes to the end of their paragraph, when that is known", () => {
  const writer = written(["The fee is euros.", "Done."]);
  const { block } = blockAt(writer.doc, writer.binding.fragment, 1) ?? { block: [0, 0] as const };
  const found = find(writer, "accept", { deletedText: "100 ", place: [block[0], block[1]] });
  expect(found).toEqual({ holds: "paragraph", gone: "100 ", text: "", at: 1 + "The fee is euros.".length });
  expect(find(writer, "accept", { deletedText: "100 " })).toBeNull();
});

test("a rejected replacement is found by the words that it left, in the paragraph in which it stood", () => {
  const writer = written(["Pay in 30 days.", "The fee is 30 euros.", "30 or 30"]);
  const { fragment } = writer.binding;
  const left = (line: number, verdict: OppositeOf["verdict"], deletedText: string): string | null => {
    const start = writer.paragraphStart(line);
    const { block } = blockAt(writer.doc, fragment, start) ?? { block: [0, 0] as [number, number] };
    const proposals = [{ id: "999-0", insertedText: "60", deletedText }];
    const place = leftPlace(writer.doc, fragment, { verdict, proposals }, block);
    return place && `${place.from - start} ${writer.doc.textBetween(place.from, place.to)}`;
  };
  expect(left(1, "reject", "30")).toBe("11 30");
  // Neither where it cannot be known which of them, nor of a mere insertion, nor of what was accepted.
  expect([left(2, "reject", "30"), left(1, "reject", ""), left(1, "accept", "30")]).toEqual([null, null, null]);
});

test("where it is known what became of the words, equal ones elsewhere are not taken for them", () => {
  const writer = written(["The fee is 30 euros (net).", "Due in 30 days (net)"]);
  writer.dispatch(writer.state.tr.delete(22, 23));
  expect(writer.doc.child(0).textContent).toBe("The fee is 30 euros (et).");
  const insertedText = "(net)";
  expect(find(writer, "accept", { insertedText })).toMatchObject({ text: "(net)" });
  const at = runsBetween(writer.doc, writer.binding.fragment, 21, 25);
  expect(find(writer, "accept", { insertedText }, at)).toMatchObject({ holds: "words", text: "(et)", at: 21 });
  // They are gone, and it is known from where.
  const { block } = blockAt(writer.doc, writer.binding.fragment, 1) ?? { block: [0, 0] as const };
  const gone = { insertedText, place: [block[0], block[1]] as const };
  expect(find(writer, "accept", gone, [])).toMatchObject({
    holds: "paragraph",
    at: 1 + "The fee is 30 euros (et).".length,
  });
});
