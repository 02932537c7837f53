import { Button, SegmentedControl } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { AssessedFinding, ContractChecks } from "@parley/contracts";
import type { DocumentCard } from "@parley/documents";
import { IconTextSpellcheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect, useState } from "react";
import { useDocumentEditor } from "../../../editor/index.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { applyFix } from "./apply-fix.ts";
import classes from "./checks-panel.module.css";
import { FindingEntry } from "./finding-entry.tsx";
import { findingsKey, findingsPlugin } from "./findings-plugin.ts";
import { locateWords } from "./locate-finding.ts";
import { useChecks } from "./use-checks.ts";

type View = "agreed" | "proposed";
const none: readonly AssessedFinding[] = [];

/** What the checks find in a contract's text, by clause; it goes along while people type. */
export function ChecksPanel({ card }: { card: DocumentCard }): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const [view, setView] = useState<View>("agreed");
  const { contractId, mayLead, checks, error, retry } = useChecks(card.id, view);
  useMarks(checks?.findings ?? none);
  if (error) return <ErrorState compact sentence={sentence(error)} onRetry={retry} />;
  if (contractId === null)
    return <EmptyState compact title={t("contracts.checks.noContract")} text={t("contracts.checks.noContractText")} />;
  if (!checks || contractId === undefined) return <ListSkeleton rows={4} />;
  return (
    <div className={classes["panel"]}>
      <SegmentedControl
        aria-label={t("contracts.checks.view")}
        value={view}
        onChange={(value) => setView(value as View)}
        data={[
          { value: "agreed", label: t("contracts.checks.agreed") },
          { value: "proposed", label: t("contracts.checks.proposed") },
        ]}
      />
      <Summary checks={checks} contractId={contractId} mayLead={mayLead} />
      <Findings checks={checks} contractId={contractId} view={view} />
      <p className={classes["note"]}>{t("contracts.checks.checked", checks.checked)}</p>
    </div>
  );
}

function Summary({
  checks,
  contractId,
  mayLead,
}: {
  checks: ContractChecks;
  contractId: string;
  mayLead: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const { blocking, findings, approvers, playbook } = checks;
  const choose = useAction(
    (version: number) => contractsEndpoints.checks.usePlaybook.call({ id: contractId, version }),
    { refreshes: [contractsEndpoints.checks.read.key()] },
  );
  if (findings.length === 0 && playbook.newer === null)
    return (
      <EmptyState compact icon={<IconTextSpellcheck size={28} stroke={1.4} />} title={t("contracts.checks.clean")} />
    );
  return (
    <>
      <p className={classes["summary"]} data-blocked={blocking > 0 || undefined} role="status">
        {blocking > 0 ? t("contracts.checks.blocking", { count: blocking }) : t("contracts.checks.nothingBlocks")}
      </p>
      {approvers.length > 0 ? (
        <p className={classes["note"]}>
          {t("contracts.checks.approvers", { names: approvers.map(({ name }) => name).join(", ") })}
        </p>
      ) : null}
      {playbook.newer !== null && mayLead ? (
        <p className={classes["note"]}>
          {t("contracts.checks.newer", { version: playbook.newer })}{" "}
          <Button size="compact-xs" variant="subtle" onClick={() => choose.mutate(playbook.newer ?? 0)}>
            {t("contracts.checks.useNewer")}
          </Button>
        </p>
      ) : null}
    </>
  );
}

function Findings({
  checks,
  contractId,
  view,
}: {
  checks: ContractChecks;
  contractId: string;
  view: View;
}): ReactElement {
  const { t } = useTranslation();
  const { documentEditor, editable, askForText } = useDocumentEditor();
  const refreshes = [contractsEndpoints.checks.read.key()];
  const ignore = useAction(
    (wanted: { key: string; reason: string }) =>
      contractsEndpoints.checks.ignore.call({ id: contractId, view, ...wanted }),
    { refreshes },
  );
  const heed = useAction((key: string) => contractsEndpoints.checks.heed.call({ id: contractId, key }), { refreshes });
  const goTo = ({ place }: AssessedFinding): void => {
    const editor = documentEditor?.editor;
    const found = editor && place && locateWords(editor.state.doc, { ...place, words: place.quote });
    if (!found) {
      notifications.show({ message: t("contracts.checks.fixGone") });
      return;
    }
    askForText();
    editor.chain().setTextSelection(found).run();
    const { node } = editor.view.domAtPos(found.from);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const element = node instanceof Element ? node : node.parentElement;
    element?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  };
  const fix = (finding: AssessedFinding): void => {
    const done = documentEditor && finding.fix && applyFix(documentEditor.editor, finding.fix, finding.place);
    notifications.show({ message: t(done === true ? "contracts.checks.fixed" : "contracts.checks.fixGone") });
  };
  const entry = (finding: AssessedFinding): ReactElement => (
    <FindingEntry
      key={finding.key}
      finding={finding}
      editable={editable}
      onGoTo={() => goTo(finding)}
      onFix={() => fix(finding)}
      onIgnore={(reason) => ignore.mutate({ key: finding.key, reason })}
      onHeed={() => heed.mutate(finding.key)}
    />
  );
  const ignored = checks.findings.filter((finding) => finding.ignored !== null);
  return (
    <>
      {byClause(checks.findings.filter((finding) => finding.ignored === null)).map(([first, ...more]) => (
        <section key={first.clause?.paragraph ?? (first.place ? "beginning" : "whole")} className={classes["group"]}>
          <h3 className={classes["clause"]}>
            {first.clause?.label ?? t(first.place ? "contracts.checks.beginning" : "contracts.checks.whole")}
          </h3>
          <ul className={classes["list"]}>{[first, ...more].map(entry)}</ul>
        </section>
      ))}
      {ignored.length > 0 ? (
        <section className={classes["group"]}>
          <h3 className={classes["clause"]}>{t("contracts.checks.ignored", { count: ignored.length })}</h3>
          <ul className={classes["list"]}>{ignored.map(entry)}</ul>
        </section>
      ) : null}
    </>
  );
}

/** Findings of one clause together, in reading order. */
function byClause(findings: readonly AssessedFinding[]): [AssessedFinding, ...AssessedFinding[]][] {
  const groups: [AssessedFinding, ...AssessedFinding[]][] = [];
  for (const finding of findings) {
    const group = groups.find(
      ([first]) =>
        first.clause?.paragraph === finding.clause?.paragraph && (first.place === null) === (finding.place === null),
    );
    if (group) group.push(finding);
    else groups.push([finding]);
  }
  return groups;
}

/** Shows findings in the text for as long as the panel is open. */
function useMarks(findings: readonly AssessedFinding[]): void {
  const { documentEditor } = useDocumentEditor();
  const editor = documentEditor?.editor ?? null;
  useEffect(() => {
    if (!editor) return undefined;
    editor.registerPlugin(findingsPlugin());
    return () => {
      if (!editor.isDestroyed) editor.unregisterPlugin(findingsKey);
    };
  }, [editor]);
  useEffect(() => {
    if (!editor || editor.isDestroyed) return;
    editor.view.dispatch(editor.state.tr.setMeta(findingsKey, findings).setMeta("addToHistory", false));
  }, [editor, findings]);
}
