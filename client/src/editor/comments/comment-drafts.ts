/**
 * What somebody is writing in comments and has not sent: kept while lists, tabs and panels come and go, and over a reload of the page.
 *
 * Invariants:
 * - It is kept for one person and one document, in this tab alone, and until it is sent or given up.
 * - Where the browser keeps nothing, it lasts as long as the page.
 */
import type { Audience } from "@parley/documents";
import { useMemo, useState, useSyncExternalStore } from "react";
import type { CommentDraft } from "./comments.ts";

/** For whom a new thread is: an audience, or a circle by its id. */
export type ThreadFor = Audience | { readonly circleId: string };

/** Unsent words. */
export interface UnsentWords {
  readonly text: string;
  /** People whom the text names. */
  readonly named: readonly { readonly id: string; readonly name: string }[];
  /** Of a new comment what it is about, and who is to see it, where that was chosen by hand. */
  readonly about?: CommentDraft;
  readonly audience?: ThreadFor | null;
  /** Of a reply: whether the thread had been resolved when it was begun. */
  readonly toResolved?: boolean;
}

/** Where unsent words are kept over a reload. */
export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export const replyKey = (threadId: string): string => `reply ${threadId}`;
export const editKey = (commentId: string): string => `edit ${commentId}`;
export const newKey = ({ anchor }: CommentDraft): string => `new ${JSON.stringify(anchor)}`;

export class CommentDrafts {
  readonly #name: string;
  readonly #storage: () => DraftStorage;
  readonly #listeners = new Set<() => void>();
  readonly #sent = new Map<string, number>();
  #words: ReadonlyMap<string, UnsentWords>;

  /** `storage` may throw, as a browser's does that keeps nothing. */
  constructor(name: string, storage: () => DraftStorage) {
    this.#name = name;
    this.#storage = storage;
    this.#words = this.#read();
  }

  get(key: string): UnsentWords | undefined {
    return this.#words.get(key);
  }

  /** The same map as long as nothing changes. */
  get all(): ReadonlyMap<string, UnsentWords> {
    return this.#words;
  }

  /** Keeps words; none, or blank ones, are forgotten. */
  keep(key: string, words: UnsentWords | null): void {
    const next = new Map(this.#words);
    if (words && words.text.trim() !== "") next.set(key, words);
    else if (!next.delete(key)) return;
    this.#words = next;
    this.#write();
    for (const listener of this.#listeners) listener();
  }

  /** What was kept has been sent: whatever shows it lets go of it, also what has come since. */
  send(key: string): void {
    this.#sent.set(key, this.timesSent(key) + 1);
    this.keep(key, null);
  }

  /** How often words under this name were sent from this page. */
  timesSent(key: string): number {
    return this.#sent.get(key) ?? 0;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #read(): ReadonlyMap<string, UnsentWords> {
    try {
      return new Map(JSON.parse(this.#storage().getItem(this.#name) ?? "[]") as [string, UnsentWords][]);
    } catch {
      return new Map();
    }
  }

  #write(): void {
    try {
      if (this.#words.size === 0) this.#storage().removeItem(this.#name);
      else this.#storage().setItem(this.#name, JSON.stringify([...this.#words]));
    } catch {
      // The page still has them.
    }
  }
}

const opened = new Map<string, CommentDrafts>();

/** Whether somebody writes under a name, as where words are kept, until they are sent or that ends; and how to begin and end it. */
export function useWriting(
  drafts: CommentDrafts,
  key: string,
): readonly [writing: boolean, set: (writing: boolean) => void] {
  const times = drafts.timesSent(key);
  const [begunAt, setBegunAt] = useState(drafts.get(key) === undefined ? null : times);
  return [begunAt === times, (writing) => setBegunAt(writing ? drafts.timesSent(key) : null)];
}

/** What a person has begun to write in a document, the same for all of the page. */
export function useCommentDrafts(personId: string, documentId: string): CommentDrafts {
  const drafts = useMemo(() => {
    const name = `parley:comment-drafts:${personId}:${documentId}`;
    const known = opened.get(name) ?? new CommentDrafts(name, () => sessionStorage);
    opened.set(name, known);
    return known;
  }, [personId, documentId]);
  useSyncExternalStore(drafts.subscribe, () => drafts.all);
  return drafts;
}
