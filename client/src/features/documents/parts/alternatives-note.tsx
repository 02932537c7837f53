import { Anchor } from "@mantine/core";
import type { AlternativesOfPlace } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { placeLine } from "../../../editor/index.ts";
import classes from "./alternatives-note.module.css";

const PLACES_SHOWN = 3;

/** Says for which places of a text as if all proposals were accepted there are several, and which one it has. Nothing where there are none. */
export function AlternativesNote(props: {
  alternatives: readonly AlternativesOfPlace[];
  className?: string | undefined;
  /** Leads to where the text has a proposal; without it, there is no such text in the page. */
  onShow?: (proposalId: string) => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const { alternatives, onShow } = props;
  const [all, setAll] = useState(false);
  if (alternatives.length === 0) return null;
  const shown = all ? alternatives : alternatives.slice(0, PLACES_SHOWN);
  return (
    <div className={[classes["note"], props.className].filter(Boolean).join(" ")}>
      <p className={classes["lead"]}>{t("documents.alternatives.lead", { count: alternatives.length })}</p>
      <ul className={classes["places"]}>
        {shown.map(({ clause, place, block, options }) => (
          <li key={options[0]?.id} className={classes["place"]}>
            <Clause
              words={(onShow && place ? placeLine(place, t) : clause) || t("documents.alternatives.beforeClauses")}
              onShow={onShow && block !== null ? () => onShow(options.at(-1)?.id ?? "") : undefined}
            />
            {options.toReversed().map((option, index) => (
              <Option key={option.id} option={option} isShown={index === 0} />
            ))}
          </li>
        ))}
      </ul>
      {shown.length < alternatives.length ? (
        <Anchor component="button" type="button" fz={13} onClick={() => setAll(true)}>
          {t("documents.alternatives.all", { count: alternatives.length - shown.length })}
        </Anchor>
      ) : null}
    </div>
  );
}

function Clause(props: { words: string; onShow: (() => void) | undefined }): ReactElement {
  const { t } = useTranslation();
  const { words, onShow } = props;
  if (!onShow) return <span className={classes["clause"]}>{words}</span>;
  return (
    <span className={classes["clause"]}>
      <Anchor
        component="button"
        type="button"
        inherit
        ta="start"
        title={t("documents.alternatives.show")}
        onClick={onShow}
      >
        {words}
      </Anchor>
    </span>
  );
}

function Option(props: { option: AlternativesOfPlace["options"][number]; isShown: boolean }): ReactElement {
  const { t } = useTranslation();
  const { letter, author, insertedText, deletedText } = props.option;
  const name = author?.name ?? t("documents.alternatives.nobody");
  const words = insertedText.trim() === "" ? deletedText.trim() : insertedText.trim();
  return (
    <span className={[classes["option"], props.isShown ? "" : classes["other"]].filter(Boolean).join(" ")}>
      <span>{t(props.isShown ? "documents.alternatives.shown" : "documents.alternatives.notShown")}</span>
      <span className={classes["letter"]}>{letter}</span>
      <span className={classes["who"]}>
        <span className={classes["name"]}>{name}</span>
        {words === "" ? null : insertedText.trim() === "" ? (
          <del className={classes["words"]} title={words}>
            {words}
          </del>
        ) : (
          <span className={classes["words"]} title={words}>
            {t("documents.alternatives.words", { words })}
          </span>
        )}
      </span>
    </span>
  );
}
