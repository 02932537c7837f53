import { useTranslation } from "react-i18next";

const marks: ReadonlySet<string> = new Set([
  "bold",
  "italic",
  "underline",
  "strike",
  "code",
  "superscript",
  "subscript",
  "highlight",
  "link",
  "mention",
]);
const attributes: ReadonlySet<string> = new Set([
  "style",
  "level",
  "list",
  "depth",
  "align",
  "checked",
  "width",
  "alt",
]);
const elements: ReadonlySet<string> = new Set([
  "paragraph",
  "table",
  "tableRow",
  "tableCell",
  "tableHeader",
  "image",
  "horizontalRule",
  "pageBreak",
  "signatureBlock",
]);

/** Returns words for what is in the document: formatting, an attribute of a block, a kind of block. */
export function useWhatWords(): {
  readonly mark: (name: string | null) => string;
  readonly attribute: (name: string | null) => string;
  readonly element: (name: string | null) => string;
} {
  const { t } = useTranslation();
  return {
    // A server may know more than this page.
    mark: (name) => t(name !== null && marks.has(name) ? `story.mark.${name}` : "story.mark.other"),
    attribute: (name) =>
      name !== null && attributes.has(name) ? t(`editor.changes.attribute.${name}`) : t("story.change.element.other"),
    element: (name) =>
      t(name !== null && elements.has(name) ? `story.change.element.${name}` : "story.change.element.other"),
  };
}
