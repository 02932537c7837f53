import { Button, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Lane, LanePreview } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./lane-bar.module.css";

/** What releasing a private draft would propose, and the button that does it. */
export function ReleaseLaneDialog({ lane, onClose }: { lane: Lane; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const preview = useQuery(
    contractsEndpoints.lanes.preview.queryOptions({
      input: { id: lane.documentId },
      staleTime: 0,
      refetchOnMount: "always",
    }),
  );
  return (
    <Dialog title={t("contracts.lanes.releaseTitle")} size="lg" onClose={onClose}>
      {preview.isPending ? (
        <ListSkeleton rows={3} />
      ) : preview.isError ? (
        <ErrorState compact sentence={sentenceOf(preview.error)} onRetry={() => void preview.refetch()} />
      ) : (
        <ReleaseForm lane={lane} preview={preview.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

function ReleaseForm(props: { lane: Lane; preview: LanePreview; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sentenceOf = useSentence();
  const { lane, preview } = props;
  const [note, setNote] = useState("");
  const release = useAction(
    (words: string) => contractsEndpoints.lanes.release.call({ id: lane.documentId, note: words }),
    {
      refreshes: [contractsEndpoints.lanes.key()],
      onDone: ({ places }) => {
        notifications.show({ message: t("contracts.lanes.releasedNow", { count: places }) });
        void navigate({ to: `/documents/${lane.sharedId}`, search: { panel: "changes" } });
      },
    },
  );
  const count = preview.proposals.length;
  return (
    <form
      className={classes["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        release.mutate(note.trim());
      }}
    >
      <p>{count === 0 ? t("contracts.lanes.nothing") : t("contracts.lanes.releaseText", { count })}</p>
      <Proposed preview={preview} />
      {count > 0 ? (
        <Textarea
          label={t("contracts.lanes.note")}
          description={t("contracts.lanes.noteHint")}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2_000}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
      ) : null}
      {release.error ? (
        <p className={classes["problem"]} role="alert">
          {sentenceOf(release.error)}
        </p>
      ) : null}
      <div className={classes["buttons"]}>
        <Button variant="default" onClick={props.onClose}>
          {t("ui.cancel")}
        </Button>
        <Button type="submit" disabled={count === 0} loading={release.isPending}>
          {t("contracts.lanes.release")}
        </Button>
      </div>
    </form>
  );
}

const kinds = ["insert", "delete", "replace", "move", "format", "block", "remove", "join", "set"];

/** Words alone that divide a paragraph. */
const isBreak = (text: string): boolean => text !== "" && text.trim() === "";

function Proposed({ preview }: { preview: LanePreview }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <ul className={classes["changes"]}>
        {preview.proposals.map(({ kind, insertedText, deletedText }, index) => (
          <li key={index}>
            <span className={classes["kind"]}>
              {isBreak(insertedText)
                ? t("contracts.lanes.paragraphBreak")
                : t(`contracts.lanes.kinds.${kinds.includes(kind) ? kind : "set"}`)}
            </span>
            {deletedText.trim() === "" || kind === "move" ? null : <del>{deletedText.trim()}</del>}{" "}
            {insertedText.trim() === "" ? null : <ins>{insertedText.trim()}</ins>}
          </li>
        ))}
      </ul>
      {preview.unplaced.length > 0 ? (
        <section className={classes["unplaced"]}>
          <h3>{t("contracts.lanes.unplacedTitle")}</h3>
          <ul>
            {preview.unplaced.map(({ outcome, what, text }, index) => (
              <li key={index}>
                {outcome === "nearest"
                  ? t("contracts.lanes.nearest", { text })
                  : t(`contracts.lanes.${what === "picture" ? "leftPicture" : "leftAttribute"}`, { text })}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
