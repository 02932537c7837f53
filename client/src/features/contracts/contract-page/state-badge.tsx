import { type ContractState, isClosed, isInForce, stateNames } from "@parley/contracts";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import classes from "./contract-page.module.css";

/** A contract's state in words, with a hue that says whether it binds, moves or is over. */
export function StateBadge({ state }: { state: ContractState }): ReactElement {
  const language = useLanguage();
  const tone = isInForce(state) ? "good" : isClosed(state) ? "over" : "moving";
  return (
    <span className={classes["state"]} data-tone={tone}>
      {stateNames[state][language]}
    </span>
  );
}
