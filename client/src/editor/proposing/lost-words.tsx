import type { DocumentProposal } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import classes from "./changes-panel.module.css";

/** What others took of a proposal, and what that leaves it to do, for whoever is about to decide on it. */
export function LostWords({ proposal }: { proposal: DocumentProposal }): ReactElement | null {
  const { t } = useTranslation();
  const { lost = [] } = proposal;
  if (lost.length === 0) return null;
  const isGroundGone = replacesNothing(proposal);
  return (
    <div className={classes["inside"]}>
      {lost.map((part, index) => (
        <p key={index}>
          {t(`editor.changes.lost.${reasonOf(part, isGroundGone)}`, { name: part.by.name, whose: part.whose?.name })}
        </p>
      ))}
      {isGroundGone ? <p>{t("editor.changes.lost.now")}</p> : null}
    </div>
  );
}

/** Whether a proposal was to put its words in the place of others, of which nothing is there any more. */
function replacesNothing({ lost = [], deletedText, insertedText }: DocumentProposal): boolean {
  return deletedText === "" && insertedText !== "" && lost.some(({ of }) => of === "about");
}

type Lost = NonNullable<DocumentProposal["lost"]>[number];
type Reason =
  | "own"
  | "part"
  | "partDecided"
  | "agreed"
  | "agreedDecided"
  | "proposed"
  | "proposedDecided"
  | "withdrawn";

function reasonOf({ of, how, by, whose }: Lost, isGroundGone: boolean): Reason {
  if (of === "own") return "own";
  const isDecided = how === "decided";
  if (!isGroundGone) return isDecided ? "partDecided" : "part";
  if (whose === null) return isDecided ? "agreedDecided" : "agreed";
  // Nobody but who wrote them withdraws words.
  if (isDecided && whose.id === by.id) return "withdrawn";
  return isDecided ? "proposedDecided" : "proposed";
}
