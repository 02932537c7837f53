import type { ReactElement } from "react";
import { SeenWords } from "../../../editor/index.ts";

/** Words with the formatting that they had. Links are not followed here. */
export function MarkedWords(props: {
  text: string;
  marks: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
}): ReactElement {
  const { marks = {} } = props;
  let shown: ReactElement = <SeenWords text={props.text} />;
  if (marks["code"]) shown = <code>{shown}</code>;
  if (marks["bold"]) shown = <strong>{shown}</strong>;
  if (marks["italic"]) shown = <em>{shown}</em>;
  if (marks["superscript"]) shown = <sup>{shown}</sup>;
  if (marks["subscript"]) shown = <sub>{shown}</sub>;
  if (marks["highlight"]) shown = <mark data-colour={marks["highlight"]["colour"]}>{shown}</mark>;
  if (marks["underline"]) shown = <u>{shown}</u>;
  if (marks["strike"]) shown = <s>{shown}</s>;
  return shown;
}
