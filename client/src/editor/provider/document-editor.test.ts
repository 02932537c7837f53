// @vitest-environment happy-dom
/** The whole editor in a page without a browser: real editors, real shared documents. */
import { must, seededRandom } from "@parley/base";
import { FRAGMENT_NAME } from "@parley/document";
import type { DocumentProposal } from "@parley/documents";
import { type SessionStatus, plainStanding } from "@parley/sync";
import { TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { afterEach, expect, test, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { browserClock } from "../../platform/session/browser-ports.ts";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import { Writer } from "../binding/bound-writers.ts";
import { toggleStyle } from "../paragraphs/paragraph-commands.ts";
import { asIds } from "../proposing/own-proposals.ts";
import { placeMarks } from "../proposing/place-marks.ts";
import { collectMarks } from "../proposing/proposal-marks.ts";
import { proposalsKey, showProposals } from "../proposing/proposals-plugin.ts";
import { insertTable, tableCommands } from "../tables/table-commands.ts";
import { type DocumentEditor, type EditorPorts, createDocumentEditor, viewOf } from "./create-document-editor.ts";

const status: SessionStatus = {
  state: "saved",
  unsavedCount: 0,
  role: "edit",
  party: "ours",
  everSynced: true,
  standing: plainStanding,
  editable: true,
  proposing: false,
  seq: 1,
  othersSeq: 1,
  reason: null,
  maxUpdateBytes: 100_000,
};

/** Whether the editors propose instead of editing. */
let proposing = false;

/** How often undo has said that what it was about was decided on. */
let settledUndos = 0;
/** Whether the last of them said that something earlier can be undone. */
let earlierIsLeft: boolean | null = null;

const refused: Parameters<EditorPorts["onTooLarge"]>[0][] = [];
const ports: EditorPorts = {
  ariaLabel: "text",
  caretLabel: (page) => page.name,
  unseenNote: ({ sign }) => sign,
  referenceNote: (label) => ({ sentence: label ?? "", sign: "!" }),
  onFrozen: (reason) => {
    throw reason;
  },
  onUnproposable: (reason) => {
    throw new Error(reason);
  },
  onSettled: (hasEarlier) => {
    settledUndos++;
    earlierIsLeft = hasEarlier;
  },
  onTooLarge: (size) => void refused.push(size),
  picture: {
    source: (id) => `/pictures/${id}`,
    words: { missing: () => "missing", resize: () => "resize", noAlt: () => "picture" },
  },
  paste: { onPictures: () => undefined, onPicturesLeftOut: () => undefined },
  onKey: () => false,
};

const open: DocumentEditor[] = [];

function editorOf(ydoc: Y.Doc): DocumentEditor {
  const document_: OpenDocument = {
    documentId: "d",
    personId: "00000000-0000-7000-8000-000000000001",
    ydoc,
    fragment: ydoc.getXmlFragment(FRAGMENT_NAME),
    awareness: new Awareness(ydoc),
    hasLocalCopy: false,
    keepsCopy: true,
    status: () => ({ ...status, proposing }),
    setProposing: () => false,
    subscribe: () => () => undefined,
    onNews: () => () => undefined,
    follow: () => () => undefined,
    unsavedText: () => "",
    aside: { document: () => null, words: () => "", put: async () => ydoc, forget: async () => undefined },
    putAside: async () => ydoc,
    discard: async () => undefined,
    close: () => undefined,
  };
  const made = createDocumentEditor(document_, ports);
  made.editor.mount(document.body.appendChild(document.createElement("div")));
  made.editor.setEditable(true, false);
  open.push(made);
  return made;
}

afterEach(() => {
  proposing = false;
  for (const each of open.splice(0)) each.destroy();
});

function pair(...lines: readonly string[]): [DocumentEditor, DocumentEditor] {
  const first = new Y.Doc();
  first.clientID = 1;
  const second = new Y.Doc();
  second.clientID = 2;
  first.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== "wire") wire.push([second, update]);
  });
  second.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== "wire") wire.push([first, update]);
  });
  const a = editorOf(first);
  const b = editorOf(second);
  type(viewOf(a), lines.join("\n"));
  deliver();
  return [a, b];
}

const wire: (readonly [Y.Doc, Uint8Array])[] = [];

/** Brings everything that was written to the other side. */
function deliver(): void {
  for (const [to, update] of wire.splice(0)) Y.applyUpdate(to, update, "wire");
}

function key(view: EditorView, name: string, modifiers: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...modifiers });
  view.someProp("handleKeyDown", (handle) => handle(view, event));
}

/** Types as a keyboard does: rules for signs first, then the letter; a line break is Enter. */
function type(view: EditorView, text: string): void {
  for (const letter of text) {
    if (letter === "\n") {
      key(view, "Enter");
      continue;
    }
    if (view.state.doc.childCount === 0) key(view, letter);
    const insert = (): ReturnType<typeof view.state.tr.insertText> =>
      view.state.tr.insertText(letter, view.state.selection.from, view.state.selection.to);
    const handled = view.someProp("handleTextInput", (handle) =>
      handle(view, view.state.selection.from, view.state.selection.to, letter, insert),
    );
    if (handled !== true) view.dispatch(insert());
  }
}

function caret(view: EditorView, paragraph: number, offset: number, head = offset): void {
  const starts: number[] = [];
  view.state.doc.descendants((node, pos) => {
    if (node.isTextblock) starts.push(pos + 1);
  });
  const start = must(starts[paragraph], "the paragraph exists");
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, start + offset, start + head)));
}

function lines(each: DocumentEditor): string[] {
  const found: string[] = [];
  viewOf(each).state.doc.descendants((node) => {
    if (node.isTextblock) found.push(node.textContent);
  });
  return found;
}

function attributes(each: DocumentEditor, index: number): Record<string, unknown> {
  const node = viewOf(each).state.doc.child(index);
  return Object.fromEntries(Object.entries(node.attrs).filter(([name, value]) => value !== null && name !== "listId"));
}

test("the first key in an empty document makes its paragraph, and only for who typed", () => {
  const [a, b] = pair("hello");
  expect(lines(a)).toEqual(["hello"]);
  expect(lines(b)).toEqual(["hello"]);
});

test("typed signs become headings, lists, quotes, code, rules and marks", () => {
  const [a] = pair(
    "## Scope",
    "- point",
    "",
    "1. first",
    "second",
    "",
    "[x] done",
    "",
    "> said",
    "",
    "plain **bold** end",
  );
  // The empty lines left the lists and the quote.
  expect(lines(a)).toEqual(["Scope", "point", "first", "second", "done", "said", "plain bold end"]);
  expect(attributes(a, 0)).toEqual({ style: "heading", level: 2 });
  expect(attributes(a, 1)).toEqual({ list: "bullet" });
  expect(attributes(a, 2)).toEqual({ list: "number" });
  expect(attributes(a, 4)).toEqual({ list: "check", checked: true });
  expect(attributes(a, 5)).toEqual({ style: "quote" });
  expect(
    viewOf(a)
      .state.doc.child(6)
      .child(1)
      .marks.map((mark) => mark.type.name),
  ).toEqual(["bold"]);
  type(viewOf(a), "\n---");
  expect(viewOf(a).state.doc.child(7).type.name).toBe("horizontalRule");
});

test("Backspace right after a sign turned into something gives the sign back", () => {
  const [a] = pair("x");
  type(viewOf(a), "\n# ");
  expect(attributes(a, 1)).toEqual({ style: "heading", level: 1 });
  key(viewOf(a), "Backspace");
  expect(attributes(a, 1)).toEqual({});
  expect(lines(a)[1]).toBe("# ");
});

test("a heading made while a colleague types in it loses nothing in either page", () => {
  const [a, b] = pair("The fee is 30 euros");
  caret(viewOf(a), 0, 3);
  toggleStyle("heading", 2)(viewOf(a).state, (tr) => viewOf(a).dispatch(tr), viewOf(a));
  caret(viewOf(b), 0, 11, 13);
  type(viewOf(b), "95");
  deliver();
  expect(lines(a)).toEqual(["The fee is 95 euros"]);
  expect(lines(b)).toEqual(["The fee is 95 euros"]);
  expect(viewOf(a).dom.querySelector("h2")?.textContent).toBe("The fee is 95 euros");
  expect(viewOf(b).dom.querySelector("h2")?.textContent).toBe("The fee is 95 euros");
});

test("undo takes back one's own words and leaves the colleague's", () => {
  const [a, b] = pair("start");
  caret(viewOf(b), 0, 5);
  type(viewOf(b), " theirs");
  deliver();
  caret(viewOf(a), 0, 0);
  a.undo.stopCapturing();
  type(viewOf(a), "mine ");
  deliver();
  expect(lines(b)).toEqual(["mine start theirs"]);
  a.undo.undo();
  deliver();
  expect(lines(a)).toEqual(["start theirs"]);
  expect(lines(b)).toEqual(["start theirs"]);
  a.undo.redo();
  deliver();
  expect(lines(b)).toEqual(["mine start theirs"]);
});

test("undo takes back one's own words also where a colleague's new paragraph has taken them along", () => {
  const [a, b] = pair("The fee for all of the work is");
  caret(viewOf(a), 0, 30);
  a.undo.stopCapturing();
  type(viewOf(a), " 100");
  deliver();
  caret(viewOf(b), 0, 27);
  key(viewOf(b), "Enter");
  deliver();
  expect(lines(a)).toEqual(["The fee for all of the work", " is 100"]);
  a.undo.undo();
  deliver();
  expect(lines(a)).toEqual(["The fee for all of the work", " is"]);
  expect(lines(b)).toEqual(["The fee for all of the work", " is"]);
  a.undo.redo();
  deliver();
  expect(lines(b)).toEqual(["The fee for all of the work", " is 100"]);
});

test.each([1, 2, 3, 4, 5, 6])(
  "undo takes back all that one has typed, wherever colleagues moved it, and nothing of theirs (seed %i)",
  (seed) => {
    const random = seededRandom(seed);
    const [a, b] = pair("one two three four", "five six seven eight");
    a.undo.stopCapturing();
    a.undo.clear();
    const typed: Record<"own" | "theirs", string[]> = { own: [], theirs: [] };
    const write = (each: DocumentEditor, kind: "own" | "theirs", first: number): void => {
      const letter = String.fromCodePoint(first + typed[kind].length);
      typed[kind].push(letter);
      type(viewOf(each), letter);
    };
    for (let step = 0; step < 40; step++) {
      const each = random.chance(0.6) ? a : b;
      const at = random.int(lines(each).length);
      caret(viewOf(each), at, random.int((lines(each)[at] ?? "").length + 1));
      if (each === a) write(a, "own", 0x4e00);
      else if (random.chance(0.4)) key(viewOf(b), "Enter");
      else if (random.chance(0.3)) {
        caret(viewOf(b), at, 0);
        key(viewOf(b), "Backspace");
      } else write(b, "theirs", 0x5e00);
      if (random.chance(0.7)) deliver();
    }
    deliver();
    while (a.undo.canUndo()) a.undo.undo();
    deliver();
    const left = lines(a).join("");
    expect(typed.own.filter((letter) => left.includes(letter))).toEqual([]);
    expect(typed.theirs.filter((letter) => !left.includes(letter))).toEqual([]);
    expect(lines(b)).toEqual(lines(a));
  },
);

test("undo leaves what a colleague wrote instead of one's own words, and takes back what one wrote before", () => {
  const [a, b] = pair("The fee is euros");
  caret(viewOf(a), 0, 10);
  a.undo.stopCapturing();
  type(viewOf(a), " 100");
  deliver();
  caret(viewOf(b), 0, 10, 14);
  type(viewOf(b), "-95");
  deliver();
  a.undo.undo();
  deliver();
  expect(lines(a)).toEqual(["-95"]);
});

test("undoing a paragraph that a colleague has written in keeps the colleague's words", () => {
  const [a, b] = pair("start");
  a.undo.stopCapturing();
  caret(viewOf(a), 0, 5);
  type(viewOf(a), "\nmine");
  deliver();
  caret(viewOf(b), 1, 4);
  type(viewOf(b), " theirs");
  deliver();
  a.undo.undo();
  a.undo.undo();
  deliver();
  expect(lines(a).join("|")).toContain("theirs");
  expect(lines(a).join("|")).not.toContain("mine");
  expect(lines(b)).toEqual(lines(a));
});

test("a command is one step of undo, apart from the typing around it", () => {
  const [a] = pair("one");
  a.undo.stopCapturing();
  type(viewOf(a), " two");
  key(viewOf(a), "Enter");
  type(viewOf(a), "three");
  a.undo.undo();
  expect(lines(a)).toEqual(["one two", ""]);
  a.undo.undo();
  expect(lines(a)).toEqual(["one two"]);
  a.undo.undo();
  expect(lines(a)).toEqual(["one"]);
});

test("every new cell of a table can be written in", () => {
  const [a, b] = pair("x", "");
  const view = viewOf(a);
  const run = (command: ReturnType<typeof insertTable>): boolean =>
    command(view.state, (tr) => view.dispatch(tr), view);
  run(insertTable(2, 2));
  run(tableCommands.addRowAfter);
  run(tableCommands.addColumnAfter);
  deliver();
  const counts: number[] = [];
  viewOf(b).state.doc.descendants((node) => {
    if (node.type.name === "tableCell" || node.type.name === "tableHeader") counts.push(node.childCount);
  });
  expect(counts).toEqual(Array.from({ length: 9 }, () => 1));
});

test("a table that two people made uneven is not mended by merely receiving the change", () => {
  const [a, b] = pair("x", "");
  const run = (each: DocumentEditor, command: ReturnType<typeof insertTable>): boolean =>
    command(viewOf(each).state, (tr) => viewOf(each).dispatch(tr), viewOf(each));
  run(a, insertTable(2, 2));
  deliver();
  caret(viewOf(a), 1, 0);
  run(a, tableCommands.addColumnAfter);
  caret(viewOf(b), 1, 0);
  run(b, tableCommands.addRowAfter);
  deliver();
  expect(wire).toEqual([]);
  const shared = new Writer(9);
  Y.applyUpdate(shared.ydoc, Y.encodeStateAsUpdate(a.binding.fragment.doc ?? new Y.Doc()));
  expect(viewOf(a).state.doc.toJSON()).toEqual(shared.doc.toJSON());
  expect(viewOf(b).state.doc.toJSON()).toEqual(shared.doc.toJSON());
});

test("moving the editor on the page keeps text, undo and menus", () => {
  const [a] = pair("one");
  a.undo.stopCapturing();
  type(viewOf(a), " two");
  a.editor.unmount();
  a.editor.mount(document.body.appendChild(document.createElement("div")));
  expect(lines(a)).toEqual(["one two"]);
  a.undo.undo();
  expect(lines(a)).toEqual(["one"]);
  expect(viewOf(a).dom.classList.contains("parley-prose")).toBe(true);
});

/** Hides an editor's text, lets others write, and shows the text again. */
function whileHidden(hidden: DocumentEditor, act: () => void): void {
  hidden.editor.unmount();
  act();
  deliver();
  hidden.editor.mount(document.body.appendChild(document.createElement("div")));
}

test("paragraphs and rows that come and go while the text is hidden are shown when it comes back, and writing goes on", () => {
  const [a, b] = pair("one", "two", "three", "four");
  const run = (command: ReturnType<typeof insertTable>): boolean =>
    command(viewOf(b).state, (tr) => viewOf(b).dispatch(tr), viewOf(b));
  caret(viewOf(b), 3, 4);
  run(insertTable(2, 2));
  deliver();
  const expectSame = (): void => {
    expect(a.binding.frozen).toBe(false);
    expect(viewOf(a).state.doc.toJSON()).toEqual(viewOf(b).state.doc.toJSON());
  };
  // What follows is a table, which a paragraph must not be taken for.
  whileHidden(a, () => viewOf(b).dispatch(viewOf(b).state.tr.delete(5, 10)));
  expectSame();
  whileHidden(a, () => {
    caret(viewOf(b), 0, 3);
    type(viewOf(b), "\nmore\nand more");
  });
  expectSame();
  caret(viewOf(b), 5, 0);
  whileHidden(a, () => void run(tableCommands.addRowAfter));
  expectSame();
  whileHidden(a, () => void run(tableCommands.deleteRow));
  expectSame();
  caret(viewOf(a), 2, 8);
  type(viewOf(a), "!");
  deliver();
  expect(lines(b)[2]).toBe("and more!");
  expectSame();
});

test("what is too large to be sent never enters the document, and the rest goes on", async () => {
  const [a, b] = pair("one");
  const view = viewOf(a);
  refused.length = 0;
  view.dispatch(view.state.tr.insertText("字".repeat(40_000)));
  expect(lines(a)).toEqual(["one"]);
  await expect.poll(() => refused).toEqual([{ of: "bytes", count: expect.any(Number), limit: 100_000 }]);
  expect(refused[0]?.count).toBeGreaterThan(120_000);
  type(view, " two");
  deliver();
  expect(lines(b)).toEqual(["one two"]);
  // What others have made is shown whatever its size.
  viewOf(b).dispatch(viewOf(b).state.tr.insertText("x".repeat(60_000)));
  viewOf(b).dispatch(viewOf(b).state.tr.insertText("y".repeat(60_000)));
  deliver();
  expect(lines(a)[0]?.length).toBeGreaterThan(120_000);
});

test("undo takes back what was proposed: new words, and that others are struck", () => {
  const [a, b] = pair("one two three");
  proposing = true;
  a.undo.clear();
  caret(viewOf(a), 0, 4, 7);
  viewOf(a).dispatch(viewOf(a).state.tr.insertText("2"));
  deliver();
  expect(lines(a)).toEqual(["one two2 three"]);
  expect(Array.from(a.own.records(), ([, record]) => record.do)).toEqual(["delete"]);
  expect(viewOf(a).state.selection.head).toBe(9);
  a.undo.undo();
  deliver();
  expect(lines(a)).toEqual(["one two three"]);
  expect(lines(b)).toEqual(["one two three"]);
  expect([...a.own.records()]).toEqual([]);
  a.undo.redo();
  deliver();
  expect(lines(b)).toEqual(["one two2 three"]);
  expect(Array.from(a.own.records(), ([, record]) => record.do)).toEqual(["delete"]);
});

test("undo does not take back what was decided on meanwhile", () => {
  const [a] = pair("one");
  proposing = true;
  a.undo.clear();
  caret(viewOf(a), 0, 3);
  viewOf(a).dispatch(viewOf(a).state.tr.insertText("!"));
  deliver();
  a.own.noteSaved(1);
  a.own.takeList(1, []);
  a.undo.undo();
  expect(lines(a)).toEqual(["one!"]);
});

test("undo of what was decided on says so and takes nothing older back; the next undo does", () => {
  const [a, b] = pair("one", "two", "three");
  proposing = true;
  a.undo.clear();
  settledUndos = 0;
  for (const [line, words] of ["first", "second", "third"].entries()) {
    caret(viewOf(a), line, 0);
    viewOf(a).dispatch(viewOf(a).state.tr.insertText(words));
    a.undo.stopCapturing();
  }
  deliver();
  const written = a.own.unlisted;
  const [first] = written;
  // The third is accepted, the second is rejected, and the first waits.
  a.own.noteSaved(1);
  a.own.takeList(1, first ? [{ ...first, length: 5 }] : []);
  proposing = false;
  viewOf(b).dispatch(
    viewOf(b).state.tr.delete(viewOf(b).state.doc.child(0).nodeSize + 1, viewOf(b).state.doc.child(0).nodeSize + 7),
  );
  deliver();
  proposing = true;
  const undone: [string[], number][] = [];
  for (let step = 0; step < 4; step++) {
    a.undo.undo();
    undone.push([lines(a), settledUndos]);
  }
  expect(undone).toEqual([
    [["firstone", "two", "thirdthree"], 1],
    [["firstone", "two", "thirdthree"], 2],
    [["one", "two", "thirdthree"], 2],
    [["one", "two", "thirdthree"], 2],
  ]);
});

test("undo when all was decided on says once that nothing earlier is left, and has nothing to undo then", () => {
  const [a] = pair("one", "two", "three");
  proposing = true;
  a.undo.clear();
  [settledUndos, earlierIsLeft] = [0, null];
  for (const [line, words] of ["first", "second", "third"].entries()) {
    caret(viewOf(a), line, 0);
    viewOf(a).dispatch(viewOf(a).state.tr.insertText(words));
    a.undo.stopCapturing();
  }
  deliver();
  const [first] = a.own.unlisted;
  a.own.noteSaved(1);
  a.own.takeList(1, first ? [{ ...first, length: 5 }] : []);
  a.undo.undo();
  expect([settledUndos, earlierIsLeft, a.undo.canUndo()]).toEqual([1, true, true]);
  a.own.takeList(1, []);
  a.undo.undo();
  expect([settledUndos, earlierIsLeft, a.undo.canUndo()]).toEqual([2, false, false]);
  expect(lines(a)).toEqual(["firstone", "secondtwo", "thirdthree"]);
});

const ofNobody = { personId: "", party: null, proposing: false };

/** What waits as one person's, as a list would tell it to others. Proposals that stay are the same objects. */
function listOf({ own }: DocumentEditor, before: readonly DocumentProposal[]): DocumentProposal[] {
  const parts = [
    ...own.unlisted.map((range) => ({ inserted: [[...asIds(range)] as [number, number, number]], records: [] })),
    ...Array.from(own.records(), ([, record]) => ({
      inserted: [],
      records: [record as DocumentProposal["records"][number]],
    })),
  ];
  return parts.map((part) => {
    const id = JSON.stringify(part);
    const kept = before.find((each) => each.id === id);
    return (
      kept ?? {
        ...part,
        id,
        digest: id,
        author: { id: "00000000-0000-7000-8000-000000000009", name: "Mara" },
        party: "counterparty",
        kind: "insert",
        insertedText: "",
        deletedText: "",
        inside: [],
        proposedAt: "2026-01-01T00:00:00.000Z",
        firstSeq: 1,
        lastSeq: 1,
        requires: [],
        counters: null,
        // Some are alternatives to each other; which letter one has depends on the others.
        answered: id.length % 2 === 0 ? ["gone 1-1"] : [],
        blocks: [],
        others: [],
        place: [1, 1],
      }
    );
  });
}

/** What an editor shows as somebody's new words. */
function newWords(each: DocumentEditor): string[] {
  const { state } = viewOf(each);
  return (proposalsKey.getState(state)?.find() ?? []).map(({ from, to }) => state.doc.textBetween(from, to));
}

test("what is typed on at the end of one's own new words is marked with the key itself, and nothing is drawn again", async () => {
  const [a] = pair("one two");
  proposing = true;
  const view = viewOf(a);
  const reader = { personId: "00000000-0000-7000-8000-000000000001", party: "ours", proposing: true } as const;
  showProposals(view, { listed: [], activeId: null, reader });
  caret(view, 0, 3);
  type(view, "x");
  await vi.waitFor(() => expect(newWords(a)).toEqual(["x"]), { timeout: 15_000, interval: 1 });
  type(view, "y");
  expect(newWords(a)).toEqual(["xy"]);
  // The server lists it under a name; what is typed then belongs to it until it is told otherwise.
  const listed = listOf(a, []).map((each) => ({ ...each, author: { id: reader.personId, name: "Lin" } }));
  a.own.takeList(1, a.own.unlisted);
  showProposals(view, { listed, activeId: null, reader });
  let drawn = 0;
  const draw = view.dispatch.bind(view);
  view.dispatch = (tr) => {
    if (tr.getMeta(proposalsKey) !== undefined) drawn++;
    draw(tr);
  };
  type(view, "z");
  expect(newWords(a)).toEqual(["xyz"]);
  // What is drawn is drawn by now: it was put off before this was.
  await new Promise<void>((done) => {
    browserClock.schedule(done, 0);
  });
  expect([newWords(a), drawn]).toEqual([["xyz"], 0]);
});

test("what is typed behind somebody else's new words, or by who edits, is not marked", async () => {
  const [a, b] = pair("one two");
  proposing = true;
  caret(viewOf(a), 0, 3);
  type(viewOf(a), "x");
  deliver();
  const listed = listOf(a, []).map((each) => ({ ...each, author: { id: "mara", name: "Mara" } }));
  for (const readsProposing of [true, false]) {
    proposing = readsProposing;
    const reader = { personId: readsProposing ? "lin" : "mara", party: "ours", proposing: readsProposing } as const;
    showProposals(viewOf(b), { listed, activeId: null, reader });
    await vi.waitFor(() => expect(newWords(b)).toEqual(["x"]), { timeout: 15_000, interval: 1 });
    proposing = false;
    caret(viewOf(b), 0, 4);
    type(viewOf(b), "y");
    expect(newWords(b)).toEqual(["x"]);
  }
});

test("in a proposed paragraph the words of its author are marked with it, those of others as theirs", () => {
  const [a, b] = pair("one", "two three");
  caret(viewOf(b), 1, 9);
  type(viewOf(b), " four");
  deliver();
  const { state } = viewOf(a);
  const element = a.binding.fragment.get(1) as Y.XmlElement;
  const { id } = element._item as Y.Item;
  const base = {
    ...listOf(a, [])[0],
    digest: "",
    party: "ours",
    kind: "insert",
    records: [],
    requires: [],
    answered: [],
  };
  const from = (name: string, rest: Partial<DocumentProposal>): DocumentProposal =>
    ({ ...base, id: name, author: { id: name, name }, inserted: [], blocks: [], ...rest }) as DocumentProposal;
  const theirs: [number, number, number][] = [];
  for (let item = (element.get(0) as Y.XmlText)._start; item; item = item.right)
    if (item.id.client === 2) theirs.push([item.id.client, item.id.clock, item.length]);
  const listed = [
    from("mara", { blocks: [[id.client, id.clock]], inserted: [[1, 0, 1_000]] }),
    from("osei", { inserted: theirs }),
  ];
  const marks = collectMarks(listed, a.own, ofNobody);
  const drawn = placeMarks(state.doc, a.binding.fragment, marks, null).decorations as unknown as {
    from: number;
    to: number;
    type: { attrs: Record<string, string> };
  }[];
  const inSecond = drawn.filter(({ from: at }) => at > 5);
  expect(inSecond.map(({ from: at, to }) => state.doc.textBetween(at, to))).toEqual([" four"]);
});

/** The marks of proposals that an editor shows, and those of a document that is read whole. */
function marksOf(
  each: DocumentEditor,
  listed: readonly DocumentProposal[],
  reader: Parameters<typeof collectMarks>[2],
): [unknown, unknown] {
  const { state } = viewOf(each);
  const whole = placeMarks(state.doc, each.binding.fragment, collectMarks(listed, each.own, reader), null).decorations;
  const told = (decorations: readonly { from: number; to: number }[]): string[] =>
    (decorations as readonly { from: number; to: number; type: { attrs: Record<string, string> } }[])
      .map(
        ({ from, to, type: { attrs } }) =>
          `${from}-${to} ${attrs["data-kind"]} ${attrs["class"]} ${attrs["data-letter"]}`,
      )
      .sort();
  return [told(proposalsKey.getState(state)?.find() ?? []), told(whole)];
}

test.each([1, 2, 3, 4, 5, 6, 15])(
  "marks that are drawn block by block are those of the whole document (seed %i)",
  async (seed) => {
    const random = seededRandom(seed);
    const [a, b] = pair("one two three", "four five six", "seven eight", "nine");
    const mara = { personId: "00000000-0000-7000-8000-000000000001", party: "ours", proposing: true } as const;
    showProposals(viewOf(a), { listed: [], activeId: null, reader: mara });
    let listed: DocumentProposal[] = [];
    for (let gesture = 0; gesture < 40; gesture++) {
      proposing = random.int(3) > 0;
      const view = viewOf(proposing ? a : b);
      const { doc } = view.state;
      const paragraph = random.int(doc.childCount);
      const size = doc.child(paragraph).content.size;
      const from = random.int(size + 1);
      caret(view, paragraph, from, Math.min(size, from + random.int(4)));
      const act = random.int(8);
      if (act === 0) type(view, "\n");
      else if (act === 1) key(view, "Backspace");
      else if (act < 4) view.dispatch(view.state.tr.deleteSelection());
      else type(view, random.pick(["x", "yz"]));
      deliver();
      if (random.int(3) === 0) {
        listed = listOf(a, listed);
        showProposals(viewOf(b), { listed, activeId: null, reader: ofNobody });
      }
      // Marks are drawn a moment after the change stands.
      for (const shownAndWhole of [() => marksOf(a, [], mara), () => marksOf(b, listed, ofNobody)])
        await vi.waitFor(() => expect(shownAndWhole()[0]).toEqual(shownAndWhole()[1]), {
          interval: 1,
          timeout: 15_000,
        });
    }
    expect(marksOf(a, [], mara)[1]).not.toEqual([]);
  },
);
