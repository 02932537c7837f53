import { Button, Skeleton, Switch, UnstyledButton } from "@mantine/core";
import type { AttributionSpan } from "@parley/documents";
import { type ReactElement, type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSentence } from "../../platform/use-sentence.ts";
import { formatMoment } from "../../ui/format-moment.ts";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { personColour } from "../../ui/theme/party-colour.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./authors-panel.module.css";
import { type Contributor, shareText } from "./contributors.ts";

const DELETED_SHOWN = 100;

/** "Who wrote this": everybody's share and last change, a filter by person, and what was deleted. */
export function AuthorsPanel(): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { authorship } = useDocumentEditor();
  const body = ((): ReactNode => {
    if (authorship.spans) return <Record />;
    if (authorship.error === null) {
      return (
        <div role="status" aria-label={t("editor.authors.loading")}>
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} height={44} mb={10} />
          ))}
        </div>
      );
    }
    return (
      <div role="alert">
        <p className={classes["hint"]}>
          {t("editor.authors.failed")} {sentence(authorship.error)}
        </p>
        <Button variant="default" size="compact-sm" onClick={authorship.retry}>
          {t("editor.authors.retry")}
        </Button>
      </div>
    );
  })();
  return <div className={classes["panel"]}>{body}</div>;
}

function Record(): ReactElement {
  const { t } = useTranslation();
  const { authorship } = useDocumentEditor();
  const { people, personId, setPersonId } = authorship;
  const deleted = useMemo(
    () =>
      (authorship.spans ?? []).filter(
        (span) => span.deletedBy !== undefined && (personId === null || span.deletedBy.id === personId),
      ),
    [authorship.spans, personId],
  );
  if (people.length === 0) return <p className={classes["hint"]}>{t("editor.authors.empty")}</p>;
  return (
    <>
      <SharesBar people={people} />
      <ul className={classes["people"]}>
        {people.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            chosen={person.id === personId}
            onChoose={() => setPersonId(person.id === personId ? null : person.id)}
          />
        ))}
      </ul>
      {personId === null ? null : (
        <Button variant="default" size="compact-sm" onClick={() => setPersonId(null)}>
          {t("editor.authors.everybody")}
        </Button>
      )}
      <Switch
        label={t("editor.authors.deleted")}
        checked={authorship.showDeleted}
        onChange={(event) => authorship.setShowDeleted(event.currentTarget.checked)}
      />
      <DeletedList spans={deleted} />
    </>
  );
}

function SharesBar({ people }: { people: readonly Contributor[] }): ReactElement {
  return (
    <div className={classes["shares"]} aria-hidden>
      {people.map((person) => (
        <span
          key={person.id}
          style={{ flexGrow: person.characters, background: personColour(person.party, person.id) }}
        />
      ))}
    </div>
  );
}

function PersonRow(props: { person: Contributor; chosen: boolean; onChoose: () => void }): ReactElement {
  const { t, i18n } = useTranslation();
  const { person } = props;
  const share = shareText(person.share, i18n.language);
  return (
    <li>
      <UnstyledButton
        className={classes["person"]}
        aria-pressed={props.chosen}
        title={t("editor.authors.only", { name: person.name })}
        onClick={props.onChoose}
      >
        <PersonBadge id={person.id} name={person.name} party={person.party} sizePx={32} />
        <span className={classes["facts"]}>
          <span className={classes["line"]}>
            <span className={classes["name"]}>{person.name}</span>
            <span className={classes["share"]}>{share}</span>
          </span>
          <span className={classes["detail"]}>
            <PartyLabel party={person.party} />
            <Moment iso={person.lastChangeAt} />
          </span>
        </span>
      </UnstyledButton>
    </li>
  );
}

function DeletedList({ spans }: { spans: readonly AttributionSpan[] }): ReactElement {
  const { t, i18n } = useTranslation();
  const newest = spans
    .toSorted((a, b) => (b.deletedAt ?? "").localeCompare(a.deletedAt ?? ""))
    .filter((span) => span.text.trim() !== "");
  return (
    <section>
      <h3 className={classes["heading"]}>{t("editor.authors.deletedList")}</h3>
      {newest.length === 0 ? <p className={classes["hint"]}>{t("editor.authors.noDeleted")}</p> : null}
      <ul className={classes["deleted"]}>
        {newest.slice(0, DELETED_SHOWN).map((span, index) => (
          <li key={`${span.seq}-${index}`}>
            <del>{span.text}</del>
            <span className={classes["detail"]}>
              {t(span.arrivedDeleted ? "editor.authors.arrivedDeleted" : "editor.authors.deletedBy", {
                name: span.deletedBy?.name ?? "",
                when: span.deletedAt === undefined ? "" : formatMoment(span.deletedAt, i18n.language),
              })}
            </span>
          </li>
        ))}
      </ul>
      {newest.length > DELETED_SHOWN ? (
        <p className={classes["hint"]}>{t("editor.authors.more", { count: newest.length - DELETED_SHOWN })}</p>
      ) : null}
    </section>
  );
}
