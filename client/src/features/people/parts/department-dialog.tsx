import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import type { Department } from "@parley/people";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { localeOf } from "../../../platform/language.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { departmentPath, departmentTree, flattenTree } from "./department-tree.ts";
import { Dialog } from "../../../ui/dialog.tsx";

/** Makes a department (`department` is null) or changes one's name and place. */
export function DepartmentDialog(props: {
  department: Department | null;
  parentId: string | null;
  departments: readonly Department[];
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const [name, setName] = useState(props.department?.name ?? "");
  const [parentId, setParentId] = useState<string | null>(props.parentId === "" ? null : props.parentId);
  const edited = props.department;
  const save = useAction(
    () =>
      edited
        ? peopleEndpoints.directory.updateDepartment.call({ id: edited.id, name: name.trim(), parentId })
        : peopleEndpoints.directory.createDepartment.call({ name: name.trim(), parentId }),
    { refreshes: [peopleEndpoints.directory.key()], onDone: props.onClose },
  );
  const places = flattenTree(departmentTree(props.departments, localeOf(language))).filter(
    (node) => node.department.id !== edited?.id,
  );
  return (
    <Dialog
      onClose={props.onClose}
      size="sm"
      title={edited ? t("people.department.change") : t("people.directory.addDepartment")}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t("people.department.name")}
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
            error={save.error ? sentenceOf(save.error) : null}
            data-autofocus
          />
          <Select
            label={t("people.department.parent")}
            placeholder={t("people.department.top")}
            value={parentId}
            onChange={setParentId}
            clearable
            searchable
            data={places.map((node) => ({
              value: node.department.id,
              label: departmentPath(props.departments, node.department.id),
            }))}
          />
          <Group gap="xs" justify="flex-end" mt="xs">
            <Button variant="default" onClick={props.onClose}>
              {t("ui.cancel")}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={name.trim() === ""}>
              {t("people.profile.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
