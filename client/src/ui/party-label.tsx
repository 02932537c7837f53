import type { Party } from "@parley/base";
import type { CSSProperties, ReactElement, ReactNode } from "react";
import classes from "./party-label.module.css";
import { usePartyName } from "./reader-party.ts";
import { partyColour, partyWash } from "./theme/party-colour.ts";

/**
 * The party's name, as the reader sees it, on its own wash, with a mark of its own shape, so that the hue is never the only sign.
 * `children` name it where the reader's own side is not known to them yet.
 */
export function PartyLabel(props: { party: Party; children?: ReactNode }): ReactElement {
  const nameOf = usePartyName();
  const style: CSSProperties = { color: partyColour(props.party), background: partyWash(props.party) };
  return (
    <span className={classes["label"]} style={style}>
      <span className={classes["mark"]} data-party={props.party} aria-hidden />
      {props.children ?? nameOf(props.party)}
    </span>
  );
}
