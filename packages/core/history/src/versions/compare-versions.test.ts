import { type BlockContent, type DocumentContent, readContent, seedUpdate } from "@parley/document";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { DocumentReplica } from "../replica.ts";
import { compareVersions } from "./compare-versions.ts";
import { type ComparedBlock, comparisonSide } from "./comparison.ts";
import { netComparison } from "./net-changes.ts";
import { versionContent } from "./version-tree.ts";

const paragraph = (text: string): BlockContent => ({ type: "paragraph", runs: [{ text }] });

/** A document with one person who edits it; every edit is a row. */
class Desk {
  readonly replica = DocumentReplica.open(null, []);
  private readonly ydoc = new Y.Doc();

  constructor(content: DocumentContent) {
    this.replica.take(seedUpdate(content, 7), () => true);
    this.ydoc.clientID = 11;
    Y.applyUpdate(this.ydoc, Y.encodeStateAsUpdate(this.replica.ydoc));
  }

  edit(change: (fragment: Y.XmlFragment, text: (block: number) => Y.XmlText) => void): number {
    const before = Y.encodeStateVector(this.ydoc);
    const fragment = this.ydoc.getXmlFragment("default");
    this.ydoc.transact(() => change(fragment, (block) => (fragment.get(block) as Y.XmlElement).get(0) as Y.XmlText));
    this.replica.take(Y.encodeStateAsUpdate(this.ydoc, before), () => true);
    return this.replica.seq;
  }

  compare(from: number, to: number = this.replica.seq): ComparedBlock[] {
    return compareVersions(this.replica, from, to);
  }
}

function desk(...texts: string[]): Desk {
  return new Desk({ blocks: texts.map(paragraph) });
}

/** Moves the end of a paragraph into a new one, as the binding does. */
function split(fragment: Y.XmlFragment, text: Y.XmlText, block: number, at: number): void {
  const tail = text.toString().slice(at);
  text.delete(at, tail.length);
  const element = new Y.XmlElement("paragraph");
  fragment.insert(block + 1, [element]);
  element.insert(0, [new Y.XmlText(tail)]);
}

/** Moves the beginning of a paragraph into a new one, as the binding does where that is the shorter half. */
function splitAhead(fragment: Y.XmlFragment, text: Y.XmlText, block: number, at: number): void {
  const head = text.toString().slice(0, at);
  text.delete(0, at);
  const element = new Y.XmlElement("paragraph");
  fragment.insert(block, [element]);
  element.insert(0, [new Y.XmlText(head)]);
}

const newText = (pieces: ComparedBlock["pieces"]): string => pieces.map(({ to, text }) => (to ? text : "")).join("");

function joinAlike(words: readonly { before: string; text: string }[]): { before: string; text: string }[] {
  const joined: { before: string; text: string }[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last?.before === word.before) last.text += word.text;
    else joined.push({ ...word });
  }
  return joined;
}

/** A comparison as one reads it. */
function show(blocks: readonly ComparedBlock[]): string[] {
  const signs = { kept: "", inserted: "+", deleted: "-", left: "<", arrived: ">" };
  return blocks.map(({ fate, name, pieces, children, attributes }) => {
    const seen = pieces.filter(({ text }) => text !== "");
    const words = seen.map((piece) => {
      const formats = piece.formatting.map((each) => `${each.after === null ? "no " : ""}${each.name}: `).join("");
      return { before: `${signs[piece.fate]}${piece.isReflowed ? "~" : ""}${formats}`, text: piece.text };
    });
    const shown = joinAlike(words).map(({ before, text }) => (before === "" ? text : `{${before}${text}}`));
    const changes = attributes
      .map((each) => `<${each.name} ${JSON.stringify(each.before)} to ${JSON.stringify(each.after)}>`)
      .join("");
    return `${fate === "kept" ? "" : `${fate} `}${name === "paragraph" ? "" : name}${changes}${shown.join("")}${children.length > 0 ? `[${show(children).join("|")}]` : ""}`;
  });
}

describe("an exact comparison", () => {
  test("[VE3] tells what was inserted and deleted, and by which rows", () => {
    const page = desk("Payable in 30 days.");
    const deletedSeq = page.edit((_, text) => text(0).delete(11, 2));
    const insertedSeq = page.edit((_, text) => text(0).insert(11, "45"));
    const compared = page.compare(1);
    expect(show(compared)).toEqual(["Payable in {-30}{+45} days."]);
    const pieces = compared[0]?.pieces ?? [];
    expect(pieces.find(({ fate }) => fate === "deleted")).toMatchObject({
      writtenSeq: 1,
      deletedSeq,
      carriedOutSeq: null,
    });
    expect(pieces.find(({ fate }) => fate === "inserted")).toMatchObject({ writtenSeq: insertedSeq, placedSeq: null });
    expect(show(page.compare(1, deletedSeq))).toEqual(["Payable in {-30} days."]);
    expect(show(page.compare(deletedSeq))).toEqual(["Payable in {+45} days."]);
  });

  test("[VE4] shows a split paragraph as a break, with nothing written or deleted", () => {
    const page = desk("First sentence. Second sentence.");
    page.edit((fragment, text) => split(fragment, text(0), 0, 16));
    expect(show(page.compare(1))).toEqual(["First sentence. {<~Second sentence.}", "added {>~Second sentence.}"]);
  });

  /** Which paragraphs were split off or joined, and the words in front of which that was. */
  const breaksOf = (blocks: readonly ComparedBlock[]): unknown[] =>
    blocks.flatMap(({ broken, pieces }) => [
      ...(broken ? [broken] : []),
      ...pieces.flatMap((piece) => (piece.broken ? [[piece.broken.how, piece.text]] : [])),
    ]);

  test("[VE4] says of a paragraph that it was split off, and where", () => {
    const page = desk("First. Second. Third.", "Last.");
    page.edit((fragment, text) => split(fragment, text(0), 0, 7));
    page.edit((_, text) => text(1).insert(0, "New: "));
    page.edit((fragment, text) => split(fragment, text(1), 1, 13));
    page.edit((fragment) => {
      fragment.push([new Y.XmlElement("paragraph")]);
    });
    expect(show(page.compare(1))).toEqual([
      "First. {<~Second. Third.}",
      "added {+New: }{>~Second. }",
      "added {>~Third.}",
      "Last.",
      "added ",
    ]);
    expect(breaksOf(page.compare(1))).toEqual([["split", "Second. "], "split", ["split", ""], "split"]);
    expect(breaksOf(netComparison(page.compare(1)))).toEqual(breaksOf(page.compare(1)));
  });

  test("[VE4] says where a paragraph was split, whichever of its halves is the one that came", () => {
    const page = desk("Title", "First. Second. Third. Fourth.");
    page.edit((fragment, text) => splitAhead(fragment, text(1), 1, 7));
    page.edit((fragment, text) => splitAhead(fragment, text(2), 2, 8));
    page.edit((fragment, text) => split(fragment, text(3), 3, 7));
    for (const blocks of [page.compare(1), netComparison(page.compare(1))]) {
      expect(show(blocks)).toEqual([
        "Title",
        "added {>~First. }",
        "added {>~Second. }",
        "{<~First. Second. }Third. {<~Fourth.}",
        "added {>~Fourth.}",
      ]);
      expect(breaksOf(blocks)).toEqual(["split", ["split", ""], "split", ["split", ""], ["split", "Fourth."], "split"]);
      const texts = new Map(
        blocks.flatMap(({ after, pieces }) => (after ? [[after.id, newText(pieces)] as const] : [])),
      );
      const behind = blocks.flatMap(({ pieces }) =>
        pieces.flatMap(({ broken }) => (broken?.how === "split" ? [texts.get(broken.behind)] : [])),
      );
      expect(behind).toEqual(["Second. ", "Third. ", "Fourth."]);
    }
    page.edit((_, text) => text(3).insert(0, "New. "));
    expect(breaksOf(page.compare(1))).toHaveLength(6);
    expect(comparisonSide(page.compare(1), "old")).toEqual(versionContent(page.replica, 1));
    expect(comparisonSide(page.compare(1), "new")).toEqual(versionContent(page.replica, page.replica.seq));
  });

  test("[VE4] says of a paragraph that it was joined to another, and where", () => {
    const page = desk("First.", "Second.", "Third.");
    page.edit((fragment, text) => {
      const words = text(1).toString();
      fragment.delete(1, 1);
      text(0).insert(6, words);
    });
    expect(breaksOf(page.compare(1))).toEqual([["joined", "Second."], "joined"]);
    page.edit((_, text) => text(0).insert(6, " And: "));
    expect(breaksOf(page.compare(1))).toEqual([["joined", "Second."], "joined"]);
    expect(breaksOf(netComparison(page.compare(1)))).toEqual([["joined", "Second."], "joined"]);
    // The first one goes and its words come before those of the second.
    page.edit((fragment, text) => {
      const words = text(0).toString();
      fragment.delete(0, 1);
      text(0).insert(0, words);
    });
    expect(breaksOf(page.compare(1))).toEqual([
      "joinedBehind",
      "joinedBehind",
      ["joined", " And: "],
      ["joined", "Third."],
    ]);
  });

  test("[VE4] tells no setting that a paragraph has from the one joined ahead of it, and tells one that was set since", () => {
    const page = desk("First.", "Second, which is longer.", "Third.");
    const block = (fragment: Y.XmlFragment, at: number): Y.XmlElement => fragment.get(at) as Y.XmlElement;
    const since = page.edit((fragment) => {
      block(fragment, 0).setAttribute("align", "center");
      block(fragment, 0).setAttribute("style", "title");
      block(fragment, 1).setAttribute("align", "end");
    });
    // As a page joins two paragraphs of which the second one is the longer.
    page.edit((fragment, text) => {
      fragment.delete(0, 1);
      text(0).insert(0, "First.");
      block(fragment, 0).setAttribute("align", "center");
      block(fragment, 0).setAttribute("style", "title");
    });
    expect(page.compare(since).flatMap(({ attributes }) => attributes)).toEqual([]);
    const seq = page.edit((fragment) => block(fragment, 0).setAttribute("align", "end"));
    expect(page.compare(since).flatMap(({ attributes }) => attributes)).toEqual([
      { name: "align", before: "center", after: "end", seq },
    ]);
  });

  test("[VE4] tells no setting that a paragraph left to the half that was split off ahead of it", () => {
    const page = desk("First. Second, which is longer.");
    const since = page.edit((fragment) => (fragment.get(0) as Y.XmlElement).setAttribute("style", "title"));
    page.edit((fragment, text) => {
      splitAhead(fragment, text(0), 0, 6);
      (fragment.get(0) as Y.XmlElement).setAttribute("style", "title");
      (fragment.get(1) as Y.XmlElement).removeAttribute("style");
    });
    expect(page.compare(since).flatMap(({ attributes }) => attributes)).toEqual([]);
    const seq = page.edit((fragment) => (fragment.get(1) as Y.XmlElement).setAttribute("align", "center"));
    expect(page.compare(since).flatMap(({ attributes }) => attributes)).toMatchObject([{ after: "center", seq }]);
  });

  test("[VE4] shows words as moved that a split and a join brought from one paragraph that stayed to another", () => {
    const page = desk("Goods pass when seen.", "Faults are mended. They are shown again, free of charge.");
    page.edit((fragment, text) => {
      text(1).delete(0, 18);
      const element = new Y.XmlElement("paragraph");
      fragment.insert(1, [element]);
      element.insert(0, [new Y.XmlText("Faults are mended.")]);
    });
    page.edit((fragment, text) => {
      fragment.delete(1, 1);
      text(0).insert(21, "Faults are mended.");
    });
    expect(show(page.compare(1))).toEqual([
      "Goods pass when seen.{>Faults are mended.}",
      "{<Faults are mended.} They are shown again, free of charge.",
    ]);
  });

  test("[VE2] counts no space as moved where a paragraph is split and typed on in one row", () => {
    const page = desk("First. Second.", "Last.");
    page.edit((fragment, text) => {
      split(fragment, text(0), 0, 6);
      text(1).delete(0, 1);
      text(1).insert(7, " Third.");
    });
    expect(show(page.compare(1))).toEqual(["First.{- }{<~Second.}", "added {>~Second.}{+ Third.}", "Last."]);
    expect(breaksOf(page.compare(1))).toEqual([["split", "Second."], "split"]);
  });

  test("[VE4] says nothing of breaks where a paragraph was broken and joined again, moved, or removed", () => {
    const page = desk("First sentence. Second sentence.", "Third of all.", "Last.");
    page.edit((fragment, text) => split(fragment, text(0), 0, 16));
    page.edit((fragment, text) => {
      fragment.delete(1, 1);
      text(0).insert(16, "Second sentence.");
    });
    page.edit((fragment) => {
      fragment.delete(1, 1);
      const element = new Y.XmlElement("paragraph");
      fragment.insert(2, [element]);
      element.insert(0, [new Y.XmlText("Third of all.")]);
    });
    expect(show(page.compare(1)).slice(1)).toEqual(["left ", "Last.", "moved Third of all."]);
    expect(breaksOf(page.compare(1))).toEqual([]);
    page.edit((fragment) => fragment.delete(1, 1));
    expect(show(page.compare(1)).slice(1)).toEqual(["Third of all.", "removed {-Last.}"]);
    expect(breaksOf(page.compare(1))).toEqual([]);
  });

  test("[VE4] tells who brought words back, whoever splits or moves them afterwards", () => {
    const page = desk("Keep.", "First sentence. Second sentence.");
    const came = (from: number): unknown[] =>
      page
        .compare(from)
        .flatMap(({ pieces }) => pieces)
        .filter(({ fate }) => fate === "inserted")
        .map(({ text, writtenSeq, placedSeq }) => [text, writtenSeq, placedSeq]);
    const goneSeq = page.edit((fragment) => fragment.delete(1, 1));
    // What was deleted comes back beside it, as a restoring or an undo writes it.
    const backSeq = page.edit((fragment) => {
      const element = new Y.XmlElement("paragraph");
      fragment.insert(1, [element]);
      element.insert(0, [new Y.XmlText("First sentence. Second sentence.")]);
    });
    page.edit((fragment, text) => split(fragment, text(1), 1, 16));
    expect(came(goneSeq)).toEqual([
      ["First sentence. ", 1, backSeq],
      ["Second sentence.", 1, backSeq],
    ]);
    // Cut in one row and pasted in another.
    page.edit((fragment) => fragment.delete(2, 1));
    page.edit((fragment) => {
      const element = new Y.XmlElement("paragraph");
      fragment.insert(0, [element]);
      element.insert(0, [new Y.XmlText("Second sentence.")]);
    });
    expect(came(goneSeq)).toEqual([
      ["Second sentence.", 1, backSeq],
      ["First sentence. ", 1, backSeq],
    ]);
    expect(came(1)).toEqual([]);
  });

  /** What an exact comparison with the first version says went, and with which rows. */
  const wentSince = (page: Desk, to?: number): unknown[] =>
    page
      .compare(1, to)
      .flatMap(({ name, fate, removedSeq, pieces }) => [
        ...(fate === "removed" ? [[name, removedSeq]] : []),
        ...pieces.flatMap((each) =>
          each.fate === "deleted" ? [[each.text, each.deletedSeq, each.carriedOutSeq]] : [],
        ),
      ]);

  test("[VE3] names the deletion by which words are gone, where they were deleted before and had come back", () => {
    const page = desk("Payable in thirty days net.");
    const firstSeq = page.edit((_, text) => text(0).delete(11, 12));
    page.edit((_, text) => text(0).insert(11, "thirty days "));
    const lastSeq = page.edit((_, text) => text(0).delete(11, 7));
    expect(wentSince(page)).toEqual([["thirty ", lastSeq, null]]);
    // As it was before the words came back, the first deletion is the one.
    expect(wentSince(page, firstSeq)).toEqual([["thirty days ", firstSeq, null]]);
    page.edit((_, text) => text(0).insert(11, "thirty "));
    const onceMoreSeq = page.edit((_, text) => text(0).delete(11, 12));
    expect(wentSince(page)).toEqual([
      ["thirty ", onceMoreSeq, null],
      ["days ", onceMoreSeq, null],
    ]);
  });

  test("[VE3] names whoever deleted words, and not whoever split or joined their paragraph before", () => {
    const page = desk("First sentence. Second sentence.");
    page.edit((fragment, text) => split(fragment, text(0), 0, 16));
    page.edit((fragment, text) => {
      fragment.delete(1, 1);
      text(0).insert(16, "Second sentence.");
    });
    const deletedSeq = page.edit((_, text) => text(0).delete(15, 17));
    expect(wentSince(page)).toEqual([
      [" ", deletedSeq, null],
      ["Second sentence.", deletedSeq, null],
    ]);
  });

  test("[VE3] names the row with which a paragraph went that had gone before and had come back", () => {
    const page = desk("Keep.", "First sentence. Second sentence.");
    page.edit((fragment) => fragment.delete(1, 1));
    page.edit((fragment) => {
      const element = new Y.XmlElement("paragraph");
      fragment.insert(1, [element]);
      element.insert(0, [new Y.XmlText("First sentence. Second sentence.")]);
    });
    const lastSeq = page.edit((fragment) => fragment.delete(1, 1));
    expect(wentSince(page)).toEqual([
      ["paragraph", lastSeq],
      ["First sentence. Second sentence.", lastSeq, null],
    ]);
  });

  test("[VE4] names nobody who brought words back where they are new and were split since", () => {
    const page = desk("Keep.");
    const writtenSeq = page.edit((_, text) => text(0).insert(5, " First sentence. Second sentence."));
    page.edit((fragment, text) => split(fragment, text(0), 0, 21));
    const pieces = page.compare(1).flatMap((block) => block.pieces);
    expect(pieces.filter(({ fate }) => fate === "inserted")).toMatchObject([
      { text: " First sentence.", writtenSeq, placedSeq: null },
      { text: " Second sentence.", writtenSeq, placedSeq: null },
    ]);
    // What was taken away meanwhile somebody brought back.
    page.edit((fragment) => fragment.delete(1, 1));
    const backSeq = page.edit((fragment) => {
      const element = new Y.XmlElement("paragraph");
      fragment.insert(1, [element]);
      element.insert(0, [new Y.XmlText(" Second sentence.")]);
    });
    expect(page.compare(1)[1]?.pieces).toMatchObject([{ writtenSeq, placedSeq: backSeq }]);
  });

  test("[VE4] shows a paragraph that was cut and pasted elsewhere as moved", () => {
    const page = desk("One paragraph here.", "Another one there.", "And the last of them, which is longer.");
    page.edit((fragment) => {
      fragment.delete(0, 1);
      const element = new Y.XmlElement("paragraph");
      fragment.insert(2, [element]);
      element.insert(0, [new Y.XmlText("One paragraph here.")]);
    });
    expect(show(page.compare(1))).toEqual([
      "left ",
      "Another one there.",
      "And the last of them, which is longer.",
      "moved One paragraph here.",
    ]);
  });

  test("[VE4] [VE3] shows what was changed in a paragraph that moved, and nothing else of it", () => {
    const page = desk(
      "One paragraph here, and then some.",
      "Another one there.",
      "And the last of them, which is longer.",
    );
    page.edit((fragment) => {
      fragment.delete(0, 1);
      const element = new Y.XmlElement("paragraph");
      fragment.insert(2, [element]);
      element.insert(0, [new Y.XmlText("One paragraph here, and then some.")]);
    });
    page.edit((_, text) => {
      text(2).delete(4, 9);
      text(2).insert(4, "clause");
    });
    const compared = page.compare(1);
    const shown = [
      "left ",
      "Another one there.",
      "And the last of them, which is longer.",
      "moved One {-paragraph}{+clause} here, and then some.",
    ];
    expect(show(compared)).toEqual(shown);
    expect(show(netComparison(compared))).toEqual(shown);
    expect(comparisonSide(compared, "old")).toEqual(versionContent(page.replica, 1));
    expect(comparisonSide(compared, "new")).toEqual(versionContent(page.replica, page.replica.seq));
  });

  test("[VE4] takes what was written again for what moved, however much more it is than what it passed", () => {
    const page = desk("One. This sentence is longer than everything else.", "Two.", "Three.");
    page.edit((_, text) => {
      text(0).delete(4, 46);
      text(2).insert(6, " This sentence is longer than everything else.");
    });
    expect(show(page.compare(1))).toEqual([
      "One.{< This sentence is longer than everything else.}",
      "Two.",
      "Three.{> This sentence is longer than everything else.}",
    ]);
  });

  test("[VE3] tells changes of formatting and of attributes", () => {
    const page = desk("Some words", "Title");
    page.edit((_, text) => text(0).format(0, 4, { bold: {} }));
    page.edit((fragment) => (fragment.get(1) as Y.XmlElement).setAttribute("style", "title"));
    const compared = page.compare(1);
    expect(show(compared)).toEqual(["{bold: Some} words", '<style null to "title">Title']);
    expect(compared[0]?.pieces[0]?.formatting[0]?.seq).toBe(2);
    expect(compared[1]?.attributes[0]?.seq).toBe(3);
    page.edit((_, text) => text(0).format(0, 4, { bold: null }));
    expect(show(page.compare(3))).toEqual(["{no bold: Some} words", "Title"]);
    expect(show(page.compare(1))).toEqual(["Some words", '<style null to "title">Title']);
  });

  test("[VE3] names whoever took formatting away, and not who had ended other formatting before it", () => {
    const written = desk("One two three.");
    written.edit((_fragment, text) => text(0).format(0, 3, { bold: {} }));
    const from = written.edit((_fragment, text) => text(0).format(4, 3, { bold: {} }));
    const seq = written.edit((_fragment, text) => text(0).format(4, 3, { bold: null }));
    const told = (): unknown[] =>
      written
        .compare(from)
        .flatMap(({ pieces }) => pieces.flatMap(({ text, formatting }) => formatting.map((each) => [text, each.seq])));
    expect(told()).toEqual([["two", seq]]);
    const again = written.edit((_fragment, text) => text(0).format(0, 3, { bold: null }));
    expect(told()).toEqual([
      ["One", again],
      ["two", seq],
    ]);
  });

  test("[VE3] [VE4] tells changes of formatting of words that a split, or somebody's moving, brought elsewhere", () => {
    const written = desk("See Annex A of this.", "Second.");
    const link = (href: string): object => ({ link: { href: `https://${href}.example/` } });
    const from = written.edit((_fragment, text) => text(0).format(4, 7, link("ours")));
    written.edit((fragment, text) => {
      text(0).delete(4, 16);
      const [element, words] = [new Y.XmlElement("paragraph"), new Y.XmlText()];
      fragment.insert(1, [element]);
      element.insert(0, [words]);
      words.applyDelta([{ insert: "Annex A", attributes: link("ours") }, { insert: " of this." }]);
    });
    const changesOf = (blocks: readonly ComparedBlock[]): unknown[] =>
      blocks.flatMap(({ pieces }) =>
        pieces
          .filter(({ formatting }) => formatting.length > 0)
          .map(({ fate, isReflowed, text, formatting: [change] }) => [fate, isReflowed, text, change]),
      );
    // Who writes the same formatting again has changed nothing.
    expect(changesOf(written.compare(from))).toEqual([]);
    const seq = written.edit((_fragment, text) => text(1).format(0, 7, link("theirs")));
    const [before, after] = ["https://ours.example/", "https://theirs.example/"].map((href) => ({ href }));
    const told = { name: "link", before, after, seq };
    expect(changesOf(written.compare(from))).toEqual([["arrived", true, "Annex A", told]]);
    expect(changesOf(netComparison(written.compare(from)))).toEqual([["arrived", true, "Annex A", told]]);
    // Whoever brings words elsewhere without it has taken it away.
    const plain = written.edit((fragment, text) => {
      fragment.delete(1, 1);
      text(1).insert(7, " Annex A of this.");
    });
    expect(changesOf(written.compare(from))).toEqual([
      ["arrived", false, "Annex A", { ...told, after: null, seq: plain }],
    ]);
  });

  test("[VE3] looks into tables: rows, cells and their words", () => {
    const row = (...cells: string[]) => ({
      type: "tableRow" as const,
      cells: cells.map((text) => ({ type: "tableCell" as const, blocks: [paragraph(text)] })),
    });
    const page = new Desk({ blocks: [{ type: "table", rows: [row("a", "b"), row("c", "d")] }] });
    page.edit((fragment) => {
      const table = fragment.get(0) as Y.XmlElement;
      table.delete(0, 1);
      const last = ((table.get(0) as Y.XmlElement).get(1) as Y.XmlElement).get(0) as Y.XmlElement;
      (last.get(0) as Y.XmlText).insert(1, "!");
    });
    expect(show(page.compare(1))).toEqual([
      "table[removed tableRow[removed tableCell[removed {-a}]|removed tableCell[removed {-b}]]|tableRow[tableCell[c]|tableCell[d{+!}]]]",
    ]);
  });

  test("[VE1] the version before the first row is empty", () => {
    const page = desk("Words");
    expect(versionContent(page.replica, 0)).toEqual({ blocks: [] });
    expect(show(page.compare(0))).toEqual(["added {+Words}"]);
  });
});

describe("a net comparison", () => {
  test("[VE6] does not show what was deleted and typed again", () => {
    const page = desk("乙方应在30个工作日内付款。");
    page.edit((_, text) => text(0).delete(0, 6));
    page.edit((_, text) => text(0).insert(0, "乙方应在90"));
    expect(show(netComparison(page.compare(1)))).toEqual(["乙方应在{-30}{+90}个工作日内付款。"]);
  });

  test("[VE6] shows a number whole though one digit of it was typed, and says who typed that", () => {
    const page = desk("The price is 1000 euros.");
    const seq = page.edit((_, text) => text(0).insert(14, "0"));
    const compared = netComparison(page.compare(1));
    expect(show(compared)).toEqual(["The price is {-1000}{+10000} euros."]);
    const changed = (compared[0]?.pieces ?? []).filter(({ fate }) => fate === "inserted");
    expect(changed.map(({ text }) => text).join("")).toBe("10000");
    expect(new Set(changed.map(({ writtenSeq }) => writtenSeq))).toEqual(new Set([seq]));
  });

  test("[VE6] shows words and numbers whole that were changed in a paragraph that was split off or joined", () => {
    const page = desk("First half. The price is 1000 euros. End.");
    page.edit((fragment, text) => split(fragment, text(0), 0, 12));
    page.edit((_, text) => text(1).insert(14, "0"));
    const exact = page.compare(1);
    const net = netComparison(exact);
    expect(show(exact)[0]).toBe("First half. {<~The price is 1000 euros. End.}");
    expect(show(net)).toEqual([
      "First half. {<~The price is }{-1000}{<~ euros. End.}",
      "added {>~The price is }{+10000}{>~ euros. End.}",
    ]);
    const other = desk("First paragraph, which is long.", "Due in 200 days.");
    other.edit((fragment, text) => {
      const words = text(1).toString();
      fragment.delete(1, 1);
      text(0).insert(text(0).length, words);
    });
    const seq = other.edit((_, text) => text(0).delete(text(0).length - 8, 1));
    const joined = netComparison(other.compare(1));
    expect(show(joined)).toEqual([
      "First paragraph, which is long.{>~Due in }{+20}{>~ days.}",
      "removed {<~Due in }{-200}{<~ days.}",
    ]);
    expect(new Set(joined[1]?.pieces.flatMap(({ deletedSeq }) => deletedSeq ?? []))).toEqual(new Set([seq]));
    expect(comparisonSide(joined, "new")).toEqual(comparisonSide(other.compare(1), "new"));
    expect(comparisonSide(joined, "old")).toEqual(comparisonSide(other.compare(1), "old"));
    expect(comparisonSide(net, "new")).toEqual(comparisonSide(exact, "new"));
    expect(comparisonSide(net, "old")).toEqual(comparisonSide(exact, "old"));
  });

  test("[VE6] takes a paragraph that was written anew for the one it replaces", () => {
    const page = desk("The term is thirty days from the invoice.", "End.");
    page.edit((fragment) => {
      fragment.delete(0, 1);
      const element = new Y.XmlElement("paragraph");
      element.setAttribute("align", "center");
      fragment.insert(0, [element]);
      element.insert(0, [new Y.XmlText("The term is sixty days from the invoice.")]);
    });
    const exact = page.compare(1);
    const net = netComparison(exact);
    expect(show(net).slice(0, 1)).toEqual([
      expect.stringContaining("The term is {-thirty}{+sixty} days from the invoice."),
    ]);
    expect(comparisonSide(net, "new")).toEqual(readContent(page.replica.ydoc));
    expect(comparisonSide(net, "old")).toEqual(versionContent(page.replica, 1));
  });
});
