import type { Id, Language } from "@parley/base";
import type { ISql } from "postgres";
import type { Sql } from "../postgres/client.ts";
import { storableText } from "../postgres/storable-text.ts";

/** A mail in the database. */
export interface StoredLetter {
  readonly id: Id<"letter">;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly language: Language;
  readonly writtenAt: Date;
  readonly attempts: number;
}

type LetterState = "waiting" | "kept" | "failed";

interface LetterRow {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string | null;
  language: Language;
  written_at: Date;
  attempts: number;
}

const columns = ["id", "recipient", "subject", "text", "html", "language", "written_at", "attempts"];

/** Keeps mails until they are delivered. */
export class LetterStore {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Adds a letter, within `tx` where one is given. */
  async insert(
    letter: Omit<StoredLetter, "attempts">,
    state: LetterState,
    tx: ISql<{ bigint: number }> = this.#sql,
  ): Promise<void> {
    const { html } = letter;
    await tx`
      insert into mail.letter (id, recipient, subject, text, html, language, state, written_at, next_attempt_at)
      values (${letter.id}, ${letter.recipient}, ${storableText(letter.subject)}, ${storableText(letter.text)},
        ${html === null ? null : storableText(html)}, ${letter.language}, ${state},
        ${letter.writtenAt}, ${letter.writtenAt})`;
  }

  /**
   * Takes one letter that is due and puts it off until `nextAttemptAt`, so that no other node delivers it meanwhile.
   * @returns `null` when nothing is due
   */
  async claimDue(now: Date, nextAttemptAt: Date): Promise<StoredLetter | null> {
    const [row] = await this.#sql<LetterRow[]>`
      update mail.letter set attempts = attempts + 1, next_attempt_at = ${nextAttemptAt}
      where id = (
        select id from mail.letter where state = 'waiting' and next_attempt_at <= ${now}
        order by next_attempt_at limit 1 for update skip locked
      )
      returning ${this.#sql(columns)}`;
    return row ? toLetter(row) : null;
  }

  async remove(id: StoredLetter["id"]): Promise<void> {
    await this.#sql`delete from mail.letter where id = ${id}`;
  }

  async putOff(id: StoredLetter["id"], nextAttemptAt: Date): Promise<void> {
    await this.#sql`update mail.letter set next_attempt_at = ${nextAttemptAt} where id = ${id}`;
  }

  async giveUp(id: StoredLetter["id"]): Promise<void> {
    await this.#sql`update mail.letter set state = 'failed' where id = ${id}`;
  }

  /** Letters that were not delivered, newest first. */
  async listUndelivered(limit: number): Promise<readonly StoredLetter[]> {
    const rows = await this.#sql<LetterRow[]>`
      select ${this.#sql(columns)} from mail.letter where state in ('kept', 'failed') order by written_at desc, id limit ${limit}`;
    return rows.map(toLetter);
  }

  /** Deletes what was written before `before` and is not waiting. */
  async removeOld(before: Date): Promise<void> {
    await this.#sql`delete from mail.letter where state <> 'waiting' and written_at < ${before}`;
  }
}

function toLetter(row: LetterRow): StoredLetter {
  return {
    id: row.id as StoredLetter["id"],
    recipient: row.recipient,
    subject: row.subject,
    text: row.text,
    html: row.html,
    language: row.language,
    writtenAt: row.written_at,
    attempts: row.attempts,
  };
}
