import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect, useState } from "react";
import { formatMoment, relativeMoment } from "./format-moment.ts";

/**
 * A moment as people say it (“5 minutes ago”), the exact one on hover. `iso` is ISO 8601. It keeps itself current while the
 * page is open. `exact` shows the exact one in the first place.
 */
export function Moment(props: { iso: string; exact?: boolean }): ReactElement {
  const { i18n } = useTranslation();
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), 60_000);
    return () => window.clearInterval(timer);
  }, []);
  const full = formatMoment(props.iso, i18n.language);
  return (
    <time dateTime={props.iso} title={full}>
      {props.exact ? full : relativeMoment(props.iso, nowMs, i18n.language)}
    </time>
  );
}
