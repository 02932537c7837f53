import { useTranslation } from "react-i18next";
import { type CSSProperties, type ReactElement, useState } from "react";
import classes from "./leaf-face.module.css";

/** A block without words as it was: a picture, a place to sign, a line or a page break. */
export function LeafFace(props: {
  name: string;
  attributes: Readonly<Record<string, unknown>>;
  documentId: string;
}): ReactElement {
  const { t } = useTranslation();
  const { name, attributes } = props;
  const text = (of: string): string => (typeof attributes[of] === "string" ? attributes[of] : "");
  const lines = {
    "--word-sign": JSON.stringify(t("editor.surface.sign")),
    "--word-sign-name": JSON.stringify(t("editor.surface.signName")),
    "--word-sign-date": JSON.stringify(t("editor.surface.signDate")),
  };
  switch (name) {
    case "image":
      return (
        <Picture
          key={text("imageId")}
          source={`/api/documents/${props.documentId}/images/${text("imageId")}`}
          alt={text("alt")}
          width={typeof attributes["width"] === "number" ? attributes["width"] : null}
        />
      );
    case "signatureBlock":
      return (
        <div className="parley-signature" style={lines as CSSProperties}>
          <strong>{text("label")}</strong>
          <span className="parley-signature-organisation">{text("organisation")}</span>
          <span className="parley-signature-line" data-line="sign" />
          <span className="parley-signature-line" data-line="name" />
          <span className="parley-signature-line" data-line="date" />
        </div>
      );
    case "horizontalRule":
      return <hr />;
    default:
      return <p className={classes["named"]}>{t(`documents.versions.block.${name}`)}</p>;
  }
}

/** A stored picture, with its description below, since the description may be what changed. */
function Picture(props: { source: string; alt: string; width: number | null }): ReactElement {
  const { t } = useTranslation();
  const [missing, setMissing] = useState(false);
  if (missing) return <p className={classes["named"]}>{t("documents.versions.pictureGone", { name: props.alt })}</p>;
  return (
    <span className={classes["picture"]}>
      <img
        src={props.source}
        alt={props.alt}
        {...(props.width === null ? {} : { width: props.width })}
        onError={() => setMissing(true)}
      />
      {props.alt === "" ? null : (
        <span className={classes["description"]} aria-hidden>
          {props.alt}
        </span>
      )}
    </span>
  );
}
