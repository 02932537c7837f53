import { SegmentedControl, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { IconFileTypeDocx } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import classes from "./import.module.css";
import { importableTypes } from "./importable.ts";
import { libraryImports } from "./library-imports.ts";
import { useKinds } from "./use-kinds.ts";
import { Dialog } from "../../../ui/dialog.tsx";

/** Choosing files to import and what they become. The work itself goes on in the panel at the corner. */
export function ImportDialog(props: { kind: string; folderId: string | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const kinds = useKinds().filter(({ creatable }) => creatable);
  const [kind, setKind] = useState(props.kind);
  const [refused, setRefused] = useState<string | null>(null);
  return (
    <Dialog onClose={props.onClose} title={t("documents.import.title")}>
      {kinds.length > 1 ? (
        <SegmentedControl
          fullWidth
          mb="md"
          aria-label={t("documents.import.as")}
          value={kind}
          onChange={setKind}
          data={kinds.map((each) => ({ value: each.kind, label: each.label }))}
        />
      ) : null}
      <Dropzone
        accept={{ ...importableTypes }}
        // Taken and refused files are looked at together, below.
        onDrop={() => undefined}
        onDropAny={(files, rejections) => {
          const others = rejections.map((each) => each.file);
          // One may choose again when nothing was taken; else the panel at the corner names what was not.
          if (files.length === 0) setRefused(others.map((each) => each.name).join("、"));
          else {
            libraryImports.add([...files, ...others], { kind, folderId: props.folderId });
            props.onClose();
          }
        }}
        aria-label={t("documents.import.drop")}
        inputProps={{ "aria-label": t("documents.import.drop") }}
      >
        <div className={classes["drop"]}>
          <IconFileTypeDocx size={36} stroke={1.3} />
          <span>{t("documents.import.drop")}</span>
          <Text c="dimmed">{t("documents.import.formats")}</Text>
        </div>
      </Dropzone>
      {refused ? (
        <Text c="var(--parley-bad)" mt="sm" role="alert">
          {t("documents.import.refused", { names: refused })}
        </Text>
      ) : null}
    </Dialog>
  );
}
