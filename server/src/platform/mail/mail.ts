/**
 * Mail: kept in the database first, delivered afterwards.
 *
 * - `send` resolves once the letter is stored; a mail server that is slow or away holds nobody up.
 * - With `PARLEY_SMTP_URL` each letter is tried again with growing pauses for a day and then left on the mailbox page.
 *   A delivered letter is deleted, since it may hold a code.
 * - Without it nothing is sent: letters wait on the administrator's mailbox page and are deleted after 30 days.
 */
import { type Clock, type Language, type Random, newId } from "@parley/base";
import { createTransport } from "nodemailer";
import type { ISql } from "postgres";
import type { Config } from "../../config.ts";
import type { Log } from "../log.ts";
import type { Database } from "../postgres/database.ts";
import type { Slice } from "../slice.ts";
import { LetterStore, type StoredLetter } from "./letter-store.ts";
import { mailMigrations } from "./migrations.ts";

/** A mail to one person. */
export interface Letter {
  /** One e-mail address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly language: Language;
}

export interface Mail {
  /** Brings the table; its `start` resumes what waits, its `stop` ends the mail server's connections. */
  readonly slice: Slice;
  /** Resolves once the letter is stored. */
  send(letter: Letter): Promise<void>;
  /** Stores the letter within a transaction of the caller's: it goes out if that is committed, and only then. */
  sendWithin(tx: ISql<{ bigint: number }>, letter: Letter): Promise<void>;
  /** Letters that were not delivered, newest first. */
  listUndelivered(limit: number): Promise<readonly StoredLetter[]>;
  /** Resolves when nothing that was due at the time of the call is left untried. */
  deliverDue(): Promise<void>;
}

const minuteMs = 60_000;
/** Pauses after the first, second, ... failed attempt; after the last one the letter is given up. */
const pausesMs = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * minuteMs);
/** No mail server answers later than this. */
const claimMs = 5 * minuteMs;
const keepMs = 30 * 24 * 60 * minuteMs;

export function createMail(deps: {
  readonly config: Pick<Config, "mail">;
  readonly database: Pick<Database, "sql">;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}): Mail {
  const store = new LetterStore(deps.database.sql);
  const { smtpUrl } = deps.config.mail;
  const delivery = smtpUrl === null ? null : new Delivery({ ...deps, store, smtpUrl });
  const state = delivery ? "waiting" : "kept";
  const toStored = (letter: Letter): Omit<StoredLetter, "attempts"> => ({
    id: newId<"letter">(deps.random),
    recipient: letter.to,
    subject: letter.subject,
    text: letter.text,
    html: letter.html ?? null,
    language: letter.language,
    writtenAt: new Date(deps.clock.nowMs()),
  });
  return {
    slice: {
      name: "mail",
      migrations: mailMigrations,
      start: async () => {
        await store.removeOld(new Date(deps.clock.nowMs() - keepMs));
        delivery?.wake();
      },
      stop: async () => delivery?.stop(),
    },
    send: async (letter) => {
      await store.insert(toStored(letter), state);
      delivery?.wake();
    },
    // The next look finds it: nobody may wake the delivery before the caller commits.
    sendWithin: (tx, letter) => store.insert(toStored(letter), state, tx),
    listUndelivered: (limit) => store.listUndelivered(limit),
    deliverDue: async () => delivery?.run(),
  };
}

class Delivery {
  readonly #store: LetterStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #from: string;
  readonly #transport: ReturnType<typeof createTransport>;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  #cancelNext = (): void => {};

  constructor(deps: { store: LetterStore; clock: Clock; log: Log; config: Pick<Config, "mail">; smtpUrl: string }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#log = deps.log;
    this.#from = deps.config.mail.from;
    this.#transport = createTransport(deps.smtpUrl, { from: this.#from });
  }

  wake(): void {
    this.run().catch((error: unknown) => this.#log.error({ err: error }, "waiting mails could not be read"));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelNext();
    await this.#running;
    this.#transport.close();
  }

  /** Delivers what is due; a call during a run makes it look once more. */
  run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#loop();
    return this.#running;
  }

  async #loop(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        await this.#deliverAllDue();
      }
    } finally {
      // In the same turn as the last look at `#again`, so that no call is missed.
      this.#running = null;
      this.#cancelNext();
      if (!this.#stopped) this.#cancelNext = this.#clock.schedule(() => this.wake(), minuteMs);
    }
  }

  async #deliverAllDue(): Promise<void> {
    while (!this.#stopped) {
      const nowMs = this.#clock.nowMs();
      const letter = await this.#store.claimDue(new Date(nowMs), new Date(nowMs + claimMs));
      if (!letter) return;
      await this.#deliver(letter);
    }
  }

  async #deliver(letter: StoredLetter): Promise<void> {
    try {
      await this.#transport.sendMail({
        from: this.#from,
        to: letter.recipient,
        subject: letter.subject,
        text: letter.text,
        ...(letter.html === null ? {} : { html: letter.html }),
        headers: { "Content-Language": letter.language === "zh" ? "zh-CN" : "en", "Auto-Submitted": "auto-generated" },
      });
      await this.#store.remove(letter.id);
    } catch (error) {
      const pauseMs = pausesMs[letter.attempts - 1];
      this.#log.warn({ err: error, letterId: letter.id, attempts: letter.attempts }, "a mail could not be delivered");
      if (pauseMs === undefined) await this.#store.giveUp(letter.id);
      else await this.#store.putOff(letter.id, new Date(this.#clock.nowMs() + pauseMs));
    }
  }
}
