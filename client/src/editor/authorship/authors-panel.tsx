import { Button, Skeleton, Switch, UnstyledButton } from "@mantine/core";
import type { CSSProperties, ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { partyWash, personColour } from "../../ui/theme/party-colour.ts";
import { useDocumentEditor, useListedProposals, useShownAuthorship } from "../provider/editor-context.ts";
import { type Way, isSameFilter } from "./author-filter.ts";
import classes from "./authors-panel.module.css";
import { type Contributor, portionsOf, shareText } from "./contributors.ts";
import { DeletedList } from "./deleted-list.tsx";

/** "Who wrote this": what everybody wrote and, apart from it, brought in; a filter by person; and what was deleted. */
export function AuthorsPanel(): ReactElement {
  const { t } = useTranslation();
  const { connection } = useDocumentEditor();
  const authorship = useShownAuthorship();
  const body = ((): ReactNode => {
    if (authorship.spans) return <Record />;
    if (connection !== "up")
      return (
        <p role="alert" className={classes["hint"]}>
          {t("editor.authors.failed")}
        </p>
      );
    return (
      <div role="status" aria-label={t("editor.authors.loading")}>
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} height={44} mb={10} />
        ))}
      </div>
    );
  })();
  return <div className={classes["panel"]}>{body}</div>;
}

function Record(): ReactElement {
  const { t } = useTranslation();
  const { person: reader } = useDocumentEditor();
  const authorship = useShownAuthorship();
  const { people, filter, setFilter } = authorship;
  const { list } = useListedProposals();
  const somethingWaits = list?.some(({ inserted, blocks }) => inserted.length + blocks.length > 0) === true;
  if (people.length === 0) return <p className={classes["hint"]}>{t("editor.authors.empty")}</p>;
  return (
    <>
      <SharesBar people={people} />
      <ul className={classes["people"]}>
        {people.map((person) => (
          <PersonEntry key={person.id} person={person} />
        ))}
      </ul>
      {somethingWaits ? <p className={classes["note"]}>{t("editor.authors.withProposals")}</p> : null}
      {filter === null ? null : (
        <Button variant="default" size="compact-sm" onClick={() => setFilter(null)}>
          {t("editor.authors.everybody")}
        </Button>
      )}
      {reader.standing === "guest" ? null : (
        <Switch
          label={t("editor.authors.deleted")}
          checked={authorship.showDeleted}
          onChange={(event) => authorship.setShowDeleted(event.currentTarget.checked)}
        />
      )}
      <DeletedList />
    </>
  );
}

function colours({ party, id }: Contributor): CSSProperties {
  return { "--person": personColour(party, id), "--person-wash": partyWash(party) } as CSSProperties;
}

/** What was written first, then what was brought in, which is hatched. */
function SharesBar({ people }: { people: readonly Contributor[] }): ReactElement {
  const parts = [
    ...people.map((person) => ({ person, way: "written" as Way, ...person.written })),
    ...people.flatMap((person) => person.broughtIn.map((portion) => ({ person, ...portion }))),
  ];
  return (
    <div className={classes["shares"]} aria-hidden>
      {parts
        .filter((part) => part.characters > 0)
        .map(({ person, way, characters }) => (
          <span
            key={`${person.id}-${way}`}
            className={classes["portion"]}
            data-way={way}
            style={{ flexGrow: characters, ...colours(person) }}
          />
        ))}
    </div>
  );
}

/** A person with what they wrote; who also brought text in has a line for each way. */
function PersonEntry({ person }: { person: Contributor }): ReactElement {
  const { t, i18n } = useTranslation();
  const { filter, setFilter } = useShownAuthorship();
  const whole = { personId: person.id, way: null };
  const chosen = isSameFilter(filter, whole);
  const onlyWrote = person.broughtIn.length === 0;
  return (
    <li style={colours(person)}>
      <UnstyledButton
        className={classes["person"]}
        aria-pressed={chosen}
        title={t("editor.authors.only", { name: person.name })}
        onClick={() => setFilter(chosen ? null : whole)}
      >
        <PersonBadge id={person.id} name={person.name} party={person.party} sizePx={32} />
        <span className={classes["facts"]}>
          <span className={classes["line"]}>
            <span className={classes["name"]}>{person.name}</span>
            {onlyWrote ? (
              <span className={classes["share"]}>{shareText(person.written.share, i18n.language)}</span>
            ) : null}
          </span>
          <span className={classes["detail"]}>
            <PartyLabel party={person.party} />
            <Moment iso={person.lastChangeAt} />
          </span>
        </span>
      </UnstyledButton>
      {onlyWrote ? null : (
        <ul className={classes["ways"]}>
          {portionsOf(person).map(({ way, share }) => (
            <WayRow key={way} person={person} way={way} share={share} />
          ))}
        </ul>
      )}
    </li>
  );
}

function WayRow(props: { person: Contributor; way: Way; share: number }): ReactElement {
  const { t, i18n } = useTranslation();
  const { filter, setFilter } = useShownAuthorship();
  const { person, way } = props;
  const own = { personId: person.id, way };
  const chosen = isSameFilter(filter, own);
  const label = t(`editor.authors.way.${way}`);
  const share = shareText(props.share, i18n.language);
  return (
    <li>
      <UnstyledButton
        className={classes["way"]}
        aria-pressed={chosen}
        title={t("editor.authors.onlyWay", { name: person.name, way: label, share })}
        onClick={() => setFilter(chosen ? null : own)}
      >
        <span className={classes["swatch"]} data-way={way} aria-hidden />
        <span className={classes["wayName"]}>{label}</span>
        <span className={classes["share"]}>{share}</span>
      </UnstyledButton>
    </li>
  );
}
