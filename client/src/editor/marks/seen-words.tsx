import { partsBySight } from "@parley/document";
import { Fragment, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { unseenFace } from "./unseen-plugin.ts";

/** Words of a document in a view that is only read, with a sign for each character that is not seen. Such ones turn no words. */
export function SeenWords({ text }: { text: string }): ReactElement {
  const { t } = useTranslation();
  const parts = partsBySight(text);
  if (parts.every((part) => typeof part === "string")) return <Fragment>{text}</Fragment>;
  return (
    <>
      {parts.map((part, index) => {
        if (typeof part === "string") return part;
        const { class: className, ...data } = unseenFace(part);
        const title = t(`editor.surface.${part.turns ? "turning" : "unseen"}`, { sign: part.sign });
        return (
          // oxlint-disable-next-line react/no-array-index-key -- the parts of one text never move
          <span key={index} className={className} {...data} title={title}>
            {part.character}
          </span>
        );
      })}
    </>
  );
}
