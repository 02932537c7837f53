import type { ReviewWriter } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { CSSProperties, ReactElement } from "react";
import { usePartyName } from "../../../ui/reader-party.ts";
import { partyColour, partyWash } from "../../../ui/theme/party-colour.ts";
import classes from "./review-page.module.css";
import type { ReviewedWord } from "./short-words.ts";

/** Words with what was added and removed, in the hue of whose party did so; the name stands in its title and above the clause. */
export function Redline(props: { words: readonly ReviewedWord[]; writers: readonly ReviewWriter[] }): ReactElement {
  const { t } = useTranslation();
  const partyName = usePartyName();
  return (
    <p className={classes["words"]}>
      {props.words.map(({ kind, text, by }, index) => {
        if (kind === "same") return <span key={index}>{text}</span>;
        const writer = by === null ? undefined : props.writers[by];
        const style: CSSProperties = writer
          ? { color: partyColour(writer.party), background: partyWash(writer.party) }
          : {};
        const title = writer
          ? t("contracts.review.writer", { name: writer.name, party: partyName(writer.party) })
          : t("contracts.review.nobody");
        const Mark = kind === "added" ? "ins" : "del";
        return (
          <Mark key={index} style={style} title={title}>
            {text}
          </Mark>
        );
      })}
    </p>
  );
}
