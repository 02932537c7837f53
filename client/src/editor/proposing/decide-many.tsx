import { Button, Menu } from "@mantine/core";
import type { DocumentProposal } from "@parley/documents";
import { IconArrowBackUp, IconCheck, IconChevronDown, IconX } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useConfirm } from "../../ui/use-confirm.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./changes-panel.module.css";
import type { Verdict } from "./use-proposals.ts";

/** Decisions about everything that waits, or everything of one person. */
export function DecideMany(props: {
  onDecide: (verdict: Verdict, chosen: readonly DocumentProposal[]) => void;
}): ReactElement | null {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const { proposals, person, mayDecide } = useDocumentEditor();
  const list = proposals.list ?? [];
  const mine = list.filter(({ author }) => author?.id === person.id);
  const authors = new Map(
    list.map(({ author }) => [author?.id ?? "", author?.name ?? t("editor.changes.unknownAuthor")]),
  );
  if (list.length < 2 || (!mayDecide && mine.length === 0)) return null;
  const ask = (verdict: Verdict, chosen: readonly DocumentProposal[]): void =>
    confirm({
      title: t(`editor.changes.many.${verdict}Title`, { count: chosen.length }),
      text: t(`editor.changes.many.${verdict}Text`),
      action: t(`editor.changes.many.${verdict}Action`),
      onConfirm: () => props.onDecide(verdict, chosen),
    });
  return (
    <div className={classes["many"]}>
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
        <Menu.Dropdown>
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
    </div>
  );
}
