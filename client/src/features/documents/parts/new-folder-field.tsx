import { Button, Group, TextInput } from "@mantine/core";
import type { Folder } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";

/** One line that makes a folder in place. */
export function NewFolderField(props: {
  parentId: string | null;
  onMade: (folder: Folder) => void;
  onCancel: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [name, setName] = useState("");
  const make = useAction(
    (wanted: string) => documentsEndpoints.folders.create.call({ name: wanted, parentId: props.parentId }),
    {
      refreshes: [documentsEndpoints.folders.key()],
      onDone: props.onMade,
    },
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") make.mutate(name.trim());
      }}
    >
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          flex={1}
          aria-label={t("documents.folder.name")}
          placeholder={t("documents.folder.name")}
          value={name}
          maxLength={120}
          autoFocus
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              event.stopPropagation();
              props.onCancel();
            }
          }}
          error={make.error ? sentenceOf(make.error) : null}
        />
        <Button type="submit" variant="default" loading={make.isPending} disabled={name.trim() === ""}>
          {t("documents.folder.make")}
        </Button>
      </Group>
    </form>
  );
}
