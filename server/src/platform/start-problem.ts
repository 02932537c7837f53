/**
 * Something outside the program stands in the way of starting it: a busy port, a folder that cannot be written.
 * The message is one sentence for the person at the terminal and says what to do; no stack is shown.
 */
export class StartProblem extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = "StartProblem";
  }
}

/** The code of a system error, such as `ENOENT`, or of PostgreSQL's, such as `57P03`; `null` when there is none. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
