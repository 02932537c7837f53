import { textWithSigns } from "@parley/document";
import { IconFileText, IconLock } from "@tabler/icons-react";
import type { WordOrigin } from "@parley/documents";
import { Link } from "@tanstack/react-router";
import type { CSSProperties, ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { personColour } from "../../ui/theme/party-colour.ts";
import classes from "./story.module.css";

/** What was done with copied words in the document that they were copied from; of one that is closed to the reader, that there is one. */
export function OriginStep({ origin, isFirst }: { origin: WordOrigin; isFirst: boolean }): ReactElement {
  const { t } = useTranslation();
  if (!origin.open)
    return (
      <li className={classes["step"]} data-closed>
        <span className={classes["sentence"]}>
          <IconLock className={classes["lock"]} size={14} aria-hidden />
          {t(isFirst ? "story.origin.closed" : "story.origin.through")}
        </span>
      </li>
    );
  const { person, party, document, at, waited, accepted } = origin;
  const title = textWithSigns(document.title);
  const style = { "--person": personColour(party, person.id) } as CSSProperties;
  return (
    <>
      <li className={classes["step"]} style={style}>
        <span className={classes["sentence"]}>{t(sentenceOf(origin), { name: person.name })}</span>
        <Link
          to={`/documents/${document.id}`}
          className={classes["source"]}
          aria-label={t("story.origin.in", { title })}
        >
          <IconFileText size={14} aria-hidden />
          <span>{title}</span>
        </Link>
        <span className={classes["meta"]}>
          <PartyLabel party={party} />
          <Moment iso={at} exact />
          {waited ? <span className={classes["waits"]}>{t("story.origin.waited")}</span> : null}
        </span>
      </li>
      {accepted ? (
        <li
          className={classes["step"]}
          style={{ "--person": personColour(accepted.party, accepted.person.id) } as CSSProperties}
        >
          <span className={classes["sentence"]}>{t("story.origin.accepted", { name: accepted.person.name })}</span>
          <span className={classes["meta"]}>
            <PartyLabel party={accepted.party} />
            <Moment iso={accepted.at} exact />
          </span>
        </li>
      ) : null}
    </>
  );
}

function sentenceOf({ via, proposed }: Extract<WordOrigin, { open: true }>): string {
  if (via === "copy") return "story.origin.copied";
  if (via === "import") return "story.did.imported";
  if (via === "api") return "story.did.program";
  return proposed ? "story.did.proposed" : "story.did.wrote";
}
