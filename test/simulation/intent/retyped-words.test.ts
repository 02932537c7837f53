/** Somebody types a clause anew, or adds words to it, while somebody else deletes it: with the product's own binding and forwarding. */
import { must } from "@parley/base";
import { seedUpdate } from "@parley/document";
import {
  type Damage,
  DocumentReplica,
  RememberedWishes,
  deletionsOnly,
  planForwarding,
  planRepair,
  readTextSpans,
} from "@parley/history";
import { TextSelection } from "@tiptap/pm/state";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { Writer, testSchema } from "../../../client/src/editor/binding/bound-writers.ts";

const [FORWARDER, REPAIRER] = [90, 91];
const CLAUSE = "The buyer may terminate this agreement on thirty days notice.";
const SELECTED = "terminate this agreement on thirty days notice";
const TYPED = "terminate this agreement on sixty days notice";

/** A server, and writers who have seen its first row and nothing since. */
class Table {
  readonly replica = DocumentReplica.open(null, []);
  /** What is told, and to whom. */
  readonly told: { readonly damage: Damage; readonly makers: readonly number[] }[] = [];
  readonly makers: number[] = [];
  private readonly wishes = new RememberedWishes();

  constructor(lines: readonly string[]) {
    const blocks = lines.map((text) => ({ type: "paragraph" as const, runs: [{ text }] }));
    this.take(seedUpdate({ blocks }, 7), 7);
  }

  sit(client: number): Writer {
    const writer = new Writer(client);
    Y.applyUpdate(writer.ydoc, Y.encodeStateAsUpdate(this.replica.ydoc), "remote");
    return writer;
  }

  /** What a writer does, as one row: so comes what was written without a line. */
  send(writer: Writer, task: () => void): void {
    const made: Uint8Array[] = [];
    const listen = (update: Uint8Array): number => made.push(update);
    writer.ydoc.on("update", listen);
    task();
    writer.ydoc.off("update", listen);
    this.take(Y.mergeUpdates(made), writer.ydoc.clientID);
  }

  private take(update: Uint8Array, client: number): void {
    const { replica } = this;
    const context = { kind: "typed", baseSeq: 1, proposes: false, statement: null } as const;
    const taken = replica.take(update, () => true, context);
    if (taken && "code" in taken) throw new Error(taken.reason);
    if (taken) this.makers.push(client);
    const isOwn = (seq: number): boolean => this.makers[seq - 1] === client;
    const isForwarded = (seq: number): boolean => this.makers[seq - 1] === FORWARDER;
    const row = { ...(taken ?? deletionsOnly(replica, update)), baseSeq: 1, isOwn, isForwarded, proposes: false };
    const plan = planForwarding(replica, row, FORWARDER);
    if (plan?.made) this.own(plan.made, FORWARDER);
    const damage = plan ? [...plan.damage, ...this.wishes.judge(replica, row, plan)] : this.wishes.pass(replica, row);
    for (const each of damage)
      this.told.push({
        damage: each,
        makers: each.rows.map((seq) => (seq === row.seq ? client : (this.makers[seq - 1] ?? 0))),
      });
  }

  private own(
    { update, statement }: Pick<NonNullable<ReturnType<typeof planRepair>>, "update" | "statement">,
    by: number,
  ): void {
    const taken = this.replica.take(update, () => true, { kind: "forward", baseSeq: null, proposes: false, statement });
    if (!taken || "code" in taken) throw new Error(taken ? taken.reason : "nothing new");
    this.makers.push(by);
  }

  repair(damage: Damage): void {
    this.own(must(planRepair(this.replica, damage, REPAIRER), "a repair"), REPAIRER);
  }

  get lines(): string[] {
    return this.sit(50).lines();
  }

  /** Whoever wrote the words that stand, in their order. */
  get writers(): number[] {
    return readTextSpans(this.replica, { deleted: false }).map(({ insertedSeq }) => this.makers[insertedSeq - 1] ?? 0);
  }
}

type Task = (writer: Writer) => void;

function select(writer: Writer, words: string): void {
  const paragraph = writer.lines().findIndex((line) => line.includes(words));
  const at = writer.lines()[paragraph]?.indexOf(words) ?? -1;
  writer.caret(paragraph, at, at + words.length);
}

const typeOver =
  (words: string, typed: string): Task =>
  (writer) => {
    select(writer, words);
    writer.type(typed);
  };
const pasteOver =
  (words: string, typed: string): Task =>
  (writer) => {
    select(writer, words);
    writer.dispatch(writer.state.tr.insertText(typed));
  };
const remove =
  (words: string): Task =>
  (writer) => {
    select(writer, words);
    writer.dispatch(writer.state.tr.deleteSelection());
  };
const add =
  (behind: string, words: string): Task =>
  (writer) => {
    select(writer, behind);
    writer.dispatch(writer.state.tr.setSelection(TextSelection.create(writer.doc, writer.state.selection.to)));
    writer.type(words);
  };

/** Both orders in which the two can come. */
function meet(lines: readonly string[], one: Task, other: Task): Table[] {
  return [false, true].map((swapped) => {
    const table = new Table(lines);
    const [a, b] = [table.sit(11), table.sit(12)];
    const tasks = [() => table.send(a, () => one(a)), () => table.send(b, () => other(b))];
    for (const task of swapped ? tasks.toReversed() : tasks) task();
    return table;
  });
}

const told = (table: Table): { kind: string; text: string; makers: number[] }[] =>
  table.told.map(({ damage: { kind, text }, makers }) => ({ kind, text, makers: makers.toSorted((a, b) => a - b) }));

describe.each([
  ["letter by letter", typeOver],
  ["at once", pasteOver],
])("a sentence typed %s over another one", (_how, over) => {
  test("[FW3] [FW7] [FW10] stays whole when somebody deletes the clause, both are told, and one step takes it away", () => {
    for (const table of meet([CLAUSE, "Two."], remove(CLAUSE), over(SELECTED, TYPED))) {
      expect(table.lines).toEqual([TYPED, "Two."]);
      expect(told(table)).toEqual([{ kind: "remained", text: TYPED, makers: [11, 12] }]);
      table.repair(must(table.told[0]?.damage, "the damage"));
      expect(table.lines).toEqual(["Two."]);
    }
  });

  test("[FW3] [FW7] stays whole when somebody deletes some of its words only, and both are told", () => {
    for (const table of meet([CLAUSE], remove("this agreement on thirty"), over(SELECTED, TYPED))) {
      expect(table.lines).toEqual([`The buyer may ${TYPED}.`]);
      expect(told(table)).toEqual([{ kind: "remained", text: TYPED, makers: [11, 12] }]);
    }
  });

  test("[FW3] in Chinese, too", () => {
    const clause = "甲方有权提前三十日书面通知乙方解除合同。";
    for (const table of meet([clause], remove(clause), over("甲方有权提前三十日", "甲方有权提前六十个工作日")))
      expect([table.lines, told(table)]).toEqual([
        ["甲方有权提前六十个工作日"],
        [{ kind: "remained", text: "甲方有权提前六十个工作日", makers: [11, 12] }],
      ]);
  });

  test("[FW7] meets nobody where somebody deletes other words", () => {
    for (const table of meet([CLAUSE], remove("The buyer "), over(SELECTED, TYPED)))
      expect([table.lines, told(table)]).toEqual([[`may ${TYPED}.`], []]);
  });
});

test("[FW3] [FW7] two who type over the same words have both, and are told of each", () => {
  for (const table of meet([CLAUSE], pasteOver("thirty days", "forty days"), pasteOver("thirty days", "sixty days"))) {
    expect(table.lines[0]).toMatch(/on (forty dayssixty days|sixty daysforty days) notice/u);
    expect(told(table)).toMatchObject([
      { kind: "remained", makers: [11, 12] },
      { kind: "remained", makers: [11, 12] },
    ]);
  }
});

test("[FW3] who only takes words away by typing the rest anew has taken them away: a deletion is carried to the rest", () => {
  for (const table of meet([CLAUSE], remove(CLAUSE), pasteOver(SELECTED, "terminate this agreement on days notice")))
    expect([table.lines.join(""), told(table)]).toEqual(["", []]);
});

test("[FW3] words that somebody moved within their paragraph, and others typed beside them, are still deleted", () => {
  const move: Task = (writer) => {
    select(writer, "this agreement ");
    const { from, to } = writer.state.selection;
    const end = writer.paragraphStart(0) + CLAUSE.length;
    writer.dispatch(writer.state.tr.insertText(" this agreement, too", end).delete(from, to));
  };
  for (const table of meet([CLAUSE], remove("this agreement "), move))
    expect(table.lines[0]).not.toContain("this agreement");
});

test("[FW7] [FW10] words added to a clause that somebody deletes stay, both are told, and one step takes them away", () => {
  for (const table of meet(["One.", CLAUSE], remove(CLAUSE), add("thirty days", " (a week)"))) {
    expect(table.lines).toEqual(["One.", " (a week)"]);
    expect(told(table)).toEqual([{ kind: "remained", text: " (a week)", makers: [11, 12] }]);
    table.repair(must(table.told[0]?.damage, "the damage"));
    expect(table.lines).toEqual(["One."]);
  }
});

test("[FW7] words added at the end of a clause remain only where nothing else of it does", () => {
  for (const table of meet([CLAUSE], remove(CLAUSE), add(CLAUSE, " Always.")))
    expect(told(table)).toEqual([{ kind: "remained", text: " Always.", makers: [11, 12] }]);
  for (const table of meet([CLAUSE], remove("notice."), add(CLAUSE, " Always."))) expect(told(table)).toEqual([]);
});

test("[FW1] what a colleague adds before or behind the words that somebody types over stays there", () => {
  const anew = pasteOver(SELECTED, TYPED);
  for (const [task, line] of [
    [add("notice", " in writing"), `The buyer may ${TYPED} in writing.`],
    [add("may ", "always "), `The buyer may always ${TYPED}.`],
  ] as const)
    for (const table of [...meet([CLAUSE], anew, task), ...meet([CLAUSE], task, anew)])
      expect([table.lines, told(table)]).toEqual([[line], []]);
});

/** The bold words of the document. */
const boldIn = (table: Table): string[] => {
  const words: string[] = [];
  table.sit(50).doc.descendants((node) => {
    if (node.marks.some(({ type }) => type.name === "bold")) words.push(node.text ?? "");
  });
  return words;
};
const embolden =
  (words: string): Task =>
  (writer) => {
    select(writer, words);
    const { from, to } = writer.state.selection;
    writer.dispatch(writer.state.tr.addMark(from, to, testSchema.mark("bold")));
  };
const split =
  (before: string): Task =>
  (writer) => {
    select(writer, before);
    writer.dispatch(writer.state.tr.split(writer.state.selection.from));
  };

test("[GU9] a selection that begins with a character of two halves is typed over whole", () => {
  for (const over of [typeOver, pasteOver])
    for (const [selected, typed] of [
      ["😀", "no"],
      ["😀 here", "there"],
      ["𠮷野株式会社", "吉野株式会社"],
    ] as const) {
      const table = new Table([`The buyer ${selected} signs.`]);
      const writer = table.sit(11);
      table.send(writer, () => over(selected, typed)(writer));
      expect([table.lines, told(table)]).toEqual([[`The buyer ${typed} signs.`], []]);
    }
});

test("[FW4] words typed over others are bold where a colleague makes those bold meanwhile", () => {
  for (const [bold, result] of [
    ["thirty days", "sixty days"],
    [SELECTED, TYPED],
    [CLAUSE, `The buyer may ${TYPED}.`],
    ["this agreement", "this agreement"],
    ["The buyer ", "The buyer "],
  ] as const)
    for (const over of [typeOver, pasteOver])
      for (const table of meet([CLAUSE], embolden(bold), over(SELECTED, TYPED)))
        expect([table.lines, boldIn(table), told(table)]).toEqual([[`The buyer may ${TYPED}.`], [result], []]);
});

test("[FW4] words that have little in common with those that they are typed over are bold only where all of those are", () => {
  const anew = pasteOver("on thirty days notice", "whenever it pleases");
  for (const table of meet([CLAUSE], embolden("thirty"), anew)) expect(boldIn(table)).toEqual([]);
  for (const table of meet([CLAUSE], embolden("on thirty days notice"), anew))
    expect(boldIn(table)).toEqual(["whenever it pleases"]);
});

test("[FW4] characters typed over others that begin alike are not those, and stay whole where some of these are formatted", () => {
  const [before, after] = ["The buyer signs 😀😂 here.", "The buyer signs 😁😃 here."];
  for (const over of [typeOver, pasteOver])
    for (const table of meet([before], embolden("😀"), over("😀😂", "😁😃")))
      expect([table.lines, boldIn(table)]).toEqual([[after], []]);
});

test("[FW3] [FW7] a sentence typed over one that somebody breaks in two stays whole, and both are told where the break is not", () => {
  for (const table of meet([CLAUSE], split("on thirty"), pasteOver(SELECTED, TYPED))) {
    expect(table.lines.join("|")).toMatch(/^The buyer may terminate this agreement on sixty days notice\|?\.\|?$/u);
    expect(told(table)).toMatchObject([{ kind: "joined", makers: expect.arrayContaining([11, 12]) as number[] }]);
  }
  // Where nothing of it is typed over, the break is where it was put.
  for (const table of meet([CLAUSE], split("terminate"), pasteOver("thirty", "sixty")))
    expect([table.lines, told(table)]).toEqual([["The buyer may ", CLAUSE.slice(14).replace("thirty", "sixty")], []]);
});

test("[LI3] [FW3] what is typed over in a paragraph that somebody joins to another at the same moment stands once", () => {
  const join: Task = (writer) => writer.dispatch(writer.state.tr.join(writer.paragraphStart(1) - 1));
  for (const over of [typeOver, pasteOver])
    for (const table of meet(["One.", "It is due."], join, over("is due", "was due")))
      expect([table.lines, told(table)]).toEqual([["One.It was due."], []]);
});

test("[FW7] [FW10] of a sentence typed anew in a paragraph that somebody deletes all of it is named, and comes back whole", () => {
  const removeParagraph: Task = (writer) => writer.dispatch(writer.state.tr.delete(0, writer.doc.child(0).nodeSize));
  for (const table of meet([CLAUSE, "Two."], removeParagraph, pasteOver(SELECTED, TYPED))) {
    expect(table.lines).toEqual(["Two."]);
    expect(told(table)).toEqual([{ kind: "lost", text: TYPED, makers: [11, 12] }]);
    table.repair(must(table.told[0]?.damage, "the damage"));
    expect(table.lines).toEqual([TYPED, "Two."]);
  }
});

test("[LI3] what was typed anew keeps its writers as before, whatever was deleted meanwhile", () => {
  const [table] = meet([CLAUSE], remove(CLAUSE), pasteOver(SELECTED, TYPED));
  expect(new Set(must(table, "a table").writers)).toEqual(new Set([7, 12]));
});

/** One thing after the other, in one row. */
const both =
  (first: Task, second: Task): Task =>
  (writer) => {
    first(writer);
    second(writer);
  };

test("[FW7] of a sentence typed anew and joined to the next paragraph, while somebody deletes its own, it alone is told as what remains", () => {
  const removeFirst: Task = (writer) => writer.dispatch(writer.state.tr.delete(0, writer.doc.child(0).nodeSize));
  const join: Task = (writer) => writer.dispatch(writer.state.tr.join(writer.paragraphStart(1) - 1));
  const table = new Table([CLAUSE, "Two"]);
  const [a, b] = [table.sit(11), table.sit(12)];
  table.send(a, () => pasteOver(SELECTED, TYPED)(a));
  table.send(a, () => join(a));
  table.send(b, () => removeFirst(b));
  expect(table.lines).toEqual([`${TYPED}Two`]);
  expect(told(table)).toEqual([{ kind: "remained", text: TYPED, makers: [11, 12] }]);
});

test("[FW4] words typed over others and made bold stay so where a colleague ends a bold of their own before them", () => {
  const anew = both(pasteOver("thirty days notice", "sixty days notice"), embolden("on sixty days notice"));
  for (const table of meet([CLAUSE], anew, embolden("agreement on ")))
    expect([table.lines, boldIn(table).join(""), told(table)]).toEqual([
      [CLAUSE.replace("thirty", "sixty")],
      "agreement on sixty days notice",
      [],
    ]);
});

test("[FW4] words typed over others in a paragraph that a colleague moves are as bold as those made them before they moved it", () => {
  const move: Task = (writer) => {
    const paragraph = writer.doc.child(0);
    const { tr } = writer.state;
    tr.delete(0, paragraph.nodeSize);
    writer.dispatch(tr.insert(tr.doc.content.size, paragraph));
  };
  for (const table of meet([CLAUSE, "Two."], both(embolden("this agreement"), move), pasteOver(SELECTED, TYPED)))
    expect([table.lines, boldIn(table)]).toEqual([["Two.", `The buyer may ${TYPED}.`], ["this agreement"]]);
});

test("[FW7] a break beside a letter that somebody types anew twice, saying little of it again, is told where it is not", () => {
  const anew = both(pasteOver("notice.", "warning"), pasteOver("days warning", "dawns"));
  for (const table of meet([CLAUSE], split("days"), anew)) {
    expect(table.lines.filter((line) => line !== "")).toEqual([CLAUSE.replace("days notice.", "dawns")]);
    expect(told(table)).toMatchObject([{ kind: "joined", makers: expect.arrayContaining([11, 12]) as number[] }]);
  }
});

test("[FW7] a join is told of where words beside it are typed over and then parted from what they were joined to", () => {
  const table = new Table(["It is due soon", "after delivery."]);
  const [a, b] = [table.sit(11), table.sit(12)];
  table.send(a, () => a.dispatch(a.state.tr.join(a.paragraphStart(1) - 1)));
  table.send(b, () => pasteOver("due soon", "not so soon")(b));
  table.send(a, () => split("soon")(a));
  const [before, after] = table.lines;
  expect([before, after]).toEqual(["It is not so soon", "after delivery."]);
  const parted = told(table).filter(({ kind }) => kind === "parted");
  expect(parted).toMatchObject([{ makers: expect.arrayContaining([11, 12]) as number[] }]);
});
