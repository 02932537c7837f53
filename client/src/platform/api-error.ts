import type { Language, RefusalFacts } from "@parley/base";

/** The code of an error that came from no server: the request did not arrive. */
export const UNREACHABLE = "request/unreachable";

/** One field that the server found wrong; `path` is dotted, as in `departmentIds.0`. */
export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

/** Everything a call can fail with. Pages show `sentence(language)` and decide by `code` or `status`, never by text. */
export class ApiError extends Error {
  readonly code: string;
  /** HTTP status, or 0 when the server was not reached. */
  readonly status: number;
  readonly facts: RefusalFacts;
  readonly issues: readonly FieldIssue[];
  readonly #messages: Readonly<Record<Language, string>> | null;

  constructor(from: {
    code: string;
    status: number;
    message?: string;
    messages?: Readonly<Record<Language, string>> | null;
    facts?: RefusalFacts;
    issues?: readonly FieldIssue[];
  }) {
    super(from.message ?? from.messages?.en ?? from.code);
    this.name = "ApiError";
    this.code = from.code;
    this.status = from.status;
    this.facts = from.facts ?? {};
    this.issues = from.issues ?? [];
    this.#messages = from.messages ?? null;
  }

  /** What the server said about it in the reader's language, or `null` when it said nothing a person should read. */
  sentence(language: Language): string | null {
    return this.#messages?.[language] ?? null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readMessages(value: unknown): Record<Language, string> | null {
  if (!isRecord(value)) return null;
  const { en, zh } = value;
  return typeof en === "string" && typeof zh === "string" ? { en, zh } : null;
}

function readFacts(value: unknown): RefusalFacts {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
    ),
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function readIssues(value: unknown): FieldIssue[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((issue) => ({
    path: Array.isArray(issue["path"]) ? issue["path"].join(".") : textOf(issue["path"]),
    message: textOf(issue["message"]),
  }));
}

/**
 * Reads the body of a refused call: `{ code, message, messages, facts, issues }`.
 * A body of any other shape (a proxy's page, sign-in's own errors) still gives an error with the status and a code.
 */
export function readApiError(status: number, body: unknown): ApiError {
  if (!isRecord(body)) return new ApiError({ code: `request/status-${status}`, status });
  const code = typeof body["code"] === "string" ? body["code"] : `request/status-${status}`;
  return new ApiError({
    code,
    status,
    ...(typeof body["message"] === "string" ? { message: body["message"] } : {}),
    messages: readMessages(body["messages"]),
    facts: readFacts(body["facts"]),
    issues: readIssues(body["issues"]),
  });
}
