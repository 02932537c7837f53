import { Fragment, type ReactElement } from "react";

/** Text in which hits stand between U+0002 and U+0003, as a search answers it; the hits are marked. */
export function MarkedText(props: { text: string }): ReactElement {
  return (
    <>
      {splitHits(props.text).map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the parts of one fixed string never move
        <Fragment key={index}>{part.hit ? <mark>{part.text}</mark> : part.text}</Fragment>
      ))}
    </>
  );
}

/** Splits at the hit marks. Marks that do not pair are dropped, never shown. */
export function splitHits(text: string): { text: string; hit: boolean }[] {
  const parts: { text: string; hit: boolean }[] = [];
  for (const piece of text.split("\u0002")) {
    const end = piece.indexOf("\u0003");
    if (end < 0) parts.push({ text: piece, hit: false });
    else
      parts.push(
        { text: piece.slice(0, end), hit: true },
        { text: piece.slice(end + 1).replaceAll("\u0003", ""), hit: false },
      );
  }
  return parts.filter((part) => part.text !== "");
}
