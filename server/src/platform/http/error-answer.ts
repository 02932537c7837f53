/** The one shape of every error answer, and the one place that decides what of an error a client may see. */
import type { Language, Refusal } from "@parley/base";

/** One thing that is wrong with an input. `path` names the field, `documents.0.title` for example; empty for the whole. */
export interface InputIssue {
  readonly path: string;
  readonly message: string;
}

/** The names of what is wrong, each once. */
export function fieldsOf(issues: readonly InputIssue[]): string {
  return [...new Set(issues.map((issue) => issue.path || "input"))].join(", ");
}

/** What a client receives instead of an answer. `code` never changes its meaning; `message` is `messages` in the caller's language. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly messages: Readonly<Record<Language, string>>;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly issues?: readonly InputIssue[];
}

/** A refusal as JSON with its status. Never cached. */
export function answerRefusal(refusal: Refusal, language: Language, issues?: readonly InputIssue[]): Response {
  const body: ErrorBody = {
    code: refusal.code,
    message: refusal.sentence(language),
    messages: { en: refusal.sentence("en"), zh: refusal.sentence("zh") },
    facts: refusal.facts,
    ...(issues ? { issues } : {}),
  };
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  const waitSeconds = refusal.facts["seconds"];
  if (refusal.kind.status === 429 && waitSeconds !== undefined) headers.set("retry-after", String(waitSeconds));
  return new Response(JSON.stringify(body), { status: refusal.kind.status, headers });
}

/** The language a request asks for, before it is known who sends it. Chinese unless English is asked for first. */
export function languageOf(request: Request): Language {
  const wanted = request.headers.get("accept-language")?.toLowerCase() ?? "";
  const english = wanted.search(/\ben\b/);
  const chinese = wanted.search(/\bzh\b/);
  if (english < 0) return chinese < 0 && wanted !== "" ? "en" : "zh";
  return chinese >= 0 && chinese < english ? "zh" : "en";
}
