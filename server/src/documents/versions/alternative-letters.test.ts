import { type PersonId, must, newId, seededRandom } from "@parley/base";
import { PROPOSALS_NAME, documentFragment, seedUpdate } from "@parley/document";
import { DocumentReplica } from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { RowAuthor } from "../rooms/log-store.ts";
import { type Compared, answerTask } from "./read-versions.ts";

const random = seededRandom(5);
const [lin, mara, osei] = [newId<"person">(random), newId<"person">(random), newId<"person">(random)];

/** Lin's document in row 1; whoever writes next proposes, each in a row of their own. */
class Negotiation {
  readonly replica = DocumentReplica.open(null, []);
  private readonly authors: PersonId[] = [lin];

  constructor(...lines: string[]) {
    const blocks = lines.map((text) => ({ type: "paragraph" as const, runs: [{ text }] }));
    this.replica.take(seedUpdate({ blocks }, 7), () => true, context(false));
  }

  propose(author: PersonId, act: (text: Y.XmlText, records: Y.Map<unknown>) => void): void {
    const page = new Y.Doc();
    Y.applyUpdate(page, Y.encodeStateAsUpdate(this.replica.ydoc));
    page.clientID = 20 + this.authors.length;
    const before = Y.encodeStateVector(page);
    const paragraph = documentFragment(page).get(0) as Y.XmlElement;
    page.transact(() => act(paragraph.get(0) as Y.XmlText, page.getMap(PROPOSALS_NAME)));
    this.replica.take(Y.encodeStateAsUpdate(page, before), () => true, context(true));
    this.authors.push(author);
  }

  async compare(mode: "exact" | "net", view: "agreed" | "proposed"): Promise<string[]> {
    const readRows = (seqs: readonly number[]): Promise<Map<number, RowAuthor>> =>
      Promise.resolve(new Map(seqs.map((seq) => [seq, rowOf(must(this.authors[seq - 1], "it is a row"))])));
    const task = { kind: "compare", from: 1, to: this.replica.seq, mode, view, known: null } as const;
    const { blocks } = (await answerTask(this.replica, task, readRows, () => Promise.resolve(new Map()))) as Compared;
    return blocks.flatMap(({ pieces }) =>
      pieces.map(({ text, waits, alternative = "", proposed }) => {
        const wishes = proposed.map((each) => each.do + (each.alternative ?? "")).join(" ");
        return `${text}${waits ? ` waits${alternative}` : ""}${wishes === "" ? "" : ` ${wishes}`}`;
      }),
    );
  }
}

const context = (proposes: boolean) => ({ kind: "typed" as const, baseSeq: null, proposes, statement: null });
const rowOf = (personId: PersonId): RowAuthor =>
  ({ personId, party: "ours", receivedAtMs: 0, kind: "typed" }) as unknown as RowAuthor;

/** The ids of characters that row 1 has written. */
function idsAt(text: Y.XmlText, words: string): [number, number, number] {
  const { id } = must(text._start, "there are words");
  return [id.client, id.clock + text.toString().indexOf(words), words.length];
}

/** Mara wants 60 instead of 30, and Osei answers with 45. */
function answered(): Negotiation {
  const scene = new Negotiation("Pay in 30 days.");
  const replace = (text: Y.XmlText, records: Y.Map<unknown>, author: PersonId, fresh: string): void => {
    records.set(`${author}:a`, { do: "delete", ids: [idsAt(text, "30")], group: author });
    text.insert(text.toString().indexOf("30") + 2, fresh);
  };
  let at: [number, number] = [0, 0];
  scene.propose(mara, (text, records) => {
    replace(text, records, mara, "60");
    at = [21, 0];
  });
  scene.propose(osei, (text, records) => {
    replace(text, records, osei, "45");
    records.set(`${osei}:b`, { do: "counter", to: at, ids: [], group: osei });
    text.insert(0, "Please: ");
  });
  return scene;
}

test.each(["exact", "net"] as const)(
  "a comparison with proposals tells alternatives apart by their letters (%s)",
  async (mode) => {
    expect(await answered().compare(mode, "proposed")).toEqual([
      "Please:  waits",
      "Pay in ",
      "30 deleteA deleteB",
      "45 waitsB",
      "60 waitsA",
      " days.",
    ]);
  },
);

test("without proposals it says nothing of them", async () => {
  expect((await answered().compare("exact", "agreed")).join("")).toBe("Pay in 30 days.");
});
