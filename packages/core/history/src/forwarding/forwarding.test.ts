import { must } from "@parley/base";
import {
  type BlockContent,
  type DocumentContent,
  contentText,
  documentFragment,
  readContent,
  seedUpdate,
} from "@parley/document";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { readTextSpans } from "../reading.ts";
import { DocumentReplica, type RowContext } from "../replica.ts";
import type { Damage } from "./damage.ts";
import { deletionsOnly, planForwarding } from "./plan-forwarding.ts";
import { RememberedWishes } from "./remembered-wishes.ts";
import { planRepair } from "./repair.ts";

const FORWARDER = 90;

const paragraph = (text: string): BlockContent => ({ type: "paragraph", runs: [{ text }] });

/** A server's replica, and people who have seen its first row and nothing since. */
class Desk {
  readonly replica = DocumentReplica.open(null, []);
  readonly damage: Damage[] = [];
  readonly makers: number[] = [];
  private readonly wishes = new RememberedWishes();

  constructor(lines: readonly string[], more: readonly BlockContent[] = []) {
    const content: DocumentContent = { blocks: [...lines.map(paragraph), ...more] };
    this.take(seedUpdate(content, 7), 7, false);
  }

  get text(): string {
    return contentText(readContent(this.replica.ydoc));
  }

  hand(client: number): Y.Doc {
    const ydoc = new Y.Doc({ gc: false });
    ydoc.clientID = client;
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(this.replica.ydoc));
    return ydoc;
  }

  /** What a task does to a hand's document, as a row of a page that has seen the first row only. */
  send(hand: Y.Doc, task: (fragment: Y.XmlFragment) => void, proposes = false): void {
    const made: Uint8Array[] = [];
    const listen = (update: Uint8Array): number => made.push(update);
    hand.on("update", listen);
    hand.transact(() => task(documentFragment(hand)));
    hand.off("update", listen);
    this.take(Y.mergeUpdates(made), hand.clientID, proposes);
  }

  private take(update: Uint8Array, client: number, proposes: boolean): void {
    const { replica } = this;
    const context: RowContext = { kind: "typed", baseSeq: 1, proposes, statement: null };
    const taken = replica.take(update, () => true, context);
    if (taken && "code" in taken) throw new Error(taken.reason);
    if (taken) this.makers.push(client);
    const isOwn = (seq: number): boolean => this.makers[seq - 1] === client;
    const isForwarded = (seq: number): boolean => this.makers[seq - 1] === FORWARDER;
    const row = { ...(taken ?? deletionsOnly(replica, update)), baseSeq: 1, isOwn, isForwarded, proposes };
    const plan = planForwarding(replica, row, FORWARDER);
    if (plan?.made) this.own(plan.made);
    this.damage.push(
      ...(plan ? [...plan.damage, ...this.wishes.judge(replica, row, plan)] : this.wishes.pass(replica, row)),
    );
  }

  own({ update, statement }: Pick<NonNullable<ReturnType<typeof planRepair>>, "update" | "statement">): void {
    const context: RowContext = { kind: "forward", baseSeq: null, proposes: false, statement };
    const taken = this.replica.take(update, () => true, context);
    if (!taken || "code" in taken) throw new Error(taken ? taken.reason : "nothing new");
    this.makers.push(FORWARDER);
  }

  /** Who the record says wrote a piece of text, and who deleted it. */
  whose(piece: string): { writer: number | undefined; deleter: number | null | undefined } {
    const span = readTextSpans(this.replica, { deleted: true }).find(({ text }) => text.includes(piece));
    return {
      writer: span && this.makers[span.insertedSeq - 1],
      deleter: span?.deletedSeq === null ? null : this.makers[(span?.deletedSeq ?? 0) - 1],
    };
  }
}

const element = (fragment: Y.XmlFragment, index: number): Y.XmlElement =>
  must(fragment.get(index) as Y.XmlElement, "a paragraph");
const textOf = (fragment: Y.XmlFragment, index: number): Y.XmlText => element(fragment, index).get(0) as Y.XmlText;
const insertAt = (fragment: Y.XmlFragment, index: number, text: string): void => {
  const made = new Y.XmlElement("paragraph");
  made.insert(0, [new Y.XmlText(text)]);
  fragment.insert(index, [made]);
};
const split = (index: number, at: number) => (fragment: Y.XmlFragment) => {
  const text = textOf(fragment, index);
  const rest = text.toString().slice(at);
  text.delete(at, rest.length);
  insertAt(fragment, index + 1, rest);
};
const join = (index: number) => (fragment: Y.XmlFragment) => {
  const rest = textOf(fragment, index).toString();
  fragment.delete(index, 1);
  textOf(fragment, index - 1).insert(textOf(fragment, index - 1).length, rest);
};
const move = (index: number, to: number) => (fragment: Y.XmlFragment) => {
  const text = textOf(fragment, index).toString();
  fragment.delete(index, 1);
  insertAt(fragment, to, text);
};
const amend = (index: number, at: number, length: number, words: string) => (fragment: Y.XmlFragment) => {
  if (length > 0) textOf(fragment, index).delete(at, length);
  if (words !== "") textOf(fragment, index).insert(at, words);
};

const FEE = "The fee is 100 euros, payable in 30 days.";

/** Both orders of the two rows. */
function meet(
  lines: readonly string[],
  one: (f: Y.XmlFragment) => void,
  other: (f: Y.XmlFragment) => void,
  more: readonly BlockContent[] = [],
): Desk[] {
  return [false, true].map((swapped) => {
    const desk = new Desk(lines, more);
    const [first, second] = [desk.hand(11), desk.hand(12)];
    if (swapped) desk.send(second, other);
    desk.send(first, one);
    if (!swapped) desk.send(second, other);
    return desk;
  });
}

describe("what meets re-created text", () => {
  test("[FW1] [FW2] [FW3] [FW5] an amendment in a tail that is split off goes along, whoever comes first", () => {
    for (const desk of meet([FEE], split(0, 22), amend(0, 33, 2, "sixty"))) {
      expect(desk.text).toBe("The fee is 100 euros, \npayable in sixty days.");
      expect(desk.whose("sixty")).toEqual({ writer: 12, deleter: null });
      expect(desk.whose("30")).toEqual({ writer: 7, deleter: 12 });
      expect(desk.damage).toEqual([]);
    }
  });

  test("[FW1] [FW2] so does one in a paragraph that is joined or moved", () => {
    for (const desk of meet(["One.", FEE], join(1), amend(1, 11, 3, "120")))
      expect(desk.text).toBe("One.The fee is 120 euros, payable in 30 days.");
    for (const desk of meet([FEE, "Two."], move(0, 1), amend(0, 11, 3, "120")))
      expect(desk.text).toBe("Two.\nThe fee is 120 euros, payable in 30 days.");
  });

  test("[FW3] [FW7] a paragraph that one moves and another deletes is gone, and the rows of both are named, whoever comes first", () => {
    const remove = (fragment: Y.XmlFragment): void => fragment.delete(1, 1);
    for (const desk of meet(["One.", "Two.", FEE], move(1, 2), remove)) {
      expect(desk.text).toBe(`One.\n${FEE}`);
      expect(desk.damage).toMatchObject([{ kind: "deleted", text: "Two." }]);
      const makers = new Set(desk.damage[0]?.rows.map((seq) => desk.makers[seq - 1]));
      expect(makers.isSupersetOf(new Set([11]))).toBe(true);
      expect(makers.size).toBe(2);
    }
  });

  test("[FW10] it comes back where it was moved to, as it looked, and is its author's", () => {
    const moveHeading = (fragment: Y.XmlFragment): void => {
      move(1, 2)(fragment);
      element(fragment, 2).setAttribute("style", "title");
    };
    for (const desk of meet(["One.", "Two.", FEE], moveHeading, (fragment) => fragment.delete(1, 1))) {
      desk.own(must(planRepair(desk.replica, must(desk.damage[0], "damage"), 91), "a repair"));
      expect(desk.text).toBe(`One.\n${FEE}\nTwo.`);
      expect(readContent(desk.replica.ydoc).blocks[2]).toMatchObject({ attributes: { style: "title" } });
      expect(desk.whose("Two.").writer).toBe(7);
    }
  });

  test("[FW10] where its paragraph was left empty it comes back in that", () => {
    for (const desk of meet(["One.", "Two.", FEE], move(1, 2), amend(1, 0, 4, ""))) {
      desk.own(must(planRepair(desk.replica, must(desk.damage[0], "damage"), 91), "a repair"));
      expect(desk.text).toBe(`One.\n${FEE}\nTwo.`);
    }
  });

  test("[FW3] [FW7] [FW10] words that one drags into another paragraph and another deletes come back where they were put", () => {
    const drag = (fragment: Y.XmlFragment): void => {
      textOf(fragment, 2).delete(0, 8);
      textOf(fragment, 0).insert(4, "The fee ");
    };
    for (const desk of meet(["One.", "Two.", FEE], drag, amend(2, 0, 8, ""))) {
      expect(desk.text).toBe(`One.\nTwo.\n${FEE.slice(8)}`);
      expect(desk.damage).toMatchObject([{ kind: "deleted", text: "The fee " }]);
      desk.own(must(planRepair(desk.replica, must(desk.damage[0], "damage"), 91), "a repair"));
      expect(desk.text).toBe(`One.The fee \nTwo.\n${FEE.slice(8)}`);
      expect(desk.whose("The fee ").writer).toBe(7);
    }
  });

  test("[FW7] what is deleted while the paragraph beside it is moved past others brings no notice", () => {
    for (const desk of meet(["One.", "Two.", "Three.", FEE], move(3, 0), (fragment) => fragment.delete(1, 1))) {
      expect(desk.text).toBe(`${FEE}\nOne.\nThree.`);
      expect(desk.damage).toEqual([]);
    }
  });

  test.for([
    ["words", amend(1, 0, 3, "")],
    ["paragraph", (fragment: Y.XmlFragment): void => fragment.delete(1, 1)],
  ] as const)(
    "[FW7] [LI9] who deletes the %s that one moved another past is told of these, and not of what was gone when they came",
    ([, remove]) => {
      const desk = new Desk(["One.", "Walk away at 80. Ok.", "Three.", FEE]);
      const [mover, earlier] = [desk.hand(11), desk.hand(12)];
      desk.send(earlier, amend(1, 0, 17, ""));
      const guest = desk.hand(13);
      desk.send(mover, move(2, 1));
      desk.send(guest, remove);
      expect(desk.damage).toMatchObject([{ kind: "deleted", text: "Ok." }]);
      expect(new Set(desk.damage[0]?.rows.map((seq) => desk.makers[seq - 1]))).toEqual(new Set([11, 13]));
    },
  );

  test("[FW2] what is typed on, row by row, follows what was carried before", () => {
    const desk = new Desk([FEE]);
    const [one, other] = [desk.hand(11), desk.hand(12)];
    desk.send(one, split(0, 22));
    for (const [at, letter] of Array.from("about ").entries()) desk.send(other, amend(0, 33 + at, 0, letter));
    desk.send(other, amend(0, 33, 2, ""));
    expect(desk.text).toBe("The fee is 100 euros, \npayable in out 30 days.");
    const own = readTextSpans(desk.replica, { deleted: false }).filter(
      ({ insertedSeq }) => desk.makers[insertedSeq - 1] === 12,
    );
    expect(own.map(({ text }) => text).join("")).toBe("out ");
  });

  test("[FW3] deletions that make no row of their own are carried, and credited to who deleted", () => {
    const desk = new Desk([FEE]);
    const [one, other] = [desk.hand(11), desk.hand(12)];
    desk.send(one, split(0, 22));
    desk.send(other, amend(0, 30, 3, ""));
    expect(desk.text).toBe("The fee is 100 euros, \npayable 30 days.");
  });

  test("[FW4] formatting and a paragraph's style are set on the copy", () => {
    const both = (fragment: Y.XmlFragment): void => {
      textOf(fragment, 0).format(11, 3, { bold: {} });
      element(fragment, 0).setAttribute("style", "quote");
    };
    for (const desk of meet([FEE, "Two."], move(0, 1), both)) {
      const [, moved] = readContent(desk.replica.ydoc).blocks;
      expect(moved).toMatchObject({
        attributes: { style: "quote" },
        runs: [{}, { text: "100", marks: { bold: {} } }, {}],
      });
    }
  });

  test("[FW4] two people who format overlapping words at once both keep what they formatted", () => {
    const bold = (from: number, length: number) => (fragment: Y.XmlFragment) =>
      textOf(fragment, 0).format(from, length, { bold: {} });
    for (const desk of meet([FEE], bold(0, 7), bold(4, 10)))
      expect(readContent(desk.replica.ydoc).blocks[0]).toMatchObject({
        runs: [{ text: "The fee is 100", marks: { bold: {} } }, {}],
      });
  });

  test("[FW6] who may only propose deletes nothing agreed by it, and what they typed still waits", () => {
    const desk = new Desk([FEE]);
    const [one, other] = [desk.hand(11), desk.hand(12)];
    desk.send(one, split(0, 22));
    desk.send(other, amend(0, 33, 0, "about "), true);
    desk.send(other, amend(0, 22, 7, ""), true);
    expect(desk.text).toBe("The fee is 100 euros, \npayable in about 30 days.");
    const waiting = [...desk.replica.pending.ranges()].reduce((sum, { length }) => sum + length, 0);
    expect(waiting).toBe("about ".length);
  });

  test("[FW5] [FW6] what somebody proposes in a paragraph that is gone waits where that went", () => {
    const desk = new Desk([FEE, "Two."]);
    const [one, other] = [desk.hand(11), desk.hand(12)];
    desk.send(one, move(0, 1));
    desk.send(other, amend(0, 33, 0, "about "), true);
    expect(desk.text).toBe("Two.\nThe fee is 100 euros, payable in about 30 days.");
    const [waiting, ...more] = [...desk.replica.pending.ranges()];
    expect([waiting?.length, waiting?.value, more]).toEqual([6, 3, []]);
  });

  test("[FW8] a paragraph that somebody puts behind one that is split stands behind its second half", () => {
    const added = (fragment: Y.XmlFragment): void => insertAt(fragment, 1, "New.");
    // Yjs orders what meets by the client's id, so each of the two has the smaller one once.
    for (const desk of [...meet([FEE], split(0, 22), added), ...meet([FEE], added, split(0, 22))])
      expect(desk.text).toBe("The fee is 100 euros, \npayable in 30 days.\nNew.");
  });

  test("[FW9] a row that meets nobody is not looked into, and what is carried is small however long the document", () => {
    const desk = new Desk([
      FEE,
      ...Array.from({ length: 3_000 }, (_each, index) => `Clause ${index} of the contract.`),
    ]);
    const [one, other] = [desk.hand(11), desk.hand(12)];
    desk.send(one, split(0, 22));
    desk.send(other, amend(2, 3, 0, "x"));
    expect(desk.makers).toEqual([7, 11, 12]);
    const before = desk.replica.save().full.length;
    desk.send(other, amend(0, 33, 2, "60"));
    expect(desk.makers.slice(3)).toEqual([12, FORWARDER]);
    expect(desk.replica.save().full.length - before).toBeLessThan(100);
  });
});

describe("in a paragraph of 20,000 characters", () => {
  const long = `${FEE} ${"word ".repeat(4_000)}`;

  test("[FW1] [FW3] [FW9] what meets a split or a move is carried as in a short one, whoever comes first", () => {
    for (const desk of meet([long], split(0, 22), amend(0, 33, 2, "sixty"))) {
      expect(desk.text.slice(0, 46)).toBe("The fee is 100 euros, \npayable in sixty days. ");
      expect(desk.damage).toEqual([]);
    }
    for (const desk of meet([long, "Two."], move(0, 1), amend(0, 11, 3, "120")))
      expect(desk.text.slice(0, 30)).toBe("Two.\nThe fee is 120 euros, pay");
  });

  test("[FW4] so is formatting", () => {
    const bold = (fragment: Y.XmlFragment): void => textOf(fragment, 0).format(33, 2, { bold: {} });
    for (const desk of meet([long], split(0, 22), bold))
      expect(readContent(desk.replica.ydoc).blocks[1]).toMatchObject({
        runs: [{}, { text: "30", marks: { bold: {} } }, {}],
      });
  });

  test("[FW7] and words in it are named when somebody deletes it", () => {
    for (const desk of meet(["One.", long], (fragment) => fragment.delete(1, 1), amend(1, 33, 0, "about ")))
      expect(desk.damage).toMatchObject([{ kind: "lost", text: "about ", rows: [2, 3] }]);
  });
});

describe("beside and in tables and pictures", () => {
  const rows = ["Rent: 100 euros.", "Heating: 20 euros.", "Cleaning: 30 euros."];
  const table: BlockContent = {
    type: "table",
    rows: rows.map((text) => ({
      type: "tableRow",
      cells: [{ type: "tableCell", blocks: [paragraph(text)] }],
    })),
  };
  const rowAt = (fragment: Y.XmlFragment, index: number): Y.XmlElement =>
    element(fragment, 1).get(index) as Y.XmlElement;
  const cellText = (fragment: Y.XmlFragment, index: number): Y.XmlText =>
    (must(rowAt(fragment, index).querySelector("paragraph"), "a paragraph") as Y.XmlElement).get(0) as Y.XmlText;
  const amendCell = (index: number, at: number, length: number, words: string) => (fragment: Y.XmlFragment) => {
    cellText(fragment, index).delete(at, length);
    cellText(fragment, index).insert(at, words);
  };
  const moveRow = (index: number, to: number) => (fragment: Y.XmlFragment) => {
    const row = rowAt(fragment, index).clone();
    element(fragment, 1).delete(index, 1);
    element(fragment, 1).insert(to, [row]);
  };

  test("[FW1] [FW3] what is typed in a cell goes along when somebody moves its row", () => {
    for (const desk of meet(["Fees."], moveRow(0, 2), amendCell(0, 6, 3, "120"), [table]))
      expect([desk.text, desk.damage]).toEqual([
        "Fees.\nHeating: 20 euros.\nCleaning: 30 euros.\nRent: 120 euros.",
        [],
      ]);
  });

  test("[FW7] it is named when somebody deletes its row, or the table", () => {
    const deleteRow = (fragment: Y.XmlFragment): void => element(fragment, 1).delete(0, 1);
    for (const gone of [deleteRow, (fragment: Y.XmlFragment): void => fragment.delete(1, 1)])
      for (const desk of meet(["Fees."], gone, amendCell(0, 6, 0, "about "), [table]))
        expect(desk.damage).toMatchObject([{ kind: "lost", text: "about ", rows: [2, 3] }]);
  });

  test("[FW7] a row that two people move to different places stands twice and its words are named", () => {
    for (const desk of meet(["Fees."], moveRow(0, 2), moveRow(0, 1), [table]))
      expect(desk.damage).toMatchObject([{ kind: "doubled", text: "Rent: 100 euros.", rows: [2, 3] }]);
  });

  const image: BlockContent = {
    type: "image",
    attributes: { imageId: "0b0f6d1e-5f3a-4a53-9d1c-2f1f0a6f5b11", width: 200 },
  };
  const moveBlock = (index: number, to: number) => (fragment: Y.XmlFragment) => {
    const block = element(fragment, index).clone();
    fragment.delete(index, 1);
    fragment.insert(to, [block]);
  };

  test("[FW4] what is set of a picture is set where somebody moves it", () => {
    const widen = (fragment: Y.XmlFragment): void => element(fragment, 2).setAttribute("width", 400 as never);
    for (const desk of meet(["One.", "Two."], moveBlock(2, 0), widen, [image])) {
      expect(readContent(desk.replica.ydoc).blocks).toMatchObject([{ attributes: { width: 400 } }, {}, {}]);
      expect(desk.damage).toEqual([]);
    }
  });

  test("[FW7] a picture that two people move to different places stands twice and is named; the second can go", () => {
    for (const desk of meet(["One.", "Two."], moveBlock(2, 0), moveBlock(2, 1), [image])) {
      const doubled = must(desk.damage[0], "the damage");
      expect(doubled.kind).toBe("doubled");
      desk.own(must(planRepair(desk.replica, doubled, 91), "a repair"));
      expect(readContent(desk.replica.ydoc).blocks.filter(({ type }) => type === "image")).toHaveLength(1);
    }
  });
});

describe("what cannot be carried", () => {
  test("[FW7] [FW10] words in a paragraph that somebody deletes are named, and come back as their author's", () => {
    for (const desk of meet(["One.", FEE], (fragment) => fragment.delete(1, 1), amend(1, 33, 0, "about "))) {
      expect(desk.text).toBe("One.");
      expect(desk.damage).toMatchObject([{ kind: "lost", text: "about ", rows: [2, 3] }]);
      desk.own(must(planRepair(desk.replica, must(desk.damage[0], "the damage"), 91), "a repair"));
      expect(desk.text).toBe("One.\nabout ");
      expect(desk.whose("about").writer).toBe(12);
      expect(planRepair(desk.replica, must(desk.damage[0], "the damage"), 92)).toBeNull();
    }
  });

  test("[FW7] [FW10] a paragraph that two people moved to different places stands twice and is named; the second can go", () => {
    const desk = new Desk(["One.", FEE, "Three.", "Four."]);
    const [one, other] = [desk.hand(11), desk.hand(12)];
    desk.send(one, move(1, 0));
    desk.send(other, move(1, 3));
    expect(desk.text).toBe(`${FEE}\nOne.\nThree.\nFour.\n${FEE}`);
    const doubled = must(
      desk.damage.find(({ kind }) => kind === "doubled"),
      "the damage",
    );
    expect(doubled.text).toBe(FEE);
    desk.own(must(planRepair(desk.replica, doubled, 91), "a repair"));
    expect(desk.text).toBe(`${FEE}\nOne.\nThree.\nFour.`);
  });

  test("[FW7] two who split a paragraph at once have both breaks and no word twice", () => {
    for (const desk of meet([FEE], split(0, 22), split(0, 12))) {
      expect(desk.text).toBe("The fee is 1\n00 euros, \npayable in 30 days.");
      expect(desk.damage).toEqual([]);
    }
    for (const desk of meet([FEE], split(0, 22), split(0, 22)))
      expect(desk.text).toBe("The fee is 100 euros, \npayable in 30 days.");
  });

  test("[FW7] who has taken a break back themselves is not told that it is gone", () => {
    const desk = new Desk([FEE, "Two."]);
    const [one, other] = [desk.hand(11), desk.hand(12)];
    desk.send(one, split(0, 22));
    desk.send(one, join(1));
    desk.send(other, move(1, 0));
    expect([desk.text, desk.damage]).toEqual([`Two.\n${FEE}`, []]);
  });

  test("[FW7] of two styles that are set at once, whoever loses theirs is told with the words", () => {
    const style = (name: string) => (fragment: Y.XmlFragment) => element(fragment, 0).setAttribute("style", name);
    for (const desk of meet([FEE], style("quote"), style("title")))
      expect(desk.damage).toMatchObject([{ kind: "unset", text: FEE, rows: [2, 3] }]);
  });

  test("[FW7] a paragraph that one joins to what another deletes is not lost", () => {
    for (const desk of meet(["One.", FEE], join(1), (fragment) => fragment.delete(0, 1))) expect(desk.text).toBe(FEE);
  });
});
