import { ActionIcon, Menu, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconDots, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Department } from "@parley/people";
import { useTranslation } from "react-i18next";
import { notifications } from "@mantine/notifications";
import { type ReactElement, useState } from "react";
import { localeOf } from "../../../platform/language.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import { DepartmentDialog } from "./department-dialog.tsx";
import classes from "./department-list.module.css";
import { departmentPath, departmentTree, flattenTree } from "./department-tree.ts";

/** The departments as an indented list that filters the people beside it; on a phone one field. */
export function DepartmentList(props: {
  departments: readonly Department[];
  chosen: string | null;
  editable: boolean;
  onChoose: (id: string | null) => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const narrow = useMediaQuery("(max-width: 60em)");
  const rows = flattenTree(departmentTree(props.departments, localeOf(language)));
  const [dialog, setDialog] = useState<{ department: Department | null; parentId: string | null } | null>(null);
  if (narrow) {
    return (
      <Select
        aria-label={t("people.directory.department")}
        placeholder={t("people.directory.everybody")}
        value={props.chosen === "" ? null : props.chosen}
        onChange={props.onChoose}
        clearable
        searchable
        data={rows.map((row) => ({
          value: row.department.id,
          label: departmentPath(props.departments, row.department.id),
        }))}
      />
    );
  }
  return (
    <nav aria-label={t("people.directory.department")}>
      <ul className={classes["list"]}>
        <li className={classes["row"]}>
          <button
            type="button"
            className={classes["name"]}
            data-active={!props.chosen || undefined}
            onClick={() => props.onChoose(null)}
          >
            {t("people.directory.everybody")}
          </button>
        </li>
        {rows.map(({ department, depth }) => (
          <li key={department.id} className={classes["row"]} style={{ paddingInlineStart: depth * 14 }}>
            <button
              type="button"
              className={classes["name"]}
              data-active={props.chosen === department.id || undefined}
              aria-pressed={props.chosen === department.id}
              onClick={() => props.onChoose(department.id)}
            >
              <span className={classes["label"]}>{department.name}</span>
              <span className={classes["count"]}>{department.memberCount}</span>
            </button>
            {props.editable ? <DepartmentMenu department={department} onDialog={setDialog} /> : null}
          </li>
        ))}
      </ul>
      {dialog ? <DepartmentDialog {...dialog} departments={props.departments} onClose={() => setDialog(null)} /> : null}
    </nav>
  );
}

function DepartmentMenu(props: {
  department: Department;
  onDialog: (dialog: { department: Department | null; parentId: string | null }) => void;
}): ReactElement {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const sentenceOf = useSentence();
  const remove = useAction(() => peopleEndpoints.directory.deleteDepartment.call({ id: props.department.id }), {
    refreshes: [peopleEndpoints.directory.key()],
    onFailed: (error) => notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          size="sm"
          className={classes["more"]}
          aria-label={t("people.department.actions", { name: props.department.name })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPlus size={16} />}
          onClick={() => props.onDialog({ department: null, parentId: props.department.id })}
        >
          {t("people.department.addBelow")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPencil size={16} />}
          onClick={() => props.onDialog({ department: props.department, parentId: props.department.parentId })}
        >
          {t("people.department.change")}
        </Menu.Item>
        <Menu.Item
          color="var(--parley-bad)"
          leftSection={<IconTrash size={16} />}
          onClick={() =>
            confirm({
              title: t("people.department.removeTitle", { name: props.department.name }),
              text: t("people.department.removeText"),
              action: t("people.department.remove"),
              onConfirm: () => remove.mutate(undefined),
            })
          }
        >
          {t("people.department.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
