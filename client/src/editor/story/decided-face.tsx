import type { SittingProposal } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { SeenWords } from "../marks/seen-words.tsx";
import { movedBetweenWords } from "../proposing/moved-between.ts";
import { PlaceLine } from "../proposing/place-line.tsx";
import { breakWords, describeSettings, kindWords } from "../proposing/setting-words.ts";
import classes from "./timeline.module.css";

/** A proposal that was decided on: whose it was, what it did and where, its words and what it set and formatted. */
export function DecidedFace({ proposal, isAgreed }: { proposal: SittingProposal; isAgreed: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={classes["proposal"]}>
      <span className={classes["label"]}>
        {[
          proposal.author && t("story.change.by", { name: proposal.author.name }),
          breakWords(proposal.breaks, t)?.kind ?? kindWords(proposal.kind, proposal.subject, t),
          breakWords(proposal.breaks, t)?.place,
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
      <PlaceLine place={proposal.clause} />
      {proposal.deletedText.trim() === "" ? null : (
        <del className={classes["old"]}>
          <SeenWords text={proposal.deletedText.replaceAll("\u2029", "¶").trim()} />
        </del>
      )}
      {proposal.insertedText.trim() === "" ? null : (
        <ins className={classes["new"]} data-gone={!isAgreed || undefined}>
          <SeenWords text={proposal.insertedText.replaceAll("\u2029", "¶").trim()} />
        </ins>
      )}
      {proposal.moved ? <span className={classes["label"]}>{movedBetweenWords(proposal.moved, t)}</span> : null}
      {describeSettings(proposal.settings, t).map((line) => (
        <span key={line} className={classes["label"]}>
          {line}
        </span>
      ))}
    </span>
  );
}
