import { Button, Skeleton } from "@mantine/core";
import type { WordStep, WordStoryAnswer } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import type { CSSProperties, ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { innerQuotes } from "../../platform/inner-quotes.ts";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useAskAgain } from "../../platform/use-ask-again.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { formatMoment } from "../../ui/format-moment.ts";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { personColour } from "../../ui/theme/party-colour.ts";
import { ApiError } from "../../platform/api-error.ts";
import { placesOf } from "../comments/thread-places.ts";
import { SeenWords } from "../marks/seen-words.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { useRestoredTitle } from "../restoring/use-restored-title.ts";
import { outcomeSentence } from "./outcome-sentence.ts";
import { ContributedFace } from "./contributed-face.tsx";
import { OriginStep } from "./origin-step.tsx";
import classes from "./story.module.css";
import { toldStates } from "./told-states.ts";
import { useSettledSeq } from "./use-settled-seq.ts";
import { useWhatWords } from "./use-what-words.ts";
import { contextOfWord } from "./word-context.ts";

/** The story of the word at an id: its parts, and for each who did what, oldest first. */
export function WordParts({ at }: { at: readonly [number, number] }): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { documentId } = useDocumentEditor();
  const settledSeq = useSettledSeq();
  const query = useQuery(
    documentsEndpoints.word.queryOptions({
      input: { id: documentId, client: at[0], clock: at[1] },
      staleTime: 0,
      // Words that are not saved yet have no story: asking again at once changes nothing.
      retry: false,
    }),
  );
  // A later row may be about this word.
  useAskAgain({ isAsking: query.isFetching, ask: query.refetch }, settledSeq);
  if (query.data) return <Parts story={query.data} />;
  if (query.error === null)
    return (
      <div role="status" aria-label={t("story.loading")}>
        <Skeleton height={22} width="40%" mb={12} />
        <Skeleton height={16} mb={8} />
        <Skeleton height={16} width="70%" />
      </div>
    );
  const isUnsaved = query.error instanceof ApiError && query.error.status === 404;
  return (
    <div role="alert">
      <p className={classes["hint"]}>
        {isUnsaved
          ? t("story.notSaved")
          : t("ui.twoSentences", { first: t("story.failed"), second: sentence(query.error) })}
      </p>
      <Button variant="default" size="compact-sm" onClick={() => void query.refetch()}>
        {t("story.retry")}
      </Button>
    </div>
  );
}

function Parts({ story }: { story: WordStoryAnswer }): ReactElement {
  const { t } = useTranslation();
  const { parts } = story;
  const only = parts.length === 1 ? parts[0] : undefined;
  return (
    <div className={classes["story"]}>
      <p className={classes["word"]}>
        {story.gone ? (
          <del>
            <SeenWords text={story.word} />
          </del>
        ) : (
          <StandingWord story={story} />
        )}
      </p>
      {only ? (
        <Steps part={only} />
      ) : (
        parts.map((part) => (
          <section key={`${part.ids[0]?.join("-")}`} className={classes["part"]}>
            <h3 className={classes["partText"]}>
              {part.gone ? (
                <del>
                  <SeenWords text={part.text} />
                </del>
              ) : (
                <span>
                  <SeenWords text={part.text} />
                </span>
              )}
              <span className={classes["partState"]}>{t(stateOf(part))}</span>
            </h3>
            <Steps part={part} />
          </section>
        ))
      )}
    </div>
  );
}

function stateOf({
  gone,
  steps,
}: WordStoryAnswer["parts"][number]): "story.standing" | "story.struck" | "story.restoredAway" {
  if (!gone) return "story.standing";
  const went = steps.some(({ did, about }) => did === "restoredAway" && about === null);
  return went ? "story.restoredAway" : "story.struck";
}

/** The word as it stands; a single Chinese character with what stands beside it, quieter. */
function StandingWord({ story }: { story: WordStoryAnswer }): ReactElement {
  const { documentEditor, opened } = useDocumentEditor();
  const { word, parts } = story;
  const ids = parts.find(({ gone }) => !gone)?.ids[0];
  const doc = documentEditor?.editor.state.doc;
  const [place] = doc && opened && ids ? placesOf(doc, opened.fragment, [ids]) : [];
  const context = doc && place ? contextOfWord(doc, word, place) : null;
  if (!context) return <WordAsProposed story={story} />;
  return (
    <>
      <span className={classes["beside"]}>{context.before}</span>
      <WordAsProposed story={story} />
      <span className={classes["beside"]}>{context.after}</span>
    </>
  );
}

/** A word with what of it waits and what is to go told apart, as the text shows it. */
function WordAsProposed({ story }: { story: WordStoryAnswer }): ReactElement {
  const standing = story.parts.filter(({ gone }) => !gone);
  // A very long story does not tell every part of its word.
  if (standing.map(({ text }) => text).join("") !== story.word) return <SeenWords text={story.word} />;
  return (
    <>
      {standing.map((part) => {
        const Tag = tagOf(part);
        return (
          <Tag key={part.ids[0]?.join("-")}>
            <SeenWords text={part.text} />
          </Tag>
        );
      })}
    </>
  );
}

function tagOf({ steps }: WordStoryAnswer["parts"][number]): "ins" | "del" | "span" {
  // What waits since a decision was taken back is what was proposed before.
  if (!steps.some(({ waits, did }) => waits && did !== "proposedFormat")) return "span";
  const isToGo = steps.some(({ did }) => did === "proposedDeletion");
  return isToGo && !steps.some(({ did, waits }) => did === "wrote" && waits) ? "del" : "ins";
}

function Steps({ part }: { part: WordStoryAnswer["parts"][number] }): ReactElement {
  const { origins, steps, contributed } = part;
  const states = toldStates(steps);
  return (
    <ol className={classes["steps"]}>
      {origins.map((origin, index) => (
        // Their order is all that tells closed ones apart.
        <OriginStep key={origin.open ? origin.document.id : `closed ${index}`} origin={origin} isFirst={index === 0} />
      ))}
      {steps.map((step) => (
        <Step
          key={`${step.seq} ${step.did} ${step.about ?? ""} ${step.name ?? ""}`}
          step={step}
          isState={states.has(step)}
          isFromElsewhere={origins.length > 0 && step.did === "wrote"}
        />
      ))}
      {contributed.map((step) => (
        <ContributedFace key={`${step.at} ${step.sentence.en}`} step={step} />
      ))}
    </ol>
  );
}

/**
 * `isState`: it says how things stand now. `isFromElsewhere`: the words were written in another document, which is told before.
 */
function Step(props: { step: WordStep; isState: boolean; isFromElsewhere: boolean }): ReactElement {
  const { step, isState, isFromElsewhere } = props;
  const { t, i18n } = useTranslation();
  const sentence = useStepSentence();
  const { person, party } = step;
  const style = { "--person": personColour(party, person.id) } as CSSProperties;
  return (
    <li className={classes["step"]} style={style} data-waits={isState || undefined}>
      <span className={classes["sentence"]}>
        {isFromElsewhere && step.via === "copy" ? t("story.origin.copiedHere", { name: person.name }) : sentence(step)}
      </span>
      <span className={classes["meta"]}>
        <PartyLabel party={party} />
        <Moment iso={step.at} exact />
        {isState ? <span className={classes["waits"]}>{t("story.waits")}</span> : null}
        {step.offlineSince === null ? null : (
          <span>{t("story.offlineSince", { when: formatMoment(step.offlineSince, i18n.language) })}</span>
        )}
      </span>
      {step.reason === null ? null : <q className={classes["reason"]}>{innerQuotes(step.reason)}</q>}
    </li>
  );
}

/** Returns what one step says in a sentence. */
function useStepSentence(): (step: WordStep) => string {
  const { t } = useTranslation();
  const what = useWhatWords();
  const titleOf = useRestoredTitle();
  return (step) => {
    const words = { name: step.person.name, what: what.mark(step.name) };
    const takenAway = step.value === null;
    const title = step.version && titleOf(step.version);
    switch (step.did) {
      case "wrote":
        if (step.via === "import") return t("story.did.imported", words);
        if (step.via === "copy") return t("story.did.copied", words);
        if (step.via === "api") return t("story.did.program", words);
        return t(step.proposed ? "story.did.proposed" : "story.did.wrote", words);
      case "formatted":
        return t(takenAway ? "story.did.unformatted" : "story.did.formatted", words);
      case "proposedFormat":
        return t(takenAway ? "story.did.proposedUnformat" : "story.did.proposedFormat", words);
      case "accepted":
      case "rejected":
      case "withdrew":
      case "voided":
        return outcomeSentence(step, { name: step.person.name, title }, t);
      case "restored":
        return title === null ? t("story.did.restoredEarlier", words) : t("story.did.restored", { ...words, title });
      case "restoredAway":
        if (step.about !== null) return outcomeSentence(step, { name: step.person.name, title }, t);
        return title === null
          ? t("story.did.restoredAwayEarlier", words)
          : t("story.did.restoredAway", { ...words, title });
      case "split":
      case "joined":
      case "moved":
      case "pasted":
      case "broughtBack":
      case "carriedOver":
      case "decidedMove":
      case "tookBack":
      case "revived":
      case "proposedDeletion":
      case "proposedSplit":
      case "proposedJoin":
      case "deleted":
        return t(`story.did.${step.did}`, words);
    }
  };
}
