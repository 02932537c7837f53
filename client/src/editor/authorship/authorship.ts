import { startTransition, useEffect, useMemo, useState } from "react";
import { browserClock } from "../../platform/session/browser-ports.ts";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import { inPauses, watchKeys } from "../provider/in-pauses.ts";
import type { AuthorFilter } from "./author-filter.ts";
import { type Contributor, contributors } from "./contributors.ts";
import { type CreditedSpan, creditOriginals } from "./credit-originals.ts";
import { FollowedAttribution } from "./followed-attribution.ts";

/** News within this time is shown together. */
const SHOW_MS = 300;
/** Reading who wrote what takes longer in a long document; the time between is so many times as long, up to a bound. */
const REST_TIMES = 200;
const LONGEST_REST_MS = 1_200;

/** The "who wrote this" view. */
export interface Authorship {
  readonly on: boolean;
  readonly setOn: (on: boolean) => void;
  /** Who is looked at; `null` is everybody. */
  readonly filter: AuthorFilter | null;
  readonly setFilter: (filter: AuthorFilter | null) => void;
  readonly showDeleted: boolean;
  readonly setShowDeleted: (show: boolean) => void;
  /** `null` while it is loading or off. */
  readonly spans: readonly CreditedSpan[] | null;
  readonly people: readonly Contributor[];
}

/** Follows the record of who wrote what while the view is on: the server tells, nothing is asked for. */
export function useAuthorship(opened: OpenDocument | null): Authorship {
  const [on, setOn] = useState(false);
  const [filter, setFilter] = useState<AuthorFilter | null>(null);
  const [showDeleted, setShowDeleted] = useState(false);
  const spans = useFollowedSpans(on ? opened : null);
  return useMemo(
    () => ({
      on,
      setOn,
      filter,
      setFilter,
      showDeleted,
      setShowDeleted,
      spans,
      people: spans === null ? [] : contributors(spans),
    }),
    [on, filter, showDeleted, spans],
  );
}

function useFollowedSpans(opened: OpenDocument | null): readonly CreditedSpan[] | null {
  const [shown, setShown] = useState<{ of: OpenDocument; spans: readonly CreditedSpan[] } | null>(null);
  useEffect(() => {
    if (!opened) return undefined;
    const followed = new FollowedAttribution(opened.ydoc);
    let cancel: (() => void) | null = null;
    let restMs = SHOW_MS;
    const show = (): void => {
      const begunMs = performance.now();
      const spans = creditOriginals(followed.readSpans());
      startTransition(() => setShown({ of: opened, spans }));
      restMs = Math.min(Math.max((performance.now() - begunMs) * REST_TIMES, SHOW_MS), LONGEST_REST_MS);
    };
    const keys = watchKeys(document, browserClock);
    const pauses = inPauses(show, keys, browserClock);
    const stop = opened.follow("attribution", (told) => {
      followed.take(told);
      cancel ??= browserClock.schedule(
        () => {
          cancel = null;
          pauses.ask();
        },
        told.whole ? 0 : restMs,
      );
    });
    return () => {
      stop();
      cancel?.();
      pauses.cancel();
      keys.stop();
      setShown(null);
    };
  }, [opened]);
  return shown !== null && shown.of === opened ? shown.spans : null;
}
