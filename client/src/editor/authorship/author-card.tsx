import { textWithSigns } from "@parley/document";
import { type ReactElement, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { browserClock } from "../../platform/session/browser-ports.ts";
import { formatMoment } from "../../ui/format-moment.ts";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { viewOf } from "../provider/create-document-editor.ts";
import { useDocumentEditor, useShownAuthorship } from "../provider/editor-context.ts";
import { Floating } from "../surface/floating.tsx";
import type { Anchor } from "../surface/use-anchor.ts";
import { spanOf } from "./authorship-plugin.ts";
import type { CreditedSpan } from "./credit-originals.ts";
import { goneFacts, goneWords } from "./deleted-passages.ts";
import { useViaWords } from "./use-via-words.ts";
import classes from "./author-card.module.css";

const OPEN_MS = 180;

interface Hovered {
  readonly span: CreditedSpan;
  readonly anchor: Anchor;
}

/** Who wrote the words under the pointer or the caret: person, party, time and how they came in. */
export function AuthorCard(): ReactElement | null {
  const { documentEditor, story } = useDocumentEditor();
  const authorship = useShownAuthorship();
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const { on, spans } = authorship;
  useEffect(() => {
    if (!on || !documentEditor) return undefined;
    const { dom } = viewOf(documentEditor);
    let cancel: () => void = () => undefined;
    const over = (event: Event): void => {
      cancel();
      const found = spanOf({ spans, filter: null, showDeleted: true }, event.target);
      if (!found) {
        cancel = browserClock.schedule(() => setHovered(null), OPEN_MS);
        return;
      }
      const rects = Array.from(found.element.getClientRects());
      const at = event instanceof MouseEvent ? event.clientY : 0;
      const rect = rects.find((each) => at >= each.top && at <= each.bottom) ?? rects[0];
      if (rect) cancel = browserClock.schedule(() => setHovered({ span: found.span, anchor: rect }), OPEN_MS);
    };
    const leave = (): void => {
      cancel();
      setHovered(null);
    };
    dom.addEventListener("mouseover", over);
    dom.addEventListener("click", leave);
    dom.addEventListener("mouseleave", leave);
    window.addEventListener("scroll", leave, true);
    return () => {
      cancel();
      dom.removeEventListener("mouseover", over);
      dom.removeEventListener("click", leave);
      dom.removeEventListener("mouseleave", leave);
      window.removeEventListener("scroll", leave, true);
    };
  }, [on, spans, documentEditor]);
  // A click opens the whole story, which says all of this.
  if (!on || !hovered || story.asked !== null) return null;
  return (
    <Floating anchor={hovered.anchor} side="above" role="tooltip" keepsFocus>
      <CardFace span={hovered.span} />
    </Floating>
  );
}

function CardFace({ span }: { span: CreditedSpan }): ReactElement {
  const { t, i18n } = useTranslation();
  const when = (iso: string): string => formatMoment(iso, i18n.language);
  const via = useViaWords()(span.via);
  return (
    <div className={classes["card"]}>
      <PersonBadge id={span.author.id} name={span.author.name} party={span.party} sizePx={32} />
      <div className={classes["facts"]}>
        <span className={classes["who"]}>
          <strong>{span.author.name}</strong> <PartyLabel party={span.party} />
        </span>
        <span className={classes["when"]}>
          {when(span.insertedAt)} · {via}
        </span>
        {span.from && span.copied ? (
          <span className={classes["when"]}>
            {t("editor.authors.copied", {
              title: textWithSigns(span.from.document.title),
              name: span.copied.by.name,
              when: when(span.copied.at),
            })}
          </span>
        ) : null}
        {span.movedBy ? (
          <span className={classes["when"]}>
            {t("editor.authors.moved", { name: span.movedBy.name, when: when(span.movedBy.at) })}
          </span>
        ) : null}
        {span.deletedBy ? (
          <span className={classes["when"]}>
            {t(`editor.authors.${goneWords(span)}`, goneFacts(span, i18n.language))}
          </span>
        ) : null}
        <span className={classes["when"]}>{t("story.hint")}</span>
      </div>
    </div>
  );
}
