/** The languages of the product. Every sentence exists in both. */
export type Language = "en" | "zh";
export const languages: readonly Language[] = ["en", "zh"];

/** What a refusal is, told once: its HTTP status and its sentence in both languages. `{name}` is filled from the facts. */
export interface RefusalKind {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 423 | 429 | 500 | 503;
  readonly en: string;
  readonly zh: string;
  /** How the values of a fact are called where its sentence names them; a value without words stands as it is. */
  readonly called?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<Language, string>>>>>>;
}

/** Values that a refusal's sentence names. They go to the client, so nothing secret belongs in them. */
export type RefusalFacts = Readonly<Record<string, string | number>>;

/**
 * An expected "no": something a person may run into, with a code that never changes its meaning.
 * Everything else that goes wrong is a bug, is logged whole and answered without detail.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly kind: RefusalKind;
  readonly facts: RefusalFacts;

  constructor(code: string, kind: RefusalKind, facts: RefusalFacts = {}) {
    super(`${code}: ${fillFacts(kind, "en", facts)}`);
    this.name = "Refusal";
    this.code = code;
    this.kind = kind;
    this.facts = facts;
  }

  /** The sentence for a person. */
  sentence(language: Language): string {
    return fillFacts(this.kind, language, this.facts);
  }
}

function fillFacts(kind: RefusalKind, language: Language, facts: RefusalFacts): string {
  return kind[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = String(facts[name] ?? whole);
    return kind.called?.[name]?.[value]?.[language] ?? value;
  });
}

/**
 * Declares a slice's refusals and returns `refuse(code, facts)`, which makes one.
 * Codes look like `documents/not-found`.
 */
export function declareRefusals<const Kinds extends Record<string, RefusalKind>>(
  kinds: Kinds,
): { kinds: Kinds; refuse: (code: keyof Kinds & string, facts?: RefusalFacts) => Refusal } {
  return {
    kinds,
    refuse: (code, facts) => {
      const kind = kinds[code];
      if (!kind) throw new Error(`no refusal is declared as ${code}`);
      return new Refusal(code, kind, facts);
    },
  };
}
