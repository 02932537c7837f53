import type { Migration } from "../slice.ts";

/**
 * `letter` holds mails that wait for their delivery and, where no mail server is set, those for the mailbox page.
 * A delivered letter is deleted: it may hold a one-time code.
 */
export const mailMigrations: readonly Migration[] = [
  {
    name: "0001-letter",
    sql: `
      create table mail.letter (
        id uuid primary key,
        recipient text not null,
        subject text not null,
        text text not null,
        html text,
        language text not null check (language in ('en', 'zh')),
        -- waiting: to be delivered; kept: for the mailbox page; failed: given up.
        state text not null check (state in ('waiting', 'kept', 'failed')),
        written_at timestamptz not null,
        attempts integer not null default 0,
        next_attempt_at timestamptz not null
      );
      create index letter_waiting on mail.letter (next_attempt_at) where state = 'waiting';
      create index letter_written on mail.letter (written_at desc);
    `,
  },
];
