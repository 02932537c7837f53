/**
 * The panel "Changes": what waits for a decision, in reading order, what was decided, and for colleagues who changed what when.
 *
 * Invariants:
 * - A decision names what is shown here; when that has changed meanwhile it is refused, and the list is read again.
 * - The keys J, K, A and R never reach somebody who is typing.
 */
import { NativeSelect, SegmentedControl } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Timeline } from "../story/timeline.tsx";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import { DecisionsList } from "./decisions-list.tsx";
import { WaitingList } from "./waiting-list.tsx";

/** The lists of the panel. */
export type ChangesTab = "waiting" | "decided" | "history";

/** `view` is what of the proposals the text shows: `null` for all of them marked, else as the page's address has it. */
export function ChangesPanel(props: {
  tab: ChangesTab;
  onTab: (tab: ChangesTab) => void;
  view: string | null;
  onView: (view: string | null) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { person } = useDocumentEditor();
  const proposals = useListedProposals();
  const { tab } = props;
  const count = proposals.list?.length ?? 0;
  return (
    <div className={classes["panel"]} data-list>
      <SegmentedControl
        fullWidth
        size="xs"
        value={tab}
        onChange={(value) => props.onTab(value as ChangesTab)}
        data={[
          { value: "waiting", label: t("editor.changes.waiting", { count }) },
          { value: "decided", label: t("editor.changes.decided") },
          // What was there before a guest was let in is in it.
          ...(person.standing === "guest" ? [] : [{ value: "history", label: t("story.history") }]),
        ]}
      />
      {tab !== "history" && (count > 0 || props.view !== null) ? (
        <ViewChoice view={props.view} onView={props.onView} />
      ) : null}
      {tab === "waiting" ? (
        <WaitingList onLook={() => props.onView(null)} />
      ) : tab === "decided" ? (
        <DecisionsList />
      ) : (
        <Timeline />
      )}
    </div>
  );
}

/** What of the proposals is shown in the text. */
function ViewChoice(props: { view: string | null; onView: (view: string | null) => void }): ReactElement {
  const { t } = useTranslation();
  const proposals = useListedProposals();
  const authors = new Map((proposals.list ?? []).flatMap(({ author }) => (author ? [[author.id, author.name]] : [])));
  return (
    <NativeSelect
      size="xs"
      label={t("editor.changes.view.label")}
      description={props.view === "proposed" ? t("editor.changes.view.numbers") : undefined}
      inputWrapperOrder={["label", "input", "description"]}
      value={props.view ?? ""}
      onChange={({ currentTarget: { value } }) => props.onView(value === "" ? null : value)}
      data={[
        { value: "", label: t("editor.changes.view.marked") },
        { value: "proposed", label: t("editor.changes.view.proposed") },
        { value: "agreed", label: t("editor.changes.view.agreed") },
        ...[...authors].map(([id, name]) => ({ value: id ?? "", label: t("editor.changes.view.person", { name }) })),
      ]}
    />
  );
}
