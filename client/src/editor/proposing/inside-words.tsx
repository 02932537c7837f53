import { shortenedWords } from "@parley/document";
import type { DocumentProposal } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import classes from "./changes-panel.module.css";
import { withSigns } from "./invisible-characters.ts";

const LONGEST_WORDS = 120;
const BREAK = "\u2029";

type Inside = DocumentProposal["inside"];

/** What others have put into the words of a proposal, for whoever is about to accept it, or of one that was accepted. */
export function InsideWords({ inside, accepted = false }: { inside: Inside; accepted?: boolean }): ReactElement | null {
  const { t } = useTranslation();
  if (inside.length === 0) return null;
  return (
    <div className={classes["inside"]}>
      {inside.map(({ by, text, waits }, index) => {
        const told = accepted ? (waits ? "wentOn" : "stayed") : waits ? "waits" : "stays";
        const name = by?.name ?? t("editor.changes.unknownAuthor");
        return <p key={index}>{t(`editor.changes.inside.${told}`, { name, words: shortened(text) })}</p>;
      })}
    </div>
  );
}

/** The same of several proposals that are about to be accepted. */
export function InsideWordsOf({ proposals }: { proposals: readonly DocumentProposal[] }): ReactElement | null {
  const { t } = useTranslation();
  if (proposals.every(({ inside }) => inside.length === 0)) return null;
  return (
    <div className={classes["inside"]}>
      {proposals.flatMap(({ id, author, inside }) =>
        inside.map(({ by, text, waits }, index) => (
          <p key={`${id} ${index}`}>
            {t(`editor.changes.inside.${waits ? "waitsIn" : "staysIn"}`, {
              name: by?.name ?? t("editor.changes.unknownAuthor"),
              author: author?.name ?? t("editor.changes.unknownAuthor"),
              words: shortened(text),
            })}
          </p>
        )),
      )}
    </div>
  );
}

function shortened(text: string): string {
  return shortenedWords(withSigns(text.replaceAll(BREAK, "¶")).trim(), LONGEST_WORDS);
}
