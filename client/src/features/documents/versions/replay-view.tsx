/**
 * How the document grew, frame by frame: a slider over its whole history, read-only, its words in their authors' colours.
 *
 * Invariants:
 * - Everything is in the film, which is asked for once; moving the slider asks nothing.
 * - The address names the version at which one stands, as soon as one stands still.
 */
import { ActionIcon, Button } from "@mantine/core";
import {
  IconHistory,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconX,
} from "@tabler/icons-react";
import type { DocumentCard, Film } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type CSSProperties, type KeyboardEvent, type ReactElement, useEffect, useMemo, useRef, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { formatMoment, formatMomentWithZone } from "../../../ui/format-moment.ts";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import { FilmTurns, type ToldDeed, deedsTold, filmChanges, markedPauses, nextSitting } from "./film-frames.ts";
import { ReplayFilterSelect } from "./replay-filter-select.tsx";
import { type ReplayFilter, filteredFilm } from "./replay-filter.ts";
import { ReplayText } from "./replay-text.tsx";
import { useVersionTitle } from "./use-versions.ts";
import classes from "./replay-view.module.css";

/** Playing takes about this long from the first frame to the last, but no frame is shorter or longer than these. */
const WHOLE_FILM_MS = 40_000;
const SHORTEST_FRAME_MS = 90;
const LONGEST_FRAME_MS = 600;
/** The address follows when one has stood still for this long. */
const SETTLED_MS = 400;
/** Marks that are closer than this share of the line cannot be told apart on a phone. */
const CLOSEST_MARKS = 0.03;

export function ReplayView(props: {
  card: DocumentCard;
  /** The version at which one stands, as the address says. */
  seq: number;
  onSeq: (seq: number) => void;
  onOpen: (seq: number) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { card } = props;
  const [filter, setFilter] = useState<ReplayFilter | null>(null);
  const film = useQuery({
    queryKey: [...documentsEndpoints.versions.key(), "film", card.id],
    queryFn: async ({ signal }) => {
      const { body } = await documentsEndpoints.versions.film.call({ id: card.id }, { signal });
      return JSON.parse(await body.text()) as Film;
    },
    refetchOnMount: "always",
  });
  const { data } = film;
  const shown = useMemo(() => (data && filter ? filteredFilm(data, filter) : data), [data, filter]);
  return (
    <div className={classes["view"]}>
      <div className={classes["tools"]} role="toolbar" aria-label={t("documents.versions.replay.title")}>
        <h2 className={classes["title"]}>
          <IconHistory size={17} stroke={1.6} aria-hidden />
          {t("documents.versions.replay.title")}
        </h2>
        {film.data ? <ReplayFilterSelect film={film.data} filter={filter} onFilter={setFilter} /> : null}
        <Button size="xs" variant="default" leftSection={<IconX size={15} aria-hidden />} onClick={props.onClose}>
          {t("documents.versions.close")}
        </Button>
      </div>
      {shown ? (
        // Another filter is another film: one stands in it at the same version, or the one before.
        <Player key={JSON.stringify(filter)} {...props} film={shown} />
      ) : (
        <div className={classes["paper"]}>
          {film.isPending ? (
            <ListSkeleton rows={8} />
          ) : (
            <ErrorState sentence={sentenceOf(film.error)} onRetry={() => void film.refetch()} />
          )}
        </div>
      )}
    </div>
  );
}

function Player(props: {
  card: DocumentCard;
  film: Film;
  seq: number;
  onSeq: (seq: number) => void;
  onOpen: (seq: number) => void;
}): ReactElement {
  const { film, seq, onSeq } = props;
  const { frames } = film;
  const last = frames.length - 1;
  const turns = useMemo(() => new FilmTurns(), []);
  const [frame, setFrame] = useState(() =>
    Math.max(
      0,
      frames.findLastIndex((each) => each.seq <= seq),
    ),
  );
  const [playing, setPlaying] = useState(false);
  const paper = useRef<HTMLDivElement>(null);
  const goTo = (to: number): void => {
    setPlaying(false);
    setFrame(Math.min(last, Math.max(0, to)));
  };
  const play = (): void => {
    if (!playing && frame === last) setFrame(0);
    setPlaying(!playing);
  };
  usePlaying(playing && frame < last, frame, frames.length, () => {
    setFrame(frame + 1);
    if (frame + 1 === last) setPlaying(false);
  });
  useFollowing(paper, frame);
  const here = frames[frame]?.seq ?? seq;
  useEffect(() => {
    if (playing || here === seq) return;
    const timer = setTimeout(() => onSeq(here), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [playing, here, seq, onSeq]);
  return (
    <>
      <div className={classes["paper"]} ref={paper}>
        <ReplayText documentId={props.card.id} film={film} turns={turns} frame={frame} />
      </div>
      <Controls
        film={film}
        frame={frame}
        playing={playing}
        onFrame={goTo}
        onPlay={play}
        onOpen={() => props.onOpen(here)}
      />
    </>
  );
}

/** Goes on to the next frame while it is played. */
function usePlaying(running: boolean, frame: number, count: number, onNext: () => void): void {
  const next = useRef(onNext);
  useEffect(() => {
    next.current = onNext;
  });
  useEffect(() => {
    if (!running) return;
    const ms = Math.min(LONGEST_FRAME_MS, Math.max(SHORTEST_FRAME_MS, WHOLE_FILM_MS / count));
    const timer = setTimeout(() => next.current(), ms);
    return () => clearTimeout(timer);
  }, [running, frame, count]);
}

/** Keeps what came with a frame in sight. */
function useFollowing(paper: { readonly current: HTMLElement | null }, frame: number): void {
  useEffect(() => {
    const find = (what: string): Element | null | undefined => paper.current?.querySelector(`[data-${what}]`);
    const fresh = find("came") ?? find("went") ?? find("new");
    if (!fresh) return;
    const { top, bottom } = fresh.getBoundingClientRect();
    if (top < 120 || bottom > window.innerHeight - 180) fresh.scrollIntoView({ block: "center" });
  }, [paper, frame]);
}

function Controls(props: {
  film: Film;
  frame: number;
  playing: boolean;
  onFrame: (frame: number) => void;
  onPlay: () => void;
  onOpen: () => void;
}): ReactElement | null {
  const { t, i18n } = useTranslation();
  const { film, frame, playing, onFrame } = props;
  const { frames, authors } = film;
  const last = frames.length - 1;
  const slider = useRef<HTMLInputElement>(null);
  const changes = useMemo(() => filmChanges(film.blocks), [film]);
  useEffect(() => slider.current?.focus({ preventScroll: true }), []);
  useReplayKeys(props);
  const titleOfRestored = useTitleOfRestored();
  const shown = frames[frame];
  if (!shown) return null;
  const people = new Map(shown.authors.flatMap((at) => (authors[at] ? [[authors[at].id, authors[at]]] : [])));
  const names = [...people.values()].map(({ name }) => name).join(t("documents.versions.and"));
  const name = shown.imported ? t("documents.versions.asImported", { name: shown.name }) : shown.name;
  const title = titleOfRestored(frames, shown.restored);
  const deeds = deedsTold(shown.did, frame, changes)
    .map((deed) =>
      deed === "restored" && title !== null
        ? t("documents.versions.replay.restoredTo", { title })
        : t(`documents.versions.replay.did.${deed}`, { count: countOf(shown.did, deed) }),
    )
    .join(t("documents.versions.and"));
  const facts = [names, name ?? "", deeds].filter((each) => each !== "");
  const said = [formatMoment(shown.at, i18n.language), ...facts];
  const onKeyDown = (key: KeyboardEvent): void => {
    if (key.key !== "PageUp" && key.key !== "PageDown") return;
    key.preventDefault();
    onFrame(nextSitting(frames, frame, key.key === "PageUp" ? 1 : -1));
  };
  return (
    <div
      className={classes["controls"]}
      data-bottom-bar
      role="group"
      aria-label={t("documents.versions.replay.controls")}
    >
      <div className={classes["facts"]}>
        <span className={classes["people"]}>
          {[...people.values()].map(({ id, name, party }) => (
            <PersonBadge key={id} id={id} name={name} party={party} sizePx={22} />
          ))}
        </span>
        <span className={classes["when"]}>
          <strong title={formatMomentWithZone(shown.at, i18n.language)}>{formatMoment(shown.at, i18n.language)}</strong>
          <span className={classes["names"]} title={facts.join(" · ")}>
            {facts.join(" · ")}
          </span>
        </span>
        <span className={classes["count"]}>
          {frame + 1} / {frames.length}
        </span>
        <Button className={classes["open"] ?? ""} size="xs" variant="default" onClick={props.onOpen}>
          {t("documents.versions.replay.openVersion")}
        </Button>
      </div>
      <div className={classes["line"]}>
        <ActionIcon
          variant="subtle"
          size={40}
          disabled={frame === 0}
          aria-label={t("documents.versions.replay.sittingBefore")}
          title={t("documents.versions.replay.sittingBefore")}
          onClick={() => onFrame(nextSitting(frames, frame, -1))}
        >
          <IconPlayerSkipBack size={18} />
        </ActionIcon>
        <ActionIcon
          variant="filled"
          color="ink"
          radius="xl"
          size={44}
          disabled={last === 0}
          aria-label={t(`documents.versions.replay.${playing ? "pause" : "play"}`)}
          title={t(`documents.versions.replay.${playing ? "pause" : "play"}`)}
          onClick={props.onPlay}
        >
          {playing ? <IconPlayerPause size={20} /> : <IconPlayerPlay size={20} />}
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          size={40}
          disabled={frame === last}
          aria-label={t("documents.versions.replay.sittingAfter")}
          title={t("documents.versions.replay.sittingAfter")}
          onClick={() => onFrame(nextSitting(frames, frame, 1))}
        >
          <IconPlayerSkipForward size={18} />
        </ActionIcon>
        <div
          className={classes["track"]}
          style={{ "--done": `${last === 0 ? 100 : (frame / last) * 100}%` } as CSSProperties}
        >
          <Sittings frames={frames} />
          <Named frames={frames} onFrame={onFrame} />
          <input
            ref={slider}
            type="range"
            min={0}
            max={last}
            step={1}
            value={frame}
            className={classes["slider"]}
            aria-label={t("documents.versions.replay.slider")}
            aria-valuetext={said.join(", ")}
            onKeyDown={onKeyDown}
            onChange={({ currentTarget }) => onFrame(Number(currentTarget.value))}
          />
        </div>
      </div>
    </div>
  );
}

/** How many proposals a deed was about; 1 where nothing is counted. */
function countOf(did: Readonly<Partial<Record<string, number>>>, deed: ToldDeed): number {
  return did[deed] ?? 1;
}

/** How the version is called that was restored, as far as the film has it; `null` where none was. */
function useTitleOfRestored(): (frames: Film["frames"], restored: number | null) => string | null {
  const titleOf = useVersionTitle();
  return (frames, restored) => {
    if (restored === null) return null;
    const frame = frames.findLast(({ seq }) => seq <= restored);
    if (!frame) return null;
    // The name is that of this row alone.
    return titleOf(frame.seq === restored ? frame : { ...frame, name: null });
  };
}

/** Where work paused, as marks below the line; every one of them is reached by the buttons. */
function Sittings({ frames }: { frames: Film["frames"] }): ReactElement {
  return (
    <span className={classes["sittings"]} aria-hidden>
      {markedPauses(frames, CLOSEST_MARKS).map((at) => (
        <i key={at} style={{ insetInlineStart: `${(at / Math.max(1, frames.length - 1)) * 100}%` }} />
      ))}
    </span>
  );
}

/** Versions with a name, as marks on the line that say it and can be pressed; who uses a keyboard hears it from the slider. */
function Named({ frames, onFrame }: { frames: Film["frames"]; onFrame: (frame: number) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={classes["named"]} aria-hidden>
      {frames.map(({ seq, name, imported }, at) =>
        name === null ? null : (
          <i
            key={seq}
            title={imported ? t("documents.versions.asImported", { name }) : name}
            style={{ insetInlineStart: `${(at / Math.max(1, frames.length - 1)) * 100}%` }}
            onClick={() => onFrame(at)}
          />
        ),
      )}
    </span>
  );
}

/** Arrows go from frame to frame and the space bar plays, wherever the focus is but on something that wants the key itself. */
function useReplayKeys(props: { frame: number; onFrame: (frame: number) => void; onPlay: () => void }): void {
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const { target, key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const isSlider = target instanceof HTMLInputElement && target.type === "range";
      if (!isSlider && target instanceof HTMLElement && target.closest("input, textarea, select, button, a")) return;
      const { frame, onFrame, onPlay } = latest.current;
      if (key === " ") onPlay();
      else if (isSlider) return;
      else if (key === "ArrowRight") onFrame(frame + 1);
      else if (key === "ArrowLeft") onFrame(frame - 1);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
