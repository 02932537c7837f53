import type { ProposedSetting } from "@parley/documents";
import { type ReactElement, useContext, useState } from "react";
import { EditorContext } from "../provider/editor-context.ts";
import classes from "./shown-pictures.module.css";

/** A picture that a change brings. */
interface BroughtPicture {
  readonly imageId: string;
  /** What it is said to show. */
  readonly alt: string;
}

/** Settings without those that say which picture comes, and these; a note outside a document's page has no pictures to show. */
export function usePicturesOf(settings: readonly ProposedSetting[]): {
  readonly documentId: string;
  readonly pictures: readonly BroughtPicture[];
  readonly others: readonly ProposedSetting[];
} {
  const editor = useContext(EditorContext);
  if (editor === null) return { documentId: "", pictures: [], others: settings };
  const pictures = settings.flatMap((setting, index): BroughtPicture[] => {
    if (!isPicture(setting)) return [];
    const next = settings[index + 1];
    const isSaid = next?.do === "set" && next.name === "alt" && typeof next.to === "string";
    return [{ imageId: setting.to, alt: isSaid ? String(next.to) : "" }];
  });
  const others = settings.filter((setting) => !isPicture(setting) || setting.from !== undefined);
  return { documentId: editor.documentId, pictures, others };
}

function isPicture(setting: ProposedSetting): setting is ProposedSetting & { readonly do: "set"; readonly to: string } {
  return setting.do === "set" && setting.name === "imageId" && typeof setting.to === "string";
}

/** A picture in small; its words where it cannot be shown. */
export function SmallPicture(props: { documentId: string; picture: BroughtPicture; instead: string }): ReactElement {
  const { documentId, picture, instead } = props;
  const [isMissing, setMissing] = useState(false);
  if (isMissing) return <span className={classes["instead"]}>{instead}</span>;
  return (
    <img
      className={classes["picture"]}
      src={`/api/documents/${documentId}/images/${encodeURIComponent(picture.imageId)}`}
      alt={picture.alt === "" ? instead : picture.alt}
      loading="lazy"
      onError={() => setMissing(true)}
    />
  );
}
