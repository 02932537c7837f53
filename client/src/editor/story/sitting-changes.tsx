import { ActionIcon, Skeleton, Tooltip, UnstyledButton } from "@mantine/core";
import { IconUserSearch } from "@tabler/icons-react";
import type { ClausePlace } from "@parley/document";
import type { SettledProposal, Sitting, SittingChange, SittingDecision } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { innerQuotes } from "../../platform/inner-quotes.ts";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import type { ClauseOutline } from "../proposing/clause-outline.ts";
import { movedBetweenWords } from "../proposing/moved-between.ts";
import { movedFromWords } from "../proposing/moved-from.ts";
import { Moment } from "../../ui/moment.tsx";
import { ChangedWords } from "../proposing/changed-words.tsx";
import { PlaceLine } from "../proposing/place-line.tsx";
import { breakWords, describeSettings, linkTarget } from "../proposing/setting-words.ts";
import { useClauseOutline } from "../proposing/use-clause-outline.ts";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import { AskedFace } from "./asked-face.tsx";
import { askedInSitting, isWaiting, placesAsked } from "./asked-in-sitting.ts";
import { DecidedFace } from "./decided-face.tsx";
import classes from "./timeline.module.css";
import type { Showing, useShowPlace } from "./use-show-place.ts";
import { useWhatWords } from "./use-what-words.ts";
import { WordParts } from "./word-parts.tsx";
import { SeenWords } from "../marks/seen-words.tsx";

/** What was changed in a sitting. Each change leads to its place in the text, or says that its words are gone. */
export function SittingChanges(props: { sitting: Sitting; show: ReturnType<typeof useShowPlace> }): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { documentId } = useDocumentEditor();
  const { first, last, proposed, way } = props.sitting;
  const query = useQuery({
    ...documentsEndpoints.timeline.sitting.queryOptions({ input: { id: documentId, seq: first, last } }),
    staleTime: 0,
  });
  const [chosen, setChosen] = useState<number | null>(null);
  const outline = useClauseOutline();
  const { list } = useListedProposals();
  const asked = askedInSitting(list ?? [], props.sitting);
  if (!query.data)
    return query.error === null ? (
      <div className={classes["changes"]} role="status" aria-label={t("story.change.loading")}>
        <Skeleton height={18} mb={8} />
        <Skeleton height={18} width="60%" />
      </div>
    ) : (
      <p className={classes["hint"]} role="alert">
        {t("ui.twoSentences", { first: t("story.change.failed"), second: sentence(query.error) })}
      </p>
    );
  const { changes, decisions, settled, total } = query.data;
  const rest = total - changes.length - decisions.length;
  if (total === 0 && asked.length + settled.length === 0)
    return <p className={classes["hint"]}>{t(proposed ? "story.change.noneProposed" : "story.change.none")}</p>;
  return (
    <>
      <ol className={classes["changes"]}>
        {changes.map((change, index) => (
          <ChangeRow
            key={`${change.did} ${change.ids[0]?.join("-")} ${JSON.stringify(change.settings[0] ?? null)}`}
            change={change}
            chosen={chosen === index}
            onChoose={() => setChosen(index)}
            show={props.show}
          >
            <>
              {isWaiting(change, list ?? []) ? <span className={classes["label"]}>{t("story.waits")}</span> : null}
              <PlaceLine place={outline && placeOfChange(change, outline)} />
              <ChangeFace change={change} way={way} outline={outline} />
            </>
          </ChangeRow>
        ))}
        {decisions.map((decision, index) => (
          <ChangeRow
            key={decision.seq}
            change={{ at: decision.ids, place: decision.place, ids: decision.ids, text: "" }}
            chosen={chosen === index}
            onChoose={() => setChosen(index)}
            show={props.show}
          >
            <DecisionFace decision={decision} />
          </ChangeRow>
        ))}
      </ol>
      {rest > 0 ? <p className={classes["hint"]}>{t("story.change.rest", { count: rest })}</p> : null}
      {asked.length + settled.length === 0 ? null : (
        <>
          <p className={classes["hint"]}>{t("story.change.asked")}</p>
          <ol className={classes["changes"]}>
            {asked.map((proposal, index) => (
              <ChangeRow
                key={proposal.id}
                change={{ at: placesAsked(proposal), place: proposal.place, ids: [], text: "" }}
                chosen={chosen === total + index}
                onChoose={() => setChosen(total + index)}
                show={props.show}
              >
                <>
                  <span className={classes["label"]}>{t("story.waits")}</span>
                  <AskedFace asked={proposal} outline={outline} />
                </>
              </ChangeRow>
            ))}
            {settled.map((proposal, index) => (
              <ChangeRow
                key={`${proposal.seq} ${proposal.id}`}
                change={{ at: proposal.ids, place: proposal.place, ids: [], text: "" }}
                chosen={chosen === total + asked.length + index}
                onChoose={() => setChosen(total + asked.length + index)}
                show={props.show}
              >
                <SettledFace proposal={proposal} />
              </ChangeRow>
            ))}
          </ol>
        </>
      )}
    </>
  );
}

/** Where in the contract a change is; of a block that went, behind which other one it was. */
function placeOfChange({ at, place, did }: SittingChange, outline: ClauseOutline): ClausePlace | null {
  const found = outline.placeOf(place ? [...at, place] : at);
  return found && did === "removed" && at.length === 0 ? { ...found, isAfter: true } : found;
}

/** The first letter of a change, where its words begin with a stop or a space: who asks for the story means the word behind it. */
function wordIn({ ids, text }: Pick<SittingChange, "ids" | "text">): [number, number] | null {
  const [first] = ids;
  if (!first) return null;
  const [client, clock, length] = first;
  const letter = text.search(/[\p{L}\p{N}]/u);
  return [client, letter > 0 && letter < length ? clock + letter : clock];
}

/** A change that can be looked at in the text; what became of that is said below it. */
function ChangeRow(props: {
  change: Pick<SittingChange, "at" | "place" | "ids" | "text">;
  chosen: boolean;
  onChoose: () => void;
  show: ReturnType<typeof useShowPlace>;
  children: ReactElement;
}): ReactElement {
  const { t } = useTranslation();
  const { change, chosen } = props;
  const [showing, setShowing] = useState<Showing>("shown");
  const [telling, setTelling] = useState(false);
  const first = wordIn(change);
  return (
    <li className={classes["change"]} data-chosen={chosen || undefined}>
      <div className={classes["changeLine"]}>
        <UnstyledButton
          className={classes["changeFace"]}
          aria-current={chosen}
          title={t("story.change.show")}
          onClick={() => {
            props.onChoose();
            setShowing(props.show(change));
          }}
        >
          {props.children}
        </UnstyledButton>
        {first ? (
          <Tooltip label={t("story.open")}>
            <ActionIcon
              size="sm"
              className={classes["tell"]}
              aria-label={t("story.open")}
              aria-expanded={telling}
              onClick={() => setTelling(!telling)}
            >
              <IconUserSearch size={15} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </div>
      {chosen && showing !== "shown" ? (
        <p className={classes["note"]} role="status">
          {t(`story.change.${showing}`)}
        </p>
      ) : null}
      {telling && first ? (
        <div className={classes["told"]}>
          <WordParts at={first} />
        </div>
      ) : null}
    </li>
  );
}

function ChangeFace(props: {
  change: SittingChange;
  way: Sitting["way"];
  outline: ClauseOutline | null;
}): ReactElement {
  const { change, way, outline } = props;
  const { t } = useTranslation();
  const what = useWhatWords();
  const text = change.text.replaceAll("\u2029", "¶");
  const broken = breakWords(change.breaks, t);
  if (broken) return <Labelled label={[broken.kind, broken.place].filter(Boolean).join(" · ")} text="" />;
  switch (change.did) {
    case "inserted":
      return (
        <>
          {change.at.length === 0 ? <span className={classes["label"]}>{t("story.change.goneSince")}</span> : null}
          <ins className={classes["new"]} data-gone={change.at.length === 0 || undefined}>
            <SeenWords text={text} />
          </ins>
        </>
      );
    case "deleted":
      return (
        <del className={classes["old"]}>
          <SeenWords text={text} />
        </del>
      );
    case "moved":
      return (
        <Labelled
          label={way === "restore" ? t("story.change.broughtBack") : movedWords(change, outline, t)}
          text={text}
        />
      );
    case "broughtBack":
      return (
        <Labelled
          label={
            way === "restore" || change.movedFrom === null
              ? t("story.change.broughtBack")
              : movedWords(change, outline, t)
          }
          text={text}
        />
      );
    case "split":
    case "joined":
      return <Labelled label={t(`story.change.${change.did}`)} text={text} />;
    case "formatted":
      return <Labelled label={formattedWords(change, what.mark, t)} text={text} />;
    case "set":
      return (
        <>
          {describeSettings(change.settings, t).map((line) => (
            <span key={line} className={classes["label"]}>
              {line}
            </span>
          ))}
          <Labelled label={null} text={text} />
        </>
      );
    case "added":
    case "removed":
    case "returned":
      return <Labelled label={t(`story.change.${change.did}`, { what: what.element(change.element) })} text={text} />;
  }
}

/** That words were moved, and from where. */
function movedWords({ movedFrom }: SittingChange, outline: ClauseOutline | null, t: TFunction): string {
  return (movedFrom && movedFromWords(movedFrom, outline, t)) ?? t("story.change.moved");
}

/** What was formatted, and which way. */
function formattedWords({ settings }: SittingChange, markWords: (name: string) => string, t: TFunction): string {
  const [setting] = settings;
  if (setting?.do !== "format") return "";
  const { mark, from, to } = setting;
  const [before, href] = [linkTarget(mark, from), linkTarget(mark, to)];
  if (href !== undefined) return t(`story.change.${before === undefined ? "linked" : "relinked"}`, { href, before });
  return t(`story.change.${to === null ? "unformatted" : "formatted"}`, { what: markWords(mark) });
}

function Labelled({ label, text }: { label: string | null; text: string }): ReactElement {
  return (
    <>
      {label === null ? null : <span className={classes["label"]}>{label}</span>}
      {text === "" ? null : (
        <span className={classes["words"]}>
          <SeenWords text={text} />
        </span>
      )}
    </>
  );
}

function DecisionFace({ decision }: { decision: SittingDecision }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <span className={classes["label"]}>
        {t(`story.change.verdict.${decision.verdict}`)}
        {decision.takenBack && decision.verdict !== "void" ? ` · ${t("story.change.takenBackSince")}` : null}
      </span>
      {decision.reason === null ? null : <q className={classes["reason"]}>{innerQuotes(decision.reason)}</q>}
      {decision.proposals.map((proposal, index) => (
        <DecidedFace
          key={`${index} ${proposal.insertedText}`}
          proposal={proposal}
          isAgreed={decision.verdict === "accept"}
        />
      ))}
      {(["notChosen", "voided"] as const).map((fate) => (
        <Along key={fate} decision={decision} fate={fate} />
      ))}
    </>
  );
}

/** What the decision settled without naming it; of a taking back, what that had settled so. */
function Along({ decision, fate }: { decision: SittingDecision; fate: "notChosen" | "voided" }): ReactElement | null {
  const { t } = useTranslation();
  const proposals = decision[fate];
  if (proposals.length === 0) return null;
  const isBack = decision.verdict === "takeBack";
  return (
    <>
      <span className={classes["label"]}>
        {t(
          isBack
            ? `story.change.back.${fate}`
            : fate === "voided"
              ? "editor.changes.voided"
              : "editor.changes.counter.notChosen",
        )}
      </span>
      {proposals.map((proposal, index) => (
        <DecidedFace key={`${index} ${proposal.insertedText}`} proposal={proposal} isAgreed={false} />
      ))}
    </>
  );
}

/** What became of something that was proposed, by whom and when, and what it was. */
function SettledFace({ proposal }: { proposal: SettledProposal }): ReactElement {
  const { t } = useTranslation();
  const { how, by, at, author } = proposal;
  const isOwn = how !== "accepted" && author?.id === by.id;
  return (
    <>
      <span className={classes["label"]}>
        {isOwn ? t(`story.change.became.${how}`) : t(`story.change.becameBy.${how}`, { name: by.name })}
        {" · "}
        <Moment iso={at} />
      </span>
      <PlaceLine place={proposal.clause} />
      <ChangedWords {...proposal} movedFrom={proposal.moved ? movedBetweenWords(proposal.moved, t) : null} />
    </>
  );
}
