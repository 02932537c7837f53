import type { Party } from "@parley/base";
import { Tooltip } from "@mantine/core";
import type { CSSProperties, ReactElement } from "react";
import { initials } from "./initials.ts";
import classes from "./person-badge.module.css";
import { partyWash, personColour } from "./theme/party-colour.ts";

/** A person as a small round badge with initials, in a shade of their party's hue. The name is its label. */
export function PersonBadge(props: {
  id: string;
  name: string;
  party?: Party;
  sizePx?: number;
  withTooltip?: boolean;
}): ReactElement {
  const party = props.party ?? "ours";
  const sizePx = props.sizePx ?? 28;
  const style: CSSProperties = {
    width: sizePx,
    height: sizePx,
    fontSize: Math.max(10, Math.round(sizePx * 0.38)),
    color: personColour(party, props.id),
    background: partyWash(party),
  };
  const badge = (
    <span className={classes["badge"]} style={style} role="img" aria-label={props.name}>
      <span aria-hidden>{initials(props.name)}</span>
    </span>
  );
  return props.withTooltip ? <Tooltip label={props.name}>{badge}</Tooltip> : badge;
}
