import { useTranslation } from "react-i18next";
import { type ReactElement, useSyncExternalStore } from "react";
import { formatMoment, formatMomentWithZone, relativeMoment } from "./format-moment.ts";

/** One clock for all moments of the page: there may be hundreds. */
const minute = { nowMs: Date.now(), shown: new Set<() => void>(), timer: 0 };

function everyMinute(changed: () => void): () => void {
  if (minute.shown.size === 0) {
    minute.nowMs = Date.now();
    minute.timer = window.setInterval(tick, 60_000);
  }
  minute.shown.add(changed);
  return () => {
    minute.shown.delete(changed);
    if (minute.shown.size === 0) window.clearInterval(minute.timer);
  };
}

const lastMinuteMs = (): number => (minute.shown.size === 0 ? Date.now() : minute.nowMs);

function tick(): void {
  minute.nowMs = Date.now();
  for (const changed of minute.shown) changed();
}

/**
 * A moment as people say it (“5 minutes ago”), the exact one on hover. `iso` is ISO 8601. It keeps itself current while the
 * page is open. `exact` shows the exact one in the first place.
 */
export function Moment(props: { iso: string; exact?: boolean }): ReactElement {
  const { i18n } = useTranslation();
  // As words, so that it is drawn anew only when they change.
  const words = useSyncExternalStore(everyMinute, () =>
    props.exact ? null : relativeMoment(props.iso, lastMinuteMs(), i18n.language),
  );
  return (
    <time dateTime={props.iso} title={formatMomentWithZone(props.iso, i18n.language)}>
      {words ?? formatMoment(props.iso, i18n.language)}
    </time>
  );
}
