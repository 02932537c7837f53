import { Anchor } from "@mantine/core";
import type { ReactElement } from "react";

/** The text of a mail, line by line, with its web addresses as links. Nothing in it is taken for markup. */
export function LetterText(props: { text: string }): ReactElement {
  const parts = props.text.split(/(https?:\/\/[^\s<>"'，。）)]+)/u);
  return (
    <p style={{ whiteSpace: "pre-wrap", margin: "18px 0 0" }}>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // oxlint-disable-next-line react/no-array-index-key -- the parts of one fixed text never move
          <Anchor key={index} href={part} underline="always">
            {part}
          </Anchor>
        ) : (
          part
        ),
      )}
    </p>
  );
}
