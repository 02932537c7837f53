import { ActionIcon, Button, Menu } from "@mantine/core";
import type { DocumentProposal } from "@parley/documents";
import { IconArrowBackUp, IconCheck, IconChevronDown, IconX } from "@tabler/icons-react";
import { Fragment, type ReactElement, memo } from "react";
import { useTranslation } from "react-i18next";
import { useDocumentEditor, useListedProposals } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import type { ScopeOfGroup } from "./clause-groups.ts";
import type { AskedDecision } from "./decide-dialog.tsx";

/** Decisions about everything that waits, or everything of one person. */
export function DecideMany(props: { onAsk: (asked: AskedDecision) => void }): ReactElement | null {
  const { t } = useTranslation();
  const { person, mayDecide, mayAccept, editable } = useDocumentEditor();
  const proposals = useListedProposals();
  const list = proposals.list ?? [];
  // Who was set back to reading may not withdraw any more, either.
  const mine = editable ? list.filter(({ author }) => author?.id === person.id) : [];
  const authors = new Map(
    list.map(({ author }) => [author?.id ?? "", author?.name ?? t("editor.changes.unknownAuthor")]),
  );
  if (list.length < 2 || (!mayDecide && mine.length === 0)) return null;
  const acceptable = list.filter(mayAccept);
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
            {acceptable.length > 0 ? (
              <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => ask("accept", acceptable)}>
                {t("editor.changes.many.accept")}
              </Menu.Item>
            ) : null}
            <Menu.Item leftSection={<IconX size={16} />} onClick={() => ask("reject", list)}>
              {t("editor.changes.many.reject")}
            </Menu.Item>
            {authors.size < 2
              ? null
              : [...authors].flatMap(([id, name]) => {
                  const chosen = list.filter(({ author }) => (author?.id ?? "") === id);
                  return [
                    <Menu.Label key={`${id}-label`}>{name}</Menu.Label>,
                    chosen.every(mayAccept) ? (
                      <Menu.Item key={`${id}-accept`} onClick={() => ask("accept", chosen)}>
                        {t("editor.changes.many.acceptOf", { name })}
                      </Menu.Item>
                    ) : null,
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
  /** The articles and clauses around it that hold more, innermost first. */
  readonly scopes: readonly ScopeOfGroup[];
  readonly deciding: boolean;
  readonly onAsk: (asked: AskedDecision) => void;
}

function isSameHead(before: ClauseHeadProps, after: ClauseHeadProps): boolean {
  return (
    before.article === after.article &&
    before.exact === after.exact &&
    before.deciding === after.deciding &&
    before.onAsk === after.onAsk &&
    isSame(before.proposals, after.proposals) &&
    before.scopes.length === after.scopes.length &&
    before.scopes.every(({ title, members }, index) => {
      const other = after.scopes[index];
      return title === other?.title && isSame(members, other.members);
    })
  );
}

function isSame(before: readonly DocumentProposal[], after: readonly DocumentProposal[]): boolean {
  return before.length === after.length && before.every((proposal, index) => proposal === after[index]);
}

/** A clause above its proposals, with decisions about all of them, and about all in the article or clause around. */
export const ClauseHead = memo(function ClauseHead(props: ClauseHeadProps): ReactElement {
  const { t } = useTranslation();
  const { mayDecide } = useDocumentEditor();
  const { article, exact, proposals, scopes } = props;
  const title = [article, exact].filter(Boolean).join(" › ") || t("editor.changes.beforeClauses");
  const isSeveral = proposals.length > 1;
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
      {mayDecide && (isSeveral || scopes.length > 0) ? (
        <Menu position="bottom-end" width={280}>
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-xs"
              disabled={props.deciding}
              aria-label={t("editor.changes.many.inClauseOf", { title })}
              rightSection={<IconChevronDown size={12} />}
            >
              {scopes.length > 0
                ? t("editor.changes.many.inScopes")
                : t("editor.changes.many.inClause", { count: proposals.length })}
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={classes["menu"] ?? ""}>
            {isSeveral ? (
              <>
                {scopes.length > 0 ? (
                  <Menu.Label>{t("editor.changes.many.here", { count: proposals.length })}</Menu.Label>
                ) : null}
                <ScopeItems members={proposals} within={null} onAsk={props.onAsk} />
              </>
            ) : null}
            {scopes.map(({ title: within, members }, index) => (
              <Fragment key={index}>
                <Menu.Label>{t("editor.changes.many.scope", { title: within, count: members.length })}</Menu.Label>
                <ScopeItems members={members} within={within} onAsk={props.onAsk} />
              </Fragment>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </div>
  );
}, isSameHead);

/** Both decisions about all in one place; `within` is what holds it, where that is more than the place itself. */
function ScopeItems(props: {
  members: readonly DocumentProposal[];
  within: string | null;
  onAsk: (asked: AskedDecision) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { mayAccept } = useDocumentEditor();
  const { members: chosen, within, onAsk } = props;
  const acceptable = chosen.filter(mayAccept);
  const which = within === null ? "Clause" : "Scope";
  return (
    <>
      {acceptable.length > 0 ? (
        <Menu.Item
          leftSection={<IconCheck size={16} />}
          onClick={() => onAsk({ verdict: "accept", chosen: acceptable, within })}
        >
          {t(`editor.changes.many.accept${which}`, { count: acceptable.length })}
        </Menu.Item>
      ) : null}
      <Menu.Item leftSection={<IconX size={16} />} onClick={() => onAsk({ verdict: "reject", chosen, within })}>
        {t(`editor.changes.many.reject${which}`, { count: chosen.length })}
      </Menu.Item>
    </>
  );
}

/** What can be done with everything that was chosen. */
export function ChosenBar(props: {
  chosen: readonly DocumentProposal[];
  onAsk: (asked: AskedDecision) => void;
  onClear: () => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const { person, mayDecide, mayAccept, editable } = useDocumentEditor();
  const proposals = useListedProposals();
  const { chosen } = props;
  if (chosen.length === 0) return null;
  const allMine = chosen.every(({ author }) => author?.id === person.id);
  const verdicts = [
    ...(chosen.every(mayAccept) ? (["accept"] as const) : []),
    ...(mayDecide ? (["reject"] as const) : []),
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
