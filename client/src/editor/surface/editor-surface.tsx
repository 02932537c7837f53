import "./paper.css";
import { Alert, Button, Skeleton } from "@mantine/core";
import { IconArrowLeft, IconRefresh } from "@tabler/icons-react";
import { type CSSProperties, type ReactElement, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { AuthorCard } from "../authorship/author-card.tsx";
import { useCommentsInText } from "../comments/use-commenting.ts";
import { FindBar } from "../find/find-bar.tsx";
import { MergeNotices } from "../merges/merge-notices.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { StoryCard } from "../story/story-card.tsx";
import { OutsideMentions } from "../trigger/outside-mentions-marks.tsx";
import { TriggerPopup } from "../trigger/trigger-popup.tsx";
import { BlockBubble } from "./block-bubble.tsx";
import { BubbleMenu } from "./bubble-menu.tsx";
import classes from "./editor-surface.module.css";
import { LinkForm } from "./link-form.tsx";
import { Paper } from "./paper.tsx";
import { Toolbar } from "./toolbar.tsx";
import { CounterNotice } from "../proposing/counter-notice.tsx";
import { RefusedChanges } from "../refused/refused-changes.tsx";
import { FrozenNotice } from "../status/frozen-notice.tsx";
import { RefusalNotice } from "../status/refusal-notice.tsx";

/** Words that the style sheet draws into the text, as CSS strings. */
function useDrawnWords(): CSSProperties {
  const { t } = useTranslation();
  const drawn = (key: string): string => JSON.stringify(t(key));
  return {
    "--word-placeholder": drawn("editor.surface.placeholder"),
    "--word-line-placeholder": drawn("editor.surface.linePlaceholder"),
    "--word-page-break": drawn("editor.surface.pageBreak"),
    "--word-sign": drawn("editor.surface.sign"),
    "--word-sign-name": drawn("editor.surface.signName"),
    "--word-sign-date": drawn("editor.surface.signDate"),
  } as CSSProperties;
}

/** The tools and the paper. Before there is something to show it says so; it never looks like an empty document. */
export function EditorSurface(): ReactElement {
  const { t } = useTranslation();
  const { phase, documentEditor, reading, setReading, connection } = useDocumentEditor();
  const words = useDrawnWords();
  useCommentsInText();
  useEffect(() => {
    if (!reading) return undefined;
    const leave = (event: KeyboardEvent): void => {
      if (event.key === "Escape") setReading(false);
    };
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, [reading, setReading]);
  if (phase === "opening" || !documentEditor) return <Opening />;
  return (
    <div className={classes["surface"]} data-reading={reading} style={words}>
      {reading ? (
        <Button
          className={classes["leave"]}
          variant="default"
          size="compact-sm"
          leftSection={<IconArrowLeft size={15} />}
          onClick={() => setReading(false)}
        >
          {t("editor.toolbar.leaveReading")}
        </Button>
      ) : (
        <Toolbar />
      )}
      <FindBar />
      <div className={classes["messages"]}>
        <CounterNotice />
        <FrozenNotice />
        {connection === "refused" ? <RefusalNotice /> : null}
        {connection === "signed-out" ? (
          <Alert className={classes["alert"] ?? ""} color="red" role="alert">
            {t("editor.surface.signedOut")}
          </Alert>
        ) : null}
        {phase === "frozen" || phase === "broken" ? (
          <Alert className={classes["alert"] ?? ""} color="red" role="alert">
            {t(phase === "frozen" ? "editor.surface.frozen" : "editor.surface.broken")}{" "}
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconRefresh size={14} />}
              onClick={() => location.reload()}
            >
              {t("editor.surface.reload")}
            </Button>
          </Alert>
        ) : null}
        <RefusedChanges />
        {reading ? null : <MergeNotices />}
      </div>
      {phase === "cached" ? (
        <p className={classes["notice"]} data-away={connection === "offline"}>
          <span>{t("editor.surface.cached")}</span>
        </p>
      ) : null}
      <Paper documentEditor={documentEditor} className={classes["paper"]} />
      <BubbleMenu />
      <BlockBubble />
      <LinkForm />
      <TriggerPopup />
      <OutsideMentions />
      <AuthorCard />
      <StoryCard />
    </div>
  );
}

/** Nothing to show yet: the shape of a page, and a sentence. */
function Opening(): ReactElement {
  const { t } = useTranslation();
  const { connection } = useDocumentEditor();
  const offline = connection === "offline";
  return (
    <div className={classes["opening"]} role="status">
      <p className={classes["openingText"]}>
        {t(offline ? "editor.surface.openingOffline" : "editor.surface.opening")}
      </p>
      <div aria-hidden>
        <Skeleton height={30} width="55%" mb={34} animate={!offline} />
        {[96, 100, 93, 100, 60].map((width, index) => (
          <Skeleton key={`a${index}`} height={14} width={`${width}%`} mb={16} animate={!offline} />
        ))}
        <Skeleton height={20} width="34%" mt={38} mb={22} animate={!offline} />
        {[100, 97, 100, 72].map((width, index) => (
          <Skeleton key={`b${index}`} height={14} width={`${width}%`} mb={16} animate={!offline} />
        ))}
      </div>
    </div>
  );
}
