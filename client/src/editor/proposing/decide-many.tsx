import { ActionIcon, Button, Menu } from "@mantine/core";
import type { DocumentProposal } from "@parley/documents";
import { IconArrowBackUp, IconCheck, IconChevronDown, IconX } from "@tabler/icons-react";
import { type ReactElement, memo } from "react";
import { useTranslation } from "react-i18next";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import type { AskedDecision } from "./decide-dialog.tsx";

/** Decisions about everything that waits, or everything of one person. */
export function DecideMany(props: { onAsk: (asked: AskedDecision) => void }): ReactElement | null {
  const { t } = useTranslation();
  const { person, mayDecide, editable } = useDocumentEditor();
  const proposals = useListedProposals();
  const list = proposals.list ?? [];
  // Who was set back to reading may not withdraw any more, either.
  const mine = editable ? list.filter(({ author }) => author?.id === person.id) : [];
  const authors = new Map(
    list.map(({ author }) => [author?.id ?? "", author?.name ?? t("editor.changes.unknownAuthor")]),
  );
  if (list.length < 2 || (!mayDecide && mine.length === 0)) return null;
  const ask = (verdict: AskedDecision["verdict"], chosen: readonly DocumentProposal[]): void =>
    props.onAsk({ verdict, chosen });
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          disabled={proposals.deciding}
          rightSection={<IconChevronDown size={14} />}
        >
          {t("editor.changes.many.label")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes["menu"] ?? ""}>
        {mayDecide ? (
          <>
            <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => ask("accept", list)}>
              {t("editor.changes.many.accept")}
            </Menu.Item>
            <Menu.Item leftSection={<IconX size={16} />} onClick={() => ask("reject", list)}>
              {t("editor.changes.many.reject")}
            </Menu.Item>
            {authors.size < 2
              ? null
              : [...authors].flatMap(([id, name]) => {
                  const chosen = list.filter(({ author }) => (author?.id ?? "") === id);
                  return [
                    <Menu.Label key={`${id}-label`}>{name}</Menu.Label>,
                    <Menu.Item key={`${id}-accept`} onClick={() => ask("accept", chosen)}>
                      {t("editor.changes.many.acceptOf", { name })}
                    </Menu.Item>,
                    <Menu.Item key={`${id}-reject`} onClick={() => ask("reject", chosen)}>
                      {t("editor.changes.many.rejectOf", { name })}
                    </Menu.Item>,
                  ];
                })}
          </>
        ) : null}
        {mine.length > 0 ? (
          <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={() => ask("withdraw", mine)}>
            {t("editor.changes.many.withdraw")}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ClauseHeadProps {
  /** The articles above the place. */
  readonly article: string;
  /** The paragraph or the row; empty where the article is the place. */
  readonly exact: string;
  readonly proposals: readonly DocumentProposal[];
  readonly deciding: boolean;
  readonly onAsk: (asked: AskedDecision) => void;
}

function isSameHead(before: ClauseHeadProps, after: ClauseHeadProps): boolean {
  return (
    before.article === after.article &&
    before.exact === after.exact &&
    before.deciding === after.deciding &&
    before.onAsk === after.onAsk &&
    before.proposals.length === after.proposals.length &&
    before.proposals.every((proposal, index) => proposal === after.proposals[index])
  );
}

/** A clause above its proposals, with decisions about all of them. */
export const ClauseHead = memo(function ClauseHead(props: ClauseHeadProps): ReactElement {
  const { t } = useTranslation();
  const { mayDecide } = useDocumentEditor();
  const { article, exact } = props;
  const title = [article, exact].filter(Boolean).join(" › ") || t("editor.changes.beforeClauses");
  const act = (verdict: "accept" | "reject"): void => props.onAsk({ verdict, chosen: props.proposals });
  return (
    <div className={classes["clause"]}>
      <h3 className={classes["clauseTitle"]} title={title}>
        {article === "" || exact === "" ? null : (
          <span className={classes["article"]}>
            {article}
            <span className={classes["unseen"]}> › </span>
          </span>
        )}
        <span className={classes["exact"]}>{exact || title}</span>
      </h3>
      {mayDecide && props.proposals.length > 1 ? (
        <Menu position="bottom-end" width={240}>
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-xs"
              disabled={props.deciding}
              aria-label={t("editor.changes.many.inClauseOf", { title })}
              rightSection={<IconChevronDown size={12} />}
            >
              {t("editor.changes.many.inClause", { count: props.proposals.length })}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => act("accept")}>
              {t("editor.changes.many.acceptClause")}
            </Menu.Item>
            <Menu.Item leftSection={<IconX size={16} />} onClick={() => act("reject")}>
              {t("editor.changes.many.rejectClause")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </div>
  );
}, isSameHead);

/** What can be done with everything that was chosen. */
export function ChosenBar(props: {
  chosen: readonly DocumentProposal[];
  onAsk: (asked: AskedDecision) => void;
  onClear: () => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const { person, mayDecide, editable } = useDocumentEditor();
  const proposals = useListedProposals();
  const { chosen } = props;
  if (chosen.length === 0) return null;
  const allMine = chosen.every(({ author }) => author?.id === person.id);
  const verdicts = [
    ...(mayDecide ? (["accept", "reject"] as const) : []),
    ...(allMine && editable ? (["withdraw"] as const) : []),
  ];
  return (
    <div className={classes["chosen"]} role="group" aria-label={t("editor.changes.chosen", { count: chosen.length })}>
      <span className={classes["chosenCount"]}>{t("editor.changes.chosen", { count: chosen.length })}</span>
      {verdicts.map((verdict) => (
        <Button
          key={verdict}
          size="compact-sm"
          variant="default"
          disabled={proposals.deciding}
          onClick={() => props.onAsk({ verdict, chosen })}
        >
          {t(`editor.changes.${verdict}`)}
        </Button>
      ))}
      <ActionIcon aria-label={t("editor.changes.chooseNone")} onClick={props.onClear}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
