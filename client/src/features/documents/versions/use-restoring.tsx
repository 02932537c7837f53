import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useRestoredSentences } from "../../../editor/index.ts";
import { ApiError } from "../../../platform/api-error.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import classes from "../../../ui/told.module.css";

const NOTICE = "restored";
const SHOWN_MS = 12_000;

/** Restoring one version, and taking that back from the note that tells of it. */
export interface Restoring {
  readonly restore: () => void;
  readonly pending: boolean;
}

/**
 * Restores the version after a row and says so. From there it is taken back by one more change, which restores what was there before, as
 * long as nobody has written since; else that version is compared with the present. `onCompare` is given its row.
 */
export function useRestoring(
  wanted: { readonly id: string; readonly seq: number; readonly headSeq: number },
  acts: { readonly onDone: () => void; readonly onCompare: (seq: number) => void },
): Restoring {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const sentences = useRestoredSentences();
  const { id, seq, headSeq } = wanted;
  const refreshes = [documentsEndpoints.versions.key()];
  const undo = useAction(
    (restored: number) => documentsEndpoints.versions.restore.call({ id, seq: restored - 1, ifLast: restored }),
    {
      refreshes,
      // What it did to the text is that it took the other back.
      onDone: ({ waiting }) => tell([t("documents.versions.undone"), ...sentences({ did: null, waiting })], null),
      onFailed: (error, restored) => {
        const isChanged = error instanceof ApiError && error.code === "documents/version-changed-since";
        const act = { words: t("documents.versions.compareBefore"), onAct: () => acts.onCompare(restored - 1) };
        tell(sentenceOf(error), isChanged ? act : null, "yellow");
      },
    },
  );
  const restore = useAction((_lastBefore: number) => documentsEndpoints.versions.restore.call({ id, seq }), {
    refreshes,
    onDone: ({ seq: restored, ...figures }, lastBefore) => {
      // Nothing differed, so there is nothing to take back.
      const isChange = restored > lastBefore;
      const act = { words: t("documents.versions.undo"), onAct: () => undo.mutate(restored) };
      const told = t(isChange ? "documents.versions.restored" : "documents.versions.same");
      tell([told, ...sentences(figures)], isChange ? act : null);
      acts.onDone();
    },
    onFailed: (error) => tell(sentenceOf(error), null, "red"),
  });
  return { restore: () => restore.mutate(headSeq), pending: restore.isPending };
}

function tell(
  words: string | readonly string[],
  act: { words: string; onAct: () => void } | null,
  color?: string,
): void {
  notifications.hide(NOTICE);
  notifications.show({
    id: NOTICE,
    // What asks for an answer stays until it has one.
    autoClose: act !== null && color !== undefined ? false : SHOWN_MS,
    message: <Told lines={typeof words === "string" ? [words] : words} act={act} />,
    ...(color !== undefined && { color }),
  });
}

function Told(props: { lines: readonly string[]; act: { words: string; onAct: () => void } | null }): ReactElement {
  const { lines, act } = props;
  return (
    <span className={classes["told"]}>
      <span>
        {lines.map((line) => (
          <span key={line} className={classes["line"]}>
            {line}
          </span>
        ))}
      </span>
      {act ? (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(NOTICE);
            act.onAct();
          }}
        >
          {act.words}
        </Button>
      ) : null}
    </span>
  );
}
