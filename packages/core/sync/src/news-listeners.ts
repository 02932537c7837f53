import type { NewsTopic } from "./messages.ts";

/** Whoever shows something beside the text, and asks for it again when it has changed. */
export class NewsListeners {
  private readonly byTopic = new Map<NewsTopic, Set<() => void>>();

  /** Returns how to stop listening. */
  add(topic: NewsTopic, listener: () => void): () => void {
    const known = this.byTopic.get(topic) ?? new Set();
    this.byTopic.set(topic, known.add(listener));
    return () => known.delete(listener);
  }

  tell(topic: NewsTopic): void {
    for (const listener of this.byTopic.get(topic) ?? []) listener();
  }

  /** Whatever was told while there was no line was not heard. */
  mayHaveMissed(): void {
    for (const topic of this.byTopic.keys()) this.tell(topic);
  }
}
