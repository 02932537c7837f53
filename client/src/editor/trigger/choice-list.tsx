import { type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { Floating } from "../surface/floating.tsx";
import { useAnchor } from "../surface/use-anchor.ts";
import type { Trigger, TriggerMenu } from "./trigger-plugin.ts";
import classes from "./trigger-popup.module.css";

/** Something that can be chosen under a typed sign. */
export interface Choice {
  readonly id: string;
  readonly face: ReactNode;
  readonly take: () => void;
  /** The heading that it stands under, when there is one. */
  readonly heading?: string;
}

interface Group {
  readonly heading: string | null;
  /** Index of its first choice among all. */
  readonly from: number;
  readonly members: readonly Choice[];
}

function groupsOf(choices: readonly Choice[]): readonly Group[] {
  const groups: { heading: string | null; from: number; members: Choice[] }[] = [];
  choices.forEach((choice, index) => {
    const heading = choice.heading ?? null;
    const last = groups.at(-1);
    if (last && last.heading === heading) last.members.push(choice);
    else groups.push({ heading, from: index, members: [choice] });
  });
  return groups;
}

/** A list that is walked with the arrow keys while the focus stays in the text. */
export function ChoiceList(props: {
  active: Trigger;
  menu: TriggerMenu;
  /** Choices of one group stand together. */
  choices: readonly Choice[];
  label: string;
  empty: string | null;
}): ReactElement | null {
  const { menu, choices, active } = props;
  const id = useId();
  const { documentEditor } = useDocumentEditor();
  const [chosen, setChosen] = useState({ query: active.query, index: 0 });
  // Other words, other choices: the first one is chosen again.
  const shown = chosen.query === active.query ? Math.min(chosen.index, Math.max(0, choices.length - 1)) : 0;
  const { query } = active;
  const list = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      menu.handleKeys((event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          if (choices.length > 0)
            setChosen({
              query,
              index: (shown + (event.key === "ArrowDown" ? 1 : -1) + choices.length) % choices.length,
            });
          return true;
        }
        if (event.key === "Enter" || event.key === "Tab") {
          choices[shown]?.take();
          return choices.length > 0;
        }
        return false;
      }),
    [menu, choices, shown, query],
  );
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    const dom = documentEditor ? viewOf(documentEditor).dom : null;
    dom?.setAttribute("aria-activedescendant", `${id}-${shown}`);
    dom?.setAttribute("aria-controls", id);
    return () => {
      dom?.removeAttribute("aria-activedescendant");
      dom?.removeAttribute("aria-controls");
    };
  }, [shown, id, documentEditor]);
  const groups = groupsOf(choices);
  const anchor = useAnchor(() => menu.rect(), `${active.from}`);
  if (!anchor || (choices.length === 0 && props.empty === null)) return null;
  return (
    <Floating anchor={anchor} side="below" keepsFocus className={classes["popup"]}>
      <div ref={list} id={id} role="listbox" aria-label={props.label} className={classes["list"]}>
        {groups.map(({ heading, from, members }) => (
          <div key={heading ?? ""} role="group" aria-label={heading ?? props.label} className={classes["group"]}>
            {heading === null ? null : (
              <span className={classes["heading"]} aria-hidden>
                {heading}
              </span>
            )}
            {members.map((choice, index) => (
              <button
                key={choice.id}
                id={`${id}-${from + index}`}
                type="button"
                role="option"
                tabIndex={-1}
                aria-selected={from + index === shown}
                className={classes["choice"]}
                onMouseMove={() => setChosen({ query, index: from + index })}
                onClick={choice.take}
              >
                {choice.face}
              </button>
            ))}
          </div>
        ))}
      </div>
      {choices.length === 0 ? <p className={classes["empty"]}>{props.empty}</p> : null}
    </Floating>
  );
}
