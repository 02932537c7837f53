/** Colours the text by who wrote it and shows deleted words in their place, on demand. */
import type { AttributionSpan } from "@parley/documents";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { partyWash, personColour, shadeOf } from "../../ui/theme/party-colour.ts";
import { quickDecorations } from "../marks/quick-decorations.ts";
import { type AuthorFilter, isShown, wayOf } from "./author-filter.ts";
import type { CreditedSpan } from "./credit-originals.ts";
import { placeSpans } from "./place-spans.ts";

/** What the view shows; `null` spans switch it off. */
export interface AuthorshipView {
  readonly spans: readonly CreditedSpan[] | null;
  /** Whose text is coloured; `null` is everybody's. */
  readonly filter: AuthorFilter | null;
  readonly showDeleted: boolean;
}

interface AuthorshipState {
  readonly view: AuthorshipView;
  readonly decorations: DecorationSet;
}

export const authorshipKey = new PluginKey<AuthorshipState>("authorship");
const off: AuthorshipView = { spans: null, filter: null, showDeleted: false };

function decorate(doc: Node, view: AuthorshipView): DecorationSet {
  if (view.spans === null) return DecorationSet.empty;
  const decorations: Decoration[] = [];
  const indexOf = new Map(view.spans.map((span, index) => [span, index]));
  placeSpans(doc, view.spans).forEach(({ from, to, span }) => {
    const index = indexOf.get(span) ?? -1;
    if (!isShown(view.filter, span)) return;
    if (span.deletedBy !== undefined) {
      if (!view.showDeleted) return;
      decorations.push(
        Decoration.widget(from, () => deletedElement(span, index), { side: -1, key: `deleted-${index}-${span.text}` }),
      );
    } else {
      const style = `--person:${personColour(span.party, span.author.id)};--person-wash:${partyWash(span.party)}`;
      decorations.push(
        Decoration.inline(from, to, {
          class: "parley-written",
          style,
          "data-span": String(index),
          "data-way": wayOf(span.via),
          "data-party": span.party,
          "data-shade": String(shadeOf(span.author.id)),
        }),
      );
    }
  });
  return quickDecorations(DecorationSet.create(doc, decorations));
}

function deletedElement(span: AttributionSpan, index: number): HTMLElement {
  const element = document.createElement("del");
  element.className = "parley-deleted";
  element.dataset["span"] = String(index);
  element.contentEditable = "false";
  element.textContent = span.text;
  element.style.setProperty("--person", personColour(span.party, span.deletedBy?.id ?? span.author.id));
  return element;
}

/** The plugin that shows authorship; dispatch a transaction with its key and an `AuthorshipView` to change what is shown. */
export function authorshipPlugin(): Plugin<AuthorshipState> {
  return new Plugin<AuthorshipState>({
    key: authorshipKey,
    state: {
      init: () => ({ view: off, decorations: DecorationSet.empty }),
      apply(tr, value) {
        const view = tr.getMeta(authorshipKey) as AuthorshipView | undefined;
        if (view) return { view, decorations: decorate(tr.doc, view) };
        // What is typed now is coloured when the server has it on record.
        return tr.docChanged
          ? { ...value, decorations: quickDecorations(value.decorations.map(tr.mapping, tr.doc)) }
          : value;
      },
    },
    props: { decorations: (state) => authorshipKey.getState(state)?.decorations },
  });
}

/** The span that an element of the text shows, or `null`. */
export function spanOf(
  view: AuthorshipView,
  target: EventTarget | null,
): { span: CreditedSpan; element: Element } | null {
  const element = target instanceof Element ? target.closest("[data-span]") : null;
  const index = Number(element?.getAttribute("data-span") ?? "-1");
  const span = view.spans?.[index];
  return element && span ? { span, element } : null;
}
