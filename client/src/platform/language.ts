/**
 * The language of the interface: chosen before sign-in by a switch, afterwards by the person's own setting, always remembered
 * on this device so that the next start opens in it. Words are merged from the slices, each under its own name.
 */
import { type Language, languages } from "@parley/base";
import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { QUOTED_FORMAT, innerQuotes, withInnerQuotes } from "./inner-quotes.ts";
import type { Words } from "./words.ts";

const storageKey = "parley.language";
/** Says that the remembered language was chosen before sign-in, by whoever signs in next. */
const chosenKey = "parley.language.chosen";

/** Where a part of the product keeps its words; loaded only in the language that is shown. */
export interface WordSource {
  /** First part of every key of this source: `t("documents.library.title")`. */
  readonly name: string;
  readonly en: () => Promise<{ readonly words: Words }>;
  readonly zh: () => Promise<{ readonly words: Words }>;
}

/** The BCP 47 tag that dates, numbers and the page's `lang` use. */
export function localeOf(language: Language): string {
  return language === "zh" ? "zh-CN" : "en-GB";
}

/** The language to start in: the remembered one, or the browser's when it is Chinese, or English. */
export function startLanguage(): Language {
  return read(storageKey) ?? (/^zh/i.test(navigator.language) ? "zh" : "en");
}

/** What was chosen where storage is switched off: the choice holds until the page is closed. */
let chosenHere: Language | null = null;

/** Notes a choice made before sign-in, for `chosenForSignIn`; a reload of the page keeps it. */
export function rememberChosen(language: Language): void {
  chosenHere = language;
  store(chosenKey, language);
}

/** The language that was chosen on this device for whoever signs in next, or `null`. */
export function chosenForSignIn(): Language | null {
  return chosenHere ?? read(chosenKey);
}

/** The choice has been taken over by somebody: it is not the next one's. */
export function forgetChosen(): void {
  chosenHere = null;
  store(chosenKey, null);
}

function read(key: string): Language | null {
  try {
    const stored = localStorage.getItem(key);
    return languages.find((language) => language === stored) ?? null;
  } catch {
    // Storage is switched off: the browser's language is used at every start.
    return null;
  }
}

function store(key: string, language: Language | null): void {
  try {
    if (language === null) localStorage.removeItem(key);
    else localStorage.setItem(key, language);
  } catch {
    // Storage is switched off: the choice holds until the page is closed.
    return;
  }
}

let sources: readonly WordSource[] = [];

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "translation")) return;
  const parts = await Promise.all(
    sources.map(async (source) => [source.name, withInnerQuotes((await source[language]()).words)] as const),
  );
  i18next.addResourceBundle(language, "translation", Object.fromEntries(parts), true, true);
}

/** Loads the words of the start language and makes `t` ready. Called once, before the first render. */
export async function startWords(from: readonly WordSource[], language: Language): Promise<i18n> {
  sources = from;
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  i18next.services.formatter?.add(QUOTED_FORMAT, (value: unknown) => innerQuotes(String(value)));
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = localeOf(language);
  return i18next;
}

/** Switches the whole interface and remembers the choice on this device. */
export async function switchLanguage(language: Language): Promise<void> {
  store(storageKey, language);
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = localeOf(language);
}

/** The language shown now. */
export function currentLanguage(): Language {
  return languages.find((language) => language === i18next.language) ?? "en";
}
