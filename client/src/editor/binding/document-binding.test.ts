import { must, seededRandom } from "@parley/base";
import { FRAGMENT_NAME } from "@parley/document";
import { splitBlock, joinBackward, toggleMark } from "@tiptap/pm/commands";
import type { NodeType } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Writer, exchange, paragraph, testSchema, writersOf } from "./bound-writers.ts";
import { sayReplaced } from "./remote-transactions.ts";

const bold = must(testSchema.marks["bold"], "bold exists");

function pair(lines: readonly string[]): [Writer, Writer] {
  const [a, b] = writersOf(2, lines);
  return [must(a, "a"), must(b, "b")];
}

function updateSize(writer: Writer, act: () => void): { deleted: number; inserted: number } {
  let deleted = 0;
  let inserted = 0;
  const observe = (transaction: Y.Transaction): void => {
    for (const ranges of transaction.deleteSet.clients.values()) for (const range of ranges) deleted += range.len;
    for (const [client, after] of transaction.afterState)
      inserted += after - (transaction.beforeState.get(client) ?? 0);
  };
  writer.ydoc.on("afterTransaction", observe);
  act();
  writer.ydoc.off("afterTransaction", observe);
  return { deleted, inserted };
}

function expectSame(...writers: readonly Writer[]): void {
  for (const writer of writers) {
    expect(writer.frozen).toBeNull();
    expect(writer.doc.toJSON()).toEqual(must(writers[0], "a writer").doc.toJSON());
    const fresh = new Writer(writer.ydoc.clientID + 100);
    Y.applyUpdate(fresh.ydoc, Y.encodeStateAsUpdate(writer.ydoc));
    expect(fresh.doc.toJSON()).toEqual(writer.doc.toJSON());
  }
}

test("a typed character is one item and nothing else", () => {
  const [a] = pair(["The price is 30 euros."]);
  a.caret(0, 3);
  expect(updateSize(a, () => a.type("x"))).toEqual({ deleted: 0, inserted: 1 });
});

test("changing the style of a paragraph keeps what a colleague types in it at the same time", () => {
  const [a, b] = pair(["The price is 30 euros."]);
  a.dispatch(a.state.tr.setNodeAttribute(0, "style", "heading").setNodeAttribute(0, "level", 2));
  b.caret(0, 13, 15);
  b.dispatch(b.state.tr.insertText("90"));
  exchange(a, b);
  expect(a.lines()).toEqual(["The price is 90 euros."]);
  expect(a.doc.child(0).attrs).toMatchObject({ style: "heading", level: 2 });
  expectSame(a, b);
});

const CLAUSE = "The buyer may terminate this agreement on thirty days notice.";

/** Selects some words of the first paragraph. */
function select(writer: Writer, words: string): void {
  const at = writer.lines()[0]?.indexOf(words) ?? -1;
  expect(at).toBeGreaterThanOrEqual(0);
  writer.caret(0, at, at + words.length);
}

/** What of the first paragraph is left when everybody else's words go. */
function written(writer: Writer): string {
  const piece = (writer.ydoc.getXmlFragment(FRAGMENT_NAME).get(0) as Y.XmlElement).get(0) as Y.XmlText;
  let words = "";
  for (let item = piece._start; item; item = item.right)
    if (!item.deleted && item.id.client === writer.ydoc.clientID && item.content instanceof Y.ContentString)
      words += item.content.str;
  return words;
}

const SELECTED = "terminate this agreement on thirty days notice";
const TYPED = "terminate this agreement on sixty days notice";

test("words typed over selected ones are new, letters in common included, so they outlive a colleague's deletion of the old ones", () => {
  const [a, b] = pair([CLAUSE]);
  b.caret(0, 0, CLAUSE.length);
  b.dispatch(b.state.tr.deleteSelection());
  select(a, SELECTED);
  a.type(TYPED);
  exchange(a, b);
  expect(a.lines()).toEqual([TYPED]);
  expectSame(a, b);
});

test("a text that comes at once over a selected one is new as a whole", () => {
  const [, a] = pair([CLAUSE]);
  select(a, SELECTED);
  a.dispatch(a.state.tr.insertText(TYPED));
  expect(written(a)).toBe(TYPED);
});

test("what an editor tells only as the difference to the selected words is new as a whole", () => {
  const [, a] = pair([CLAUSE]);
  select(a, "thirty days");
  const start = a.state.selection.from;
  // "thirty days" became "thirteen days": the page reads "een" for "y" and a caret behind it all.
  const tr = a.state.tr.insertText("een", start + 5, start + 6);
  a.dispatch(tr.setSelection(TextSelection.create(tr.doc, start + "thirteen days".length)));
  expect(written(a)).toBe("thirteen days");
});

test("an input method's text over selected words is new as a whole, also while a colleague writes in the paragraph", () => {
  const [b, a] = pair(["甲方有权提前三十日通知乙方解除合同。"]);
  select(a, "提前三十日通知乙方");
  a.composing = true;
  a.dispatch(a.state.tr.insertText("提前六十日通知乙方"));
  b.caret(0, 0);
  b.type("一、");
  exchange(a, b);
  a.composing = false;
  a.binding.compositionEnded();
  a.clock.advance(100);
  expect(a.lines()).toEqual(["一、甲方有权提前六十日通知乙方解除合同。"]);
  expect(written(a)).toContain("提前六十日通知乙方");
  exchange(a, b);
  expectSame(a, b);
});

test("words typed over a selection of several paragraphs are new", () => {
  const [, a] = pair(["the fee is due", "the fee is paid late"]);
  const [from, to] = [a.paragraphStart(0) + 8, a.paragraphStart(1) + 11];
  a.dispatch(a.state.tr.setSelection(TextSelection.create(a.doc, from, to)));
  a.type("is ");
  expect(a.lines()).toEqual(["the fee is paid late"]);
  a.type("always ");
  const words = written(a);
  expect(words).toContain("is always ");
});

test("what is found and replaced goes as a whole and comes as a whole", () => {
  const [, a] = pair([CLAUSE]);
  const at = a.paragraphStart(0) + CLAUSE.indexOf("thirty");
  const tr = a.state.tr.insertText("thirteen", at, at + 6);
  sayReplaced(tr, [{ from: at, to: at + 6 }], "thirteen");
  a.dispatch(tr);
  expect(written(a)).toBe("thirteen");
});

test("a change of the text that leaves the selection is no typing over it: the least is written", () => {
  const [, a] = pair([CLAUSE]);
  select(a, "thirty days");
  const start = a.state.selection.from;
  const tr = a.state.tr.insertText("een", start + 5, start + 6);
  a.dispatch(tr.setSelection(TextSelection.create(tr.doc, start, start + "thirteen days".length)));
  expect(written(a)).toBe("een");
});

test("after something was typed over a selection, typing on writes one character at a time", () => {
  const [, a] = pair([CLAUSE]);
  select(a, "thirty");
  a.type("s");
  expect(updateSize(a, () => a.type("i"))).toEqual({ deleted: 0, inserted: 1 });
  a.dispatch(a.state.tr.delete(a.state.selection.from - 1, a.state.selection.from));
  expect(updateSize(a, () => a.type("e"))).toEqual({ deleted: 0, inserted: 1 });
});

test("putting a paragraph into a list keeps what a colleague types in it at the same time", () => {
  const [a, b] = pair(["one", "two"]);
  a.dispatch(a.state.tr.setNodeAttribute(0, "list", "bullet").setNodeAttribute(5, "list", "bullet"));
  b.caret(1, 3);
  b.type(" and a half");
  exchange(a, b);
  expect(a.lines()).toEqual(["one", "two and a half"]);
  expectSame(a, b);
});

test("removing an attribute leaves none behind", () => {
  const [a] = pair(["one"]);
  a.dispatch(a.state.tr.setNodeAttribute(0, "align", "center"));
  a.dispatch(a.state.tr.setNodeAttribute(0, "align", null));
  const element = a.ydoc.getXmlFragment(FRAGMENT_NAME).get(0) as Y.XmlElement;
  expect(element.getAttributes()).toEqual({});
});

test("a typed character in a run of equal ones is the one at the caret", () => {
  const [a, b] = pair(["1000"]);
  b.caret(0, 3);
  b.type("0");
  const text = (b.ydoc.getXmlFragment(FRAGMENT_NAME).get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const authors: number[] = [];
  for (let item = text._start; item; item = item.right)
    if (!item.deleted) for (let index = 0; index < item.length; index++) authors.push(item.id.client);
  expect(authors).toEqual([1, 1, 1, 2, 1]);
  exchange(a, b);
  expectSame(a, b);
});

test("bold over other people's bold is only formatting", () => {
  const [a, b] = pair(["The price is 30 euros."]);
  a.caret(0, 4, 9);
  expect(updateSize(a, () => void a.run(toggleMark(bold))).deleted).toBe(0);
  b.caret(0, 13);
  b.type("about ");
  exchange(a, b);
  expect(a.lines()).toEqual(["The price is about 30 euros."]);
  expect(a.doc.child(0).child(1).text).toBe("price");
  expectSame(a, b);
  a.run(toggleMark(bold));
  expect(a.doc.child(0).childCount).toBe(1);
  exchange(a, b);
  expectSame(a, b);
});

test("splitting a paragraph re-creates the shorter part only", () => {
  const [a, b] = pair(["short and a very much longer end"]);
  a.caret(0, 5);
  const size = updateSize(a, () => void a.run(splitBlock));
  expect(size.deleted).toBe(5);
  exchange(a, b);
  expect(b.lines()).toEqual(["short", " and a very much longer end"]);
  expectSame(a, b);
});

test("Enter at the start or the end of a paragraph re-creates nothing", () => {
  const [a] = pair(["one", "two"]);
  a.caret(1, 0);
  expect(updateSize(a, () => void a.run(splitBlock)).deleted).toBe(0);
  a.caret(2, 3);
  expect(updateSize(a, () => void a.run(splitBlock)).deleted).toBe(0);
  expect(a.lines()).toEqual(["one", "", "two", ""]);
});

test("a caret stays at its characters when others type, split and join around it", () => {
  const [a, b] = pair(["alpha beta", "gamma"]);
  b.caret(0, 8);
  a.caret(0, 0);
  a.type(">> ");
  exchange(a, b);
  expect(b.state.selection.$head.parentOffset).toBe(11);
  a.caret(0, 9);
  a.run(splitBlock);
  exchange(a, b);
  expect(b.lines()).toEqual([">> alpha ", "beta", "gamma"]);
  expect(b.state.selection.$head.parent.textContent).toBe("beta");
  expect(b.state.selection.$head.parentOffset).toBe(2);
  a.caret(1, 0);
  a.run(joinBackward);
  exchange(a, b);
  expect(b.lines()).toEqual([">> alpha beta", "gamma"]);
  expect(b.state.selection.$head.parentOffset).toBe(11);
  expectSame(a, b);
});

test("what others changed while nothing was shown is shown when the text is shown again, and typing goes on in it", () => {
  const [a, b] = writersOf(2, ["one", "two"]) as [Writer, Writer];
  a.binding.detach();
  b.caret(0, 3);
  b.type(" more");
  exchange(a, b);
  expect(a.lines()).toEqual(["one", "two"]);
  a.binding.attach(a);
  expect(a.lines()).toEqual(["one more", "two"]);
  a.caret(0, 8);
  a.type("!");
  exchange(a, b);
  expect(b.lines()).toEqual(["one more!", "two"]);
});

test("what others type at one's caret comes after it, so two writers' words do not mix", () => {
  const [a, b] = pair([""]);
  a.caret(0, 0);
  b.caret(0, 0);
  for (const [x, y] of [
    ["1", "x"],
    ["2", "y"],
    ["3", "z"],
  ] as const) {
    a.type(x);
    b.type(y);
    exchange(a, b);
  }
  expect(["123xyz", "xyz123"]).toContain(a.lines()[0]);
  expectSame(a, b);
});

test("two people who start the same empty paragraph lose neither's words", () => {
  const [a, b] = pair([""]);
  a.caret(0, 0);
  b.caret(0, 0);
  a.type("price");
  b.type("term");
  exchange(a, b);
  expect(a.lines()[0]).toHaveLength(9);
  a.caret(0, 9);
  expect(updateSize(a, () => a.type("!")).deleted).toBe(0);
  b.caret(0, 0);
  expect(updateSize(b, () => b.type("?")).deleted).toBe(0);
  exchange(a, b);
  expect(a.lines()[0]).toHaveLength(11);
  a.caret(0, 2, 8);
  a.dispatch(a.state.tr.deleteSelection());
  exchange(a, b);
  expect(a.lines()[0]).toHaveLength(5);
  expectSame(a, b);
});

test("a composing paragraph is not written until the composition ends", () => {
  const [a, b] = pair(["合同"]);
  a.caret(0, 2);
  a.composing = true;
  for (const text of ["合同j", "合同ji", "合同jia"]) a.dispatch(a.state.tr.insertText(text.at(-1) ?? ""));
  exchange(a, b);
  expect(b.lines()).toEqual(["合同"]);
  a.dispatch(a.state.tr.insertText("价", 3, 6));
  a.composing = false;
  a.binding.compositionEnded();
  a.clock.advance(100);
  exchange(a, b);
  expect(b.lines()).toEqual(["合同价"]);
  expectSame(a, b);
});

test("what others write in a composing paragraph is shown after the composition and loses nothing", () => {
  const [a, b] = pair(["甲方支付100元整。", "第二条"]);
  a.caret(0, 4);
  a.composing = true;
  a.dispatch(a.state.tr.insertText("n"));
  const shown = a.doc.child(0);
  b.caret(0, 0);
  b.type("一、");
  b.caret(0, 9);
  b.type("万");
  b.caret(1, 3);
  b.type("付款");
  exchange(a, b);
  expect(a.doc.child(0)).toBe(shown);
  expect(a.lines()[1]).toBe("第二条付款");
  a.dispatch(a.state.tr.insertText("你好", 5, 6));
  a.composing = false;
  a.binding.compositionEnded();
  a.clock.advance(100);
  expect(a.lines()[0]).toBe("一、甲方支付你好100万元整。");
  expect(a.state.selection.$head.parentOffset).toBe(8);
  exchange(a, b);
  expectSame(a, b);
});

test("what arrives between the start of a composition and its first letter waits, too", () => {
  const [a, b] = pair(["甲方支付。"]);
  a.caret(0, 4);
  a.composing = true;
  const shown = a.doc.child(0);
  b.caret(0, 0);
  b.type("一、");
  exchange(a, b);
  expect(a.doc.child(0)).toBe(shown);
  a.dispatch(a.state.tr.insertText("人民币"));
  a.composing = false;
  a.binding.compositionEnded();
  a.clock.advance(100);
  exchange(a, b);
  expect(a.lines()).toEqual(["一、甲方支付人民币。"]);
  expectSame(a, b);
});

test.each(["a paragraph", "a cell of a table"])(
  "what was composed in %s before a colleague's change elsewhere is written, even when nothing is composed after it",
  (place) => {
    const [a, b] = pair(["第二条"]);
    const type = (name: string): NodeType => must(testSchema.nodes[name], name);
    const contract = paragraph("合同");
    const cell = type("tableCell").create(null, contract);
    const table = type("table").create(null, type("tableRow").create(null, [cell, cell.copy(cell.content)]));
    a.dispatch(a.state.tr.insert(0, place === "a paragraph" ? contract : table));
    exchange(a, b);
    const last = a.lines().length - 1;
    a.caret(0, 2);
    a.composing = true;
    a.dispatch(a.state.tr.insertText("价"));
    for (const text of ["付", "款"]) {
      b.caret(last, b.lines()[last]?.length ?? 0);
      b.type(text);
      exchange(a, b);
      expect(a.lines()[0]).toBe("合同价");
      expect(b.lines()[0]).toBe("合同");
    }
    a.composing = false;
    a.binding.compositionEnded();
    a.clock.advance(100);
    exchange(a, b);
    expect([b.lines()[0], b.lines()[last]]).toEqual(["合同价", "第二条付款"]);
    expectSame(a, b);
  },
);

test("a composition that rests is written, so that it cannot be lost", () => {
  const [a, b] = pair([""]);
  a.caret(0, 0);
  a.composing = true;
  a.dispatch(a.state.tr.insertText("days"));
  a.clock.advance(2_500);
  exchange(a, b);
  expect(b.lines()).toEqual(["days"]);
});

test("a colleague deleting the composing paragraph leaves a working editor", () => {
  const [a, b] = pair(["one", "two"]);
  a.caret(0, 3);
  a.composing = true;
  a.dispatch(a.state.tr.insertText("n"));
  b.dispatch(b.state.tr.delete(0, 5));
  exchange(a, b);
  a.composing = false;
  a.binding.compositionEnded();
  a.clock.advance(100);
  exchange(a, b);
  expectSame(a, b);
  expect(a.lines()).toEqual(["two"]);
});

test("content of an unknown kind stops the editor and is not deleted", () => {
  const [a, b] = pair(["one"]);
  const fragment = b.ydoc.getXmlFragment(FRAGMENT_NAME);
  b.ydoc.transact(() => fragment.insert(1, [new Y.XmlElement("videoCall")]), "remote");
  const before = Y.encodeStateVector(b.ydoc);
  Y.applyUpdate(a.ydoc, Y.encodeStateAsUpdate(b.ydoc), "remote");
  expect(a.frozen?.message).toContain("videoCall");
  a.dispatch(a.state.tr.insertText("x", 1));
  expect(Y.encodeStateVector(a.ydoc)).toEqual(before);
  expect(a.ydoc.getXmlFragment(FRAGMENT_NAME).length).toBe(2);
});

test("an unknown mark and an unknown attribute survive edits of the same paragraph", () => {
  const [a, b] = pair(["one two three"]);
  const element = b.ydoc.getXmlFragment(FRAGMENT_NAME).get(0) as Y.XmlElement;
  b.ydoc.transact(() => {
    (element.get(0) as Y.XmlText).format(4, 3, { sparkle: { size: 3 } });
    element.setAttribute("future", "yes");
  }, "remote");
  exchange(a, b);
  a.caret(0, 13);
  a.type("!");
  a.caret(0, 0, 13);
  a.run(toggleMark(bold));
  const shared = a.ydoc.getXmlFragment(FRAGMENT_NAME).get(0) as Y.XmlElement;
  expect(shared.getAttribute("future")).toBe("yes");
  expect(JSON.stringify((shared.get(0) as Y.XmlText).toDelta())).toContain("sparkle");
});

test("without permission to write nothing reaches the shared document and the text is put back", () => {
  const [a] = pair(["one"]);
  a.mayWrite = false;
  a.caret(0, 3);
  const before = Y.encodeStateVector(a.ydoc);
  a.type("x");
  expect(a.lines()).toEqual(["one"]);
  expect(Y.encodeStateVector(a.ydoc)).toEqual(before);
});

test("a colleague's change in one paragraph leaves the nodes of all others as they are", () => {
  const [a, b] = pair(["one", "two", "three"]);
  const kept = [b.doc.child(0), b.doc.child(2)];
  a.caret(1, 3);
  a.type("!");
  exchange(a, b);
  expect(b.doc.child(0)).toBe(kept[0]);
  expect(b.doc.child(2)).toBe(kept[1]);
});

test("the first key after a document has arrived replaces nothing", () => {
  const [a] = pair(["one", "two"]);
  const late = new Writer(9);
  Y.applyUpdate(late.ydoc, Y.encodeStateAsUpdate(a.ydoc), "remote");
  expect(late.state.selection).toBeInstanceOf(TextSelection);
  late.type("x");
  expect(late.lines()).toEqual(["xone", "two"]);
});

test("random edits of three writers, exchanged now and then, always end the same", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const random = seededRandom(seed);
    const writers = writersOf(3, ["第一条 alpha", "beta gamma", "", "delta 😀 epsilon"]);
    for (let step = 0; step < 120; step++) {
      randomEdit(random.pick(writers), random);
      if (random.chance(0.25)) exchange(...writers);
    }
    exchange(...writers);
    expectSame(...writers);
    expect(writers.map((writer) => writer.lines())).toEqual(writers.map(() => writers[0]?.lines()));
  }
});

function randomEdit(writer: Writer, random: ReturnType<typeof seededRandom>): void {
  const paragraphs = writer.lines().length;
  if (paragraphs === 0) {
    writer.dispatch(writer.state.tr.insert(0, [paragraph("new")]));
    return;
  }
  const index = random.int(paragraphs);
  const start = writer.paragraphStart(index);
  const text = writer.doc.resolve(start).parent.textContent;
  const size = text.length;
  // No caret of a browser stands inside a character.
  const whole = (at: number): number => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at);
  const offset = whole(random.int(size + 1));
  writer.dispatch(writer.state.tr.setSelection(TextSelection.create(writer.doc, start + offset)));
  const { tr } = writer.state;
  switch (random.int(8)) {
    case 0:
    case 1:
    case 2:
      writer.type(random.pick(["a", "合", "😀", "00", "\n"]));
      break;
    case 3:
      if (offset < size) writer.dispatch(tr.delete(start + offset, start + whole(Math.min(size, offset + 3))));
      break;
    case 4:
      writer.run(splitBlock);
      break;
    case 5:
      writer.dispatch(tr.setNodeAttribute(start - 1, "style", random.pick(["heading", "quote", null])));
      break;
    case 6:
      if (index > 0 && writer.doc.resolve(start).depth === 1) writer.dispatch(tr.join(start - 1));
      break;
    default:
      writer.dispatch(tr.addMark(start, start + offset, bold.create()));
  }
}

test("a caret stays behind its characters where others delete words beside them that begin and end alike", () => {
  const [struck, mine, other] = ["提前三十日书面通知", "提前四十五日书面通知", "提前六十日书面通知"];
  for (const words of [
    [struck, mine, other],
    [struck, other, mine],
    [mine, other, struck],
  ]) {
    const [a, b] = pair([`甲方应${words.join("")}。`]);
    const start = 3 + words.slice(0, words.indexOf(mine)).join("").length;
    b.caret(0, start + mine.length);
    // The words themselves go, as a decision deletes them, and not some that read like them.
    const text = must((a.binding.fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText | undefined, "a text");
    a.ydoc.transact(() => {
      text.delete(start + mine.length, 3 + words.join("").length - start - mine.length);
      text.delete(3, start - 3);
    });
    exchange(a, b);
    b.type("（X）");
    expect(b.lines()).toEqual([`甲方应${mine}（X）。`]);
    exchange(a, b);
    expectSame(a, b);
  }
});
