import type { BlockNode, ComparedBlockAnswer } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { MouseEvent, ReactElement } from "react";
import { colourOf, Said } from "./redline-pieces.tsx";
import { type RowFacts, useTeller } from "./redline-words.ts";
import classes from "./redline.module.css";
import type { MovedBlocks, MovedPlaces } from "./sides.ts";

/** So much of what moved is repeated where it was. */
const MAX_WORDS = 30;

/** Where a block was that stands elsewhere now: its beginning, or what it is, where it is now, and who moved it. */
export function MovedAway(props: {
  block: ComparedBlockAnswer;
  rows: ReadonlyMap<number, RowFacts>;
  moved: MovedBlocks;
  places: MovedPlaces;
  stop: number | undefined;
}): ReactElement | null {
  const { t } = useTranslation();
  const tell = useTeller(props.rows);
  const node = props.moved.get(props.block.moved ?? "");
  // Of a cell there is no place between cells.
  if (!node || node.block.name === "tableCell" || node.block.name === "tableHeader") return null;
  const now = node.block;
  const words = Array.from(formerWords(node));
  const shown = words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS).join("")}…` : words.join("");
  const notes = tell(t("documents.versions.fate.left"), now.addedSeq, now.decidedSeq);
  const marked = {
    "data-fate": "left",
    "data-change": "",
    "data-stop": props.stop,
    "data-note": notes,
    "data-moved-block": now.moved,
    title: notes,
    tabIndex: -1,
  };
  const inner = (
    <>
      <Said>{notes}</Said>
      <del className={classes["piece"]} data-moved style={colourOf(props.rows.get(now.addedSeq ?? 0))}>
        {shown.trim() === "" ? t(`documents.versions.block.${now.name}`) : shown}
      </del>
      <MovedSign block={now} at="old" places={props.places} />
    </>
  );
  if (now.name !== "tableRow")
    return (
      <p className={classes["trace"]} {...marked}>
        {inner}
      </p>
    );
  return (
    <tr {...marked}>
      <td className={classes["trace"]} colSpan={node.children.length}>
        {inner}
      </td>
    </tr>
  );
}

/** Says at one place of a block that moved where the other one is, and leads there. */
export function MovedSign(props: {
  block: ComparedBlockAnswer;
  at: "old" | "new";
  places: MovedPlaces;
}): ReactElement | null {
  const { t } = useTranslation();
  const place = props.places.get(props.block.moved ?? "");
  if (!place) return null;
  const number = props.at === "old" ? place.to : place.from;
  const isBelow = place.isDown === (props.at === "old");
  const what = number === undefined ? (isBelow ? "Below" : "Above") : "Numbered";
  return (
    <button type="button" className={classes["elsewhere"]} onClick={goToTwin}>
      {t(`documents.versions.moved.${props.at === "old" ? "to" : "from"}${what}`, { number: number ?? "" })}
    </button>
  );
}

/** The words that a block had where it was. */
function formerWords({ block, children }: BlockNode): string {
  const own = block.pieces
    .filter(({ fate }) => fate !== "inserted" && fate !== "arrived")
    .map(({ text }) => text)
    .join("");
  return [own, ...children.map(formerWords)].filter((text) => text !== "").join(" ");
}

/** Puts the focus on the other place of what moved. */
function goToTwin({ currentTarget }: MouseEvent<HTMLElement>): void {
  const here = currentTarget.closest<HTMLElement>("[data-moved-block]");
  const places = here?.ownerDocument.querySelectorAll<HTMLElement>("[data-moved-block]") ?? [];
  const twin = [...places].find((each) => each !== here && each.dataset["movedBlock"] === here?.dataset["movedBlock"]);
  twin?.focus({ preventScroll: true });
  twin?.scrollIntoView({ block: "center" });
}
