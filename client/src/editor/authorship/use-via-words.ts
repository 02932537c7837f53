import { useTranslation } from "react-i18next";

const known = [
  "typed",
  "offline",
  "undo",
  "import",
  "copy",
  "api",
  "decision",
  "restore",
  "forward",
  "system",
  "original",
];

/** Returns a function that says how a change came in, from a log row's kind. */
export function useViaWords(): (via: string) => string {
  const { t } = useTranslation();
  // A server may be newer than this page.
  return (via) => (known.includes(via) ? t(`editor.authors.via.${via}`) : via);
}
