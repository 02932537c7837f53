import type { Party } from "@parley/base";
import { Tooltip } from "@mantine/core";
import type { CSSProperties, ReactElement } from "react";
import { initials } from "./initials.ts";
import classes from "./person-badge.module.css";
import { partyWash, personColour } from "./theme/party-colour.ts";

/**
 * A person as a small round badge with initials, in a shade of their party's hue. The name is its label.
 * `party` is ours unless said otherwise; `null` is nobody's: a guest outside a document acts for no party.
 */
export function PersonBadge(props: {
  id: string;
  name: string;
  party?: Party | null;
  sizePx?: number;
  withTooltip?: boolean;
}): ReactElement {
  const party = props.party === undefined ? "ours" : props.party;
  const sizePx = props.sizePx ?? 28;
  const style: CSSProperties = {
    width: sizePx,
    height: sizePx,
    fontSize: Math.max(10, Math.round(sizePx * 0.38)),
    color: party ? personColour(party, props.id) : "var(--parley-ink-muted)",
    background: party ? partyWash(party) : "var(--parley-hover)",
  };
  const badge = (
    <span className={classes["badge"]} style={style} role="img" aria-label={props.name}>
      <span aria-hidden>{initials(props.name)}</span>
    </span>
  );
  return props.withTooltip ? <Tooltip label={props.name}>{badge}</Tooltip> : badge;
}
