import { type ApprovalRunFace, approvalReason } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import classes from "./review-page.module.css";

/** Why earlier approvals were kept or are asked again, in words. */
export function Judgements({ run }: { run: ApprovalRunFace | null }): ReactElement | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const judged = (run?.steps ?? []).flatMap(({ labels, tasks }) =>
    tasks.flatMap(({ id, person, judgement }) =>
      judgement ? [{ id, person, judgement, step: labels[language] }] : [],
    ),
  );
  if (judged.length === 0) return null;
  return (
    <section aria-labelledby="review-again">
      <h2 id="review-again" className={classes["heading"]}>
        {t("contracts.review.again")}
      </h2>
      <ul className={classes["points"]}>
        {judged.map(({ id, person, judgement, step }) => (
          <li key={id} data-verdict={judgement.verdict}>
            <p className={classes["clause"]}>{t("contracts.review.keptOf", { name: person.name, step })}</p>
            <p>
              {t("contracts.review.because", {
                verdict: t(`contracts.review.${judgement.verdict === "kept" ? "kept" : "askedAgain"}`),
                reason: approvalReason(judgement.reason, language),
              })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
