import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconFolderPlus, IconUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { openCreation } from "./creation.ts";
import { KindIcon } from "./kind-icon.tsx";
import { useKinds } from "./use-kinds.ts";

/** The library's one primary action: a document of a kind, an import, a folder. */
export function NewMenu(props: { shelfKind: string | null }): ReactElement {
  const { t } = useTranslation();
  const kinds = useKinds().filter(
    ({ kind, creatable }) => creatable && (props.shelfKind === null || kind === props.shelfKind),
  );
  return (
    <Menu width={230}>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={16} />}>{t("documents.new.label")}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((each) => (
          <Menu.Item
            key={each.kind}
            leftSection={<KindIcon kind={each.kind} sizePx={16} />}
            onClick={() => openCreation({ type: "create", kind: each.kind })}
          >
            {each.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUpload size={16} />}
          onClick={() => openCreation({ type: "import", kind: props.shelfKind ?? "contract" })}
        >
          {t("documents.new.import")}
        </Menu.Item>
        {props.shelfKind === null ? (
          <Menu.Item leftSection={<IconFolderPlus size={16} />} onClick={() => openCreation({ type: "folder" })}>
            {t("documents.folder.new")}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
