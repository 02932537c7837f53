import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import type { Sitting } from "@parley/documents";
import type { CSSProperties, ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { personColour } from "../../ui/theme/party-colour.ts";
import { formatMomentWithZone } from "../../ui/format-moment.ts";
import { formatSpan } from "./day-words.ts";
import { SittingChanges } from "./sitting-changes.tsx";
import classes from "./timeline.module.css";
import type { useShowPlace } from "./use-show-place.ts";

/** One sitting: who, for whom, when, in which way and how much. Opened, it lists what was changed. */
export function SittingEntry(props: {
  sitting: Sitting;
  open: boolean;
  onToggle: () => void;
  show: ReturnType<typeof useShowPlace>;
}): ReactElement {
  const { i18n } = useTranslation();
  const { sitting, open } = props;
  const { person, party } = sitting;
  const style = { "--person": personColour(party, person.id) } as CSSProperties;
  return (
    <li className={classes["sitting"]} data-open={open || undefined} style={style}>
      <UnstyledButton className={classes["face"]} aria-expanded={open} onClick={props.onToggle}>
        <PersonBadge id={person.id} name={person.name} party={party} sizePx={28} />
        <span className={classes["facts"]}>
          <span className={classes["line"]}>
            <span className={classes["name"]}>{person.name}</span>
            <span className={classes["when"]} title={formatMomentWithZone(sitting.from, i18n.language)}>
              {formatSpan(sitting.from, sitting.to, i18n.language)}
            </span>
            <IconChevronRight className={classes["chevron"]} size={14} aria-hidden />
          </span>
          <span className={classes["line"]}>
            <PartyLabel party={party} />
            <span className={classes["way"]}>
              <WayWords sitting={sitting} />
            </span>
            <Size sitting={sitting} />
          </span>
        </span>
      </UnstyledButton>
      {open ? <SittingChanges sitting={sitting} show={props.show} /> : null}
    </li>
  );
}

function WayWords({ sitting }: { sitting: Sitting }): ReactElement {
  const { t } = useTranslation();
  const { way, proposed, offline, accepted, rejected, withdrawn, takenBack, voided, revived } = sitting;
  // What became void, or waits again, with a change nobody has decided on.
  if (voided + revived > 0 && accepted + rejected + withdrawn + takenBack === 0)
    return <>{t("story.timeline.followed")}</>;
  if (way !== "written") return <>{t(`story.timeline.ways.${way}`)}</>;
  if (offline) return <>{t(proposed ? "story.timeline.proposedOffline" : "story.timeline.offline")}</>;
  return <>{t(proposed ? "story.timeline.proposed" : "story.timeline.written")}</>;
}

/** How much was done: characters as numbers, everything else in words. */
function Size({ sitting }: { sitting: Sitting }): ReactElement {
  const { t, i18n } = useTranslation();
  const number = (count: number): string => new Intl.NumberFormat(i18n.language).format(count);
  const { insertedCharacters, deletedCharacters, movedCharacters, broughtBackCharacters } = sitting;
  const others = [
    ...(movedCharacters > 0 ? [t("story.timeline.moved", { count: movedCharacters })] : []),
    ...(broughtBackCharacters > 0 ? [t("story.timeline.broughtBack", { count: broughtBackCharacters })] : []),
    ...(["blocks", "accepted", "rejected", "withdrawn", "takenBack", "voided", "revived"] as const).flatMap((what) =>
      sitting[what] > 0 ? [t(`story.timeline.${what}`, { count: sitting[what] })] : [],
    ),
    ...(["breaks", "records", "formatted", "set"] as const).flatMap((what) =>
      sitting[what] > 0 ? [t(`story.timeline.${what === "breaks" && sitting.proposed ? "breaksProposed" : what}`)] : [],
    ),
  ];
  if (others.length === 0 && insertedCharacters === 0 && deletedCharacters === 0)
    return <span className={classes["size"]}>{t("story.timeline.nothingLeft")}</span>;
  return (
    <span className={classes["size"]}>
      {insertedCharacters > 0 ? (
        <span className={classes["plus"]} title={t("story.timeline.inserted", { count: insertedCharacters })}>
          +{number(insertedCharacters)}
        </span>
      ) : null}
      {deletedCharacters > 0 ? (
        <span className={classes["minus"]} title={t("story.timeline.deleted", { count: deletedCharacters })}>
          −{number(deletedCharacters)}
        </span>
      ) : null}
      {others.map((words) => (
        <span key={words}>{words}</span>
      ))}
    </span>
  );
}
