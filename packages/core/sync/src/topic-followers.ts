import type { FollowedTopic, ParleyMessage } from "./messages.ts";

/** What the server tells of a followed topic. */
export type Told = Pick<Extract<ParleyMessage, { type: "told" }>, "seq" | "whole" | "body">;

/** The parts of a page that follow what the server knows. A topic is followed on the wire as long as anybody here does. */
export class TopicFollowers {
  private readonly byTopic = new Map<FollowedTopic, Set<(told: Told) => void>>();
  private readonly ask: (topic: FollowedTopic, on: boolean) => void;

  /** @param ask tells the server, if there is a line; `again` is called when there is a new one */
  constructor(ask: (topic: FollowedTopic, on: boolean) => void) {
    this.ask = ask;
  }

  /** Returns how to stop. Everybody who follows the topic is told the whole once more when another one begins. */
  add(topic: FollowedTopic, listener: (told: Told) => void): () => void {
    const listeners = this.byTopic.get(topic) ?? new Set();
    this.byTopic.set(topic, listeners.add(listener));
    this.ask(topic, true);
    return () => {
      if (listeners.delete(listener) && listeners.size === 0) this.ask(topic, false);
    };
  }

  tell(topic: FollowedTopic, told: Told): void {
    for (const listener of this.byTopic.get(topic) ?? []) listener(told);
  }

  /** There is a new line: the server knows nothing of what is followed. */
  again(): void {
    for (const [topic, listeners] of this.byTopic) if (listeners.size > 0) this.ask(topic, true);
  }
}
