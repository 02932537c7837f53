/** What was tried in the document and refused, for its owners: who, when, what and how often. It changed nothing. */
import { Button, Skeleton, UnstyledButton } from "@mantine/core";
import { formatSize } from "@parley/base";
import type { RefusedAttempt } from "@parley/documents";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useSentence } from "../../platform/use-sentence.ts";
import { formatMomentWithZone } from "../../ui/format-moment.ts";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { attemptWords, honestWords } from "./attempt-words.ts";
import { DayHeading } from "./day-heading.tsx";
import { dayOf, formatSpan } from "./day-words.ts";
import classes from "./timeline.module.css";
import { useRefusedAttempts } from "./use-refused-attempts.ts";

/** One quiet line while something was tried that no honest page does; it leads to the list. */
export function RefusedNote({ onShow }: { onShow: () => void }): ReactElement | null {
  const { t } = useTranslation();
  const { attempts } = useRefusedAttempts(null);
  const count = (attempts ?? []).reduce((sum, each) => sum + (each.ordinary ? 0 : each.count), 0);
  if (count === 0) return null;
  return (
    <UnstyledButton className={classes["refusedNote"]} onClick={onShow}>
      {t("story.refused.note", { count })}
    </UnstyledButton>
  );
}

/** The list, of one person or of all. */
export function RefusedAttempts(props: { person: string | null; onAll: () => void }): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const refused = useRefusedAttempts(props.person);
  const { attempts, error } = refused;
  if (attempts === null && error !== null)
    return (
      <div role="alert">
        <p className={classes["hint"]}>
          {t("ui.twoSentences", { first: t("story.refused.failed"), second: sentence(error) })}
        </p>
        <Button variant="default" size="compact-sm" onClick={refused.retry}>
          {t("story.timeline.retry")}
        </Button>
      </div>
    );
  if (attempts === null)
    return (
      <div role="status" aria-label={t("story.refused.loading")}>
        {[0, 1].map((row) => (
          <Skeleton key={row} height={52} mb={10} />
        ))}
      </div>
    );
  const days = Map.groupBy(attempts, ({ to }) => dayOf(to));
  return (
    <>
      <p className={classes["hint"]}>{t(attempts.length === 0 ? "story.refused.none" : "story.refused.hint")}</p>
      {[...days].map(([day, own]) => (
        <section key={day}>
          <DayHeading day={day} />
          <ol className={classes["sittings"]}>
            {own.map((attempt) => (
              <AttemptEntry key={`${attempt.person.id} ${attempt.act} ${attempt.code} ${attempt.from}`} {...attempt} />
            ))}
          </ol>
        </section>
      ))}
      <div className={classes["ways"]}>
        {refused.hasMore ? (
          <Button variant="default" size="compact-sm" loading={refused.loadingMore} onClick={refused.more}>
            {t("story.timeline.more")}
          </Button>
        ) : null}
        <Button variant="default" size="compact-sm" onClick={props.onAll}>
          {t("story.refused.back")}
        </Button>
      </div>
    </>
  );
}

function AttemptEntry(attempt: RefusedAttempt): ReactElement {
  const { t, i18n } = useTranslation();
  const { person, party, from, to, count, ordinary, sizeBytes } = attempt;
  const words = attemptWords(attempt);
  const size = sizeBytes === null ? "" : formatSize(sizeBytes);
  const honest = honestWords(words, ordinary);
  return (
    <li className={classes["attempt"]}>
      <PersonBadge id={person.id} name={person.name} party={party} sizePx={28} />
      <span className={classes["facts"]}>
        <span className={classes["line"]}>
          <span className={classes["name"]}>{person.name}</span>
          <span className={classes["when"]} title={formatMomentWithZone(from, i18n.language)}>
            {formatSpan(from, to, i18n.language)}
          </span>
        </span>
        {party ? (
          <span className={classes["line"]}>
            <PartyLabel party={party} />
          </span>
        ) : null}
        <span className={classes["tried"]}>{t(`story.refused.said.${words}`, { count, size })}</span>
        {honest ? <span className={classes["label"]}>{t(`story.refused.ordinary.${honest}`)}</span> : null}
      </span>
    </li>
  );
}
