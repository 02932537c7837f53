import { Radio } from "@mantine/core";
import type { DocumentProposal } from "@parley/documents";
import { type CSSProperties, type ReactElement, useId } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { personColour } from "../../ui/theme/party-colour.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./alternatives-choice.module.css";
import { ChangedWords } from "./changed-words.tsx";
import { settingsOf } from "./proposed-settings.ts";
import type { ClauseGroup } from "./clause-groups.ts";
import { placeLine } from "./place-words.ts";
import { type Alternative, placeOfAlternatives, rivalsIn } from "./rivals.ts";

/** The letter of an alternative, and whether it is the newest. */
export function AlternativeSign({ alternative }: { alternative: Alternative }): ReactElement {
  const { t } = useTranslation();
  const { letter, isNewest } = alternative;
  return (
    <span className={classes["sign"]}>
      <span className={classes["letter"]} title={t("editor.changes.counter.letter", { letter })}>
        {letter}
      </span>
      {isNewest ? <span className={classes["newest"]}>{t("editor.changes.counter.newest")}</span> : null}
    </span>
  );
}

/** Asks for each place with alternatives which one is meant; as long as nobody says so, none is. A place is named by its oldest alternative. */
export function AlternativesChoice(props: {
  places: readonly (readonly DocumentProposal[])[];
  clauses: readonly ClauseGroup[];
  picked: ReadonlyMap<string, string>;
  onPick: (place: string, id: string | null) => void;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <section className={classes["places"]}>
      <p className={classes["hint"]}>{t("editor.changes.many.alternatives", { count: props.places.length })}</p>
      {props.places.map((alternatives) => {
        const name = alternatives[0]?.id ?? "";
        return (
          <Place
            key={name}
            alternatives={alternatives}
            clause={clauseTitleOf(alternatives, props.clauses, t)}
            picked={props.picked.get(name) ?? null}
            onPick={(id) => props.onPick(name, id)}
          />
        );
      })}
    </section>
  );
}

function clauseTitleOf(
  alternatives: readonly DocumentProposal[],
  clauses: readonly ClauseGroup[],
  t: TFunction,
): string {
  const ids = new Set(alternatives.map(({ id }) => id));
  const place = clauses.find(({ members }) => members.some(({ id }) => ids.has(id)))?.place;
  return place ? placeLine(place, t) : "";
}

const UNDECIDED = "";

function Place(props: {
  alternatives: readonly DocumentProposal[];
  clause: string;
  picked: string | null;
  onPick: (id: string | null) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { alternatives, picked } = props;
  const group = useId();
  const letters = rivalsIn(alternatives);
  const { holds, old, isSame } = placeOfAlternatives(alternatives);
  return (
    <Radio.Group
      className={classes["place"] ?? ""}
      name={group}
      value={picked ?? UNDECIDED}
      onChange={(id) => props.onPick(id === UNDECIDED ? null : id)}
      label={
        <>
          {props.clause === "" ? null : <span className={classes["clause"]}>{props.clause}</span>}
          {holds === "text" ? (
            <>
              {t("editor.changes.many.textNow")}{" "}
              <del className={classes["old"]}>
                <span className="parley-struck">{old}</span>
              </del>
            </>
          ) : (
            t(`editor.changes.many.${holds === "nothing" ? "place" : "looks"}`)
          )}
        </>
      }
    >
      <div className={classes["options"]}>
        {alternatives.map((proposal) => {
          const alternative = letters.get(proposal.id);
          return (
            <Radio
              key={proposal.id}
              value={proposal.id}
              label={
                <Option proposal={isSame ? { ...proposal, deletedText: "" } : proposal} alternative={alternative} />
              }
            />
          );
        })}
        <Radio value={UNDECIDED} label={t("editor.changes.many.undecided")} />
      </div>
    </Radio.Group>
  );
}

function Option(props: { proposal: DocumentProposal; alternative: Alternative | undefined }): ReactElement {
  const { t } = useTranslation();
  const { opened } = useDocumentEditor();
  const { proposal, alternative } = props;
  const { author, party } = proposal;
  const name = author?.name ?? t("editor.changes.unknownAuthor");
  const colours = { "--person": personColour(party, author?.id ?? "") } as CSSProperties;
  return (
    <span className={classes["option"]} style={colours}>
      <span className={classes["who"]}>
        {alternative ? <AlternativeSign alternative={alternative} /> : null}
        <PersonBadge id={author?.id ?? ""} name={name} party={party} sizePx={24} />
        <span>{name}</span>
        <PartyLabel party={party} />
      </span>
      <ChangedWords {...proposal} settings={opened ? settingsOf(proposal, opened.ydoc) : []} />
    </span>
  );
}
