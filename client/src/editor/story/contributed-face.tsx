import type { ContributedStep } from "@parley/documents";
import { IconArrowRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { CSSProperties, ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../platform/use-language.ts";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { personColour } from "../../ui/theme/party-colour.ts";
import classes from "./story.module.css";

/** What another part of the product tells about words: with which round they went out, which approval covers them, and the way to it. */
export function ContributedFace({ step }: { step: ContributedStep }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { person, party, at, sentence, href } = step;
  const address = href === null ? null : new URL(href, window.location.origin);
  const style = person ? ({ "--person": personColour(party, person.id) } as CSSProperties) : undefined;
  return (
    <li className={classes["step"]} style={style} data-contributed>
      <span className={classes["sentence"]}>{sentence[language]}</span>
      {address === null ? null : (
        <Link to={address.pathname} search={Object.fromEntries(address.searchParams)} className={classes["source"]}>
          <IconArrowRight size={14} aria-hidden />
          <span>{t("story.more")}</span>
        </Link>
      )}
      <span className={classes["meta"]}>
        <PartyLabel party={party} />
        <Moment iso={at} exact />
      </span>
    </li>
  );
}
