/** The page beside which Parley's typing is measured: Tiptap with the same schema, the same document and nothing else. */
import { Editor } from "@tiptap/core";
import { schemaExtensions } from "../../../client/src/editor/schema/schema-extensions.ts";

declare global {
  // oxlint-disable-next-line no-var -- a global of the page
  var showPlain: ((content: object) => void) | undefined;
}

globalThis.showPlain = (content) => {
  const element = document.body.appendChild(document.createElement("div"));
  element.style.cssText = "max-width:800px;margin:0 auto";
  void new Editor({
    element,
    extensions: schemaExtensions,
    content,
    injectCSS: false,
    editorProps: { attributes: { class: "parley-prose", spellcheck: "false" } },
  });
};
