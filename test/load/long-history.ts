import * as Y from "yjs";

/** A document's history as a server would have received it. */
export interface LongHistory {
  /** Updates in order. Every session of the writer has a client id of its own, as every opened tab has. */
  readonly updates: readonly Uint8Array[];
  /** Single edits (characters typed or deleted, paragraphs made) behind them. */
  readonly edits: number;
  /** Length of the text at the end, in UTF-16 units, paragraphs joined without a separator. */
  readonly textLength: number;
  /** Size of the whole state, encoded by Yjs 13 with deleted content collected. */
  readonly stateBytes: number;
}

export interface LongHistoryOptions {
  readonly edits: number;
  readonly editsPerUpdate: number;
  readonly editsPerSession: number;
  readonly seed: number;
}

const LETTERS = "etaoinshrdlu ";

/** A seeded generator of numbers in [0, 1): xorshift of 32 bits. */
export function seededRandom(seed: number): () => number {
  let state = (seed ^ 0x9e37_79b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

/** The text that a document's paragraphs hold, counted in UTF-16 units. */
export function documentTextLength(doc: Y.Doc): number {
  return doc
    .getXmlFragment("default")
    .toArray()
    .reduce((sum, block) => sum + (block instanceof Y.XmlElement ? runsLength(block) : 0), 0);
}

function runsLength(paragraph: Y.XmlElement): number {
  return paragraph.toArray().reduce((sum, run) => sum + (run instanceof Y.XmlText ? run.length : 0), 0);
}

/**
 * Invents the history of a person writing a long document: runs of typing and of taking back, more than a quarter of all
 * edits deletions, now and then a jump to another paragraph, a new paragraph about every 300 keys. Tuned so that 260,000
 * edits by 260 sessions make a state of about 260 kB and 105,000 characters, close to a real trace of that length (245 kB).
 * The same seed gives the same history.
 */
export function makeLongHistory(options: LongHistoryOptions): LongHistory {
  const random = seededRandom(options.seed);
  const doc = new Y.Doc();
  const fragment = doc.getXmlFragment("default");
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const runs: Y.XmlText[] = [];
  let current = -1;
  let caret = 0;
  const newParagraph = (): void => {
    const run = new Y.XmlText();
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.insert(0, [run]);
    fragment.insert(current + 1, [paragraph]);
    runs.splice(current + 1, 0, run);
    current++;
    caret = 0;
  };
  // People type in runs and take back in runs; a new run may begin somewhere else.
  let runLeft = 0;
  let takingBack = false;
  const newRun = (): void => {
    takingBack = !takingBack && caret > 0 && random() < 0.85;
    runLeft = 1 + Math.floor(random() * (takingBack ? 30 : 60));
    if (takingBack || random() > 0.15) return;
    current = Math.floor(random() * runs.length);
    caret = Math.floor(random() * ((runs[current]?.length ?? 0) + 1));
  };
  const edit = (): void => {
    if (current === -1 || random() < 1 / 300) return newParagraph();
    if (runLeft-- <= 0) newRun();
    const run = runs[current];
    if (run === undefined) throw new Error("the caret is in no paragraph");
    if (takingBack && caret > 0) run.delete(--caret, 1);
    else run.insert(caret++, LETTERS[Math.floor(random() * LETTERS.length)] ?? " ");
  };
  for (let done = 0; done < options.edits;) {
    if (done % options.editsPerSession < options.editsPerUpdate) doc.clientID = 1 + Math.floor(random() * 0x7fff_ffff);
    const until = Math.min(options.edits, done + options.editsPerUpdate);
    doc.transact(() => {
      for (; done < until; done++) edit();
    });
  }
  const history = {
    updates,
    edits: options.edits,
    textLength: documentTextLength(doc),
    stateBytes: Y.encodeStateAsUpdate(doc).length,
  };
  doc.destroy();
  return history;
}

/** Updates that together make a document of `paragraphs` paragraphs of `charactersEach`, pasted a few at a time. */
export function pastedDocument(paragraphs: number, charactersEach: number, perUpdate = 20): LongHistory {
  const doc = new Y.Doc();
  const fragment = doc.getXmlFragment("default");
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const random = seededRandom(paragraphs);
  for (let done = 0; done < paragraphs;) {
    const until = Math.min(paragraphs, done + perUpdate);
    doc.transact(() => {
      for (; done < until; done++) {
        const run = new Y.XmlText();
        let text = "";
        while (text.length < charactersEach) text += LETTERS[Math.floor(random() * LETTERS.length)] ?? " ";
        run.insert(0, text);
        const paragraph = new Y.XmlElement("paragraph");
        paragraph.insert(0, [run]);
        fragment.insert(done, [paragraph]);
      }
    });
  }
  const history = {
    updates,
    edits: paragraphs,
    textLength: documentTextLength(doc),
    stateBytes: Y.encodeStateAsUpdate(doc).length,
  };
  doc.destroy();
  return history;
}

/**
 * A contract as three people typed it: every paragraph belongs to one of them, and now and then a character was typed into
 * text that stood already.
 */
export function typedContract(paragraphs: number, charactersEach: number, seed: number): LongHistory {
  const random = seededRandom(seed);
  const doc = new Y.Doc();
  const fragment = doc.getXmlFragment("default");
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const people = [1, 2, 3].map(() => 1 + Math.floor(random() * 0x7fff_ffff));
  for (let at = 0; at < paragraphs; at++) {
    doc.clientID = people[at % people.length] ?? 1;
    doc.transact(() => {
      const run = new Y.XmlText();
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [run]);
      fragment.insert(at, [paragraph]);
      for (let key = 0; key < charactersEach; key++) {
        // A jump back per paragraph makes the state as large as that of a contract typed by three people (85 kB).
        const place = random() < 1 / charactersEach ? Math.floor(random() * (run.length + 1)) : run.length;
        run.insert(place, LETTERS[Math.floor(random() * LETTERS.length)] ?? " ");
      }
    });
  }
  const history = {
    updates,
    edits: paragraphs * charactersEach,
    textLength: documentTextLength(doc),
    stateBytes: Y.encodeStateAsUpdate(doc).length,
  };
  doc.destroy();
  return history;
}
