import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { type ChosenAlternative, placeIdOf } from "./chosen-alternatives.ts";
import { Letter, Said } from "./redline-pieces.tsx";
import classes from "./redline.module.css";

/** Marks where the text has one of several alternatives: its letter, and in words which others there are. Whoever looks for the place is led here. */
export function ChosenSigns({ chosen }: { chosen: readonly ChosenAlternative[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      {chosen.map(({ id, letter, others }) => {
        const told = t("documents.alternatives.here", { letter, others: others.join(t("documents.alternatives.and")) });
        return (
          <span key={id} id={placeIdOf(id)} className={classes["chosen"]} title={told} tabIndex={-1}>
            <Said>{told}</Said>
            <Letter>{letter}</Letter>
          </span>
        );
      })}
    </>
  );
}
