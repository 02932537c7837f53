import type { ClauseState } from "@parley/contracts";
import {
  IconArrowsLeftRight,
  IconBolt,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCirclePlus,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import classes from "./clauses-panel.module.css";

const icons = {
  untouched: IconCircleDashed,
  proposed: IconCirclePlus,
  countered: IconArrowsLeftRight,
  agreed: IconCircleCheckFilled,
  disputed: IconBolt,
} as const satisfies Record<ClauseState, unknown>;

/** A clause's state in words, with a shape and a colour of its own. */
export function ClauseStateSign({ state }: { state: ClauseState }): ReactElement {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <span className={classes["state"]} data-state={state}>
      <Icon size={14} stroke={1.9} aria-hidden />
      {t(`contracts.negotiation.clauses.state.${state}`)}
    </span>
  );
}
