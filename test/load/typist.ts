import * as Y from "yjs";
import type { Arrivals } from "./arrivals.ts";
import type { CaretDelays } from "./caret-delays.ts";
import type { LoadClient } from "./load-client.ts";
import { caretState, typedKeyUpdate } from "./wire.ts";

const KEYS = "abcdefghijklmnopqrstuvwxyz ";
/** Name of the fragment that holds the document: fixed by Parley, indifferent to the peers. */
const FRAGMENT = "default";

/** A client id that no other typist of this run has; Yjs ids are 32 bit. */
export function freshClientId(): number {
  return Math.floor(Math.random() * 0x7fff_ffff) + 1;
}

/** An update that adds a paragraph with some text, made by `clientId` from its clock 0; text starts at clock 2. */
export function paragraphUpdate(clientId: number, text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const run = new Y.XmlText();
  run.insert(0, text);
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [run]);
  doc.getXmlFragment(FRAGMENT).insert(0, [paragraph]);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/** Texts of all paragraphs of a document, in order. */
export function paragraphTexts(doc: Y.Doc): string[] {
  return doc
    .getXmlFragment(FRAGMENT)
    .toArray()
    .map((block) =>
      block instanceof Y.XmlElement
        ? block
            .toArray()
            .map((run) => (run instanceof Y.XmlText ? plainText(run) : ""))
            .join("")
        : "",
    );
}

function plainText(run: Y.XmlText): string {
  return run
    .toDelta()
    .map((part: { insert?: unknown }) => (typeof part.insert === "string" ? part.insert : ""))
    .join("");
}

export interface TypistOptions {
  readonly keysPerSecond: number;
  /** Send the caret's place with every key, as editors do. */
  readonly caret?: boolean;
  readonly name?: string;
  /** Told of every caret that is sent. */
  readonly carets?: CaretDelays;
}

/** A person typing at the end of a paragraph of their own, at a steady rate. */
export class Typist {
  readonly clientId: number;
  /** What the paragraph holds by now. */
  text = "";
  readonly #client: LoadClient;
  readonly #arrivals: Arrivals | null;
  readonly #options: TypistOptions;
  #clock = 0;
  #caretClock = 0;
  #stopped = false;

  /** @param client connected already: the server may have issued the id to write under. */
  constructor(client: LoadClient, arrivals: Arrivals | null, options: TypistOptions) {
    this.clientId = client.issuedClientId ?? freshClientId();
    this.#client = client;
    this.#arrivals = arrivals;
    this.#options = options;
  }

  /** Yjs clock of the next character. */
  get clock(): number {
    return this.#clock;
  }

  /** Puts the person's paragraph into the document, with some text to begin with. */
  begin(text: string): void {
    this.#client.sendUpdate(paragraphUpdate(this.clientId, text));
    this.text = text;
    this.#clock = 2 + text.length;
  }

  /** Types one character. */
  key(): void {
    const character = KEYS[this.#clock % KEYS.length] ?? " ";
    this.#arrivals?.typed(this.clientId, this.#clock, performance.now());
    this.#client.sendUpdate(typedKeyUpdate(this.clientId, this.#clock, character));
    if (this.#options.caret === true) this.moveCaret();
    this.text += character;
    this.#clock++;
  }

  /** Tells where the caret is, without typing. */
  moveCaret(): void {
    this.#options.carets?.sent(this.clientId, this.#caretClock + 1, performance.now());
    this.#client.sendAwareness(
      caretState(this.clientId, ++this.#caretClock, this.#options.name ?? "Somebody Typing", this.#clock),
    );
  }

  /** Types for a while; lateness of the timer is made up for, so that the rate holds. Answers the keys typed. */
  run(seconds: number, startDelayMs = 0): Promise<number> {
    this.#stopped = false;
    const rate = this.#options.keysPerSecond;
    return atSteadyRate(
      rate,
      Math.round(seconds * rate),
      startDelayMs,
      () => this.key(),
      () => this.#stopped || !this.#client.isOpen,
    );
  }

  stop(): void {
    this.#stopped = true;
  }
}

/** Calls `act` `total` times at `perSecond`; what the timer missed is caught up. Resolves early when `stopped`. */
export function atSteadyRate(
  perSecond: number,
  total: number,
  startDelayMs: number,
  act: () => void,
  stopped: () => boolean,
): Promise<number> {
  return new Promise((resolve) => {
    const start = performance.now() + startDelayMs;
    let done = 0;
    const step = (): void => {
      const due = Math.min(total, Math.floor(((performance.now() - start) / 1_000) * perSecond) + 1);
      while (done < due && !stopped()) {
        act();
        done++;
      }
      if (done >= total || stopped()) return resolve(done);
      setTimeout(step, Math.max(1, start + (done / perSecond) * 1_000 - performance.now()));
    };
    setTimeout(step, startDelayMs);
  });
}
