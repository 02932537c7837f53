import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, Suspense, lazy, useEffect } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { NameDialog } from "../../../ui/name-dialog.tsx";
import { closeCreation, useCreation } from "./creation.ts";
import { useKinds } from "./use-kinds.ts";

const ImportDialog = lazy(async () => ({ default: (await import("./import-dialog.tsx")).ImportDialog }));

/** The dialog that the library was asked for, if any. New things land in the folder that is open. */
export function CreationDialogs(props: { folderId: string | null }): ReactElement | null {
  const { t } = useTranslation();
  const creation = useCreation();
  const navigate = useNavigate();
  const sentenceOf = useSentence();
  const kinds = useKinds();
  const create = useAction(
    (input: { kind: string; title: string }) => documentsEndpoints.create.call({ ...input, folderId: props.folderId }),
    {
      refreshes: [documentsEndpoints.list.key()],
      onDone: ({ id }) => {
        closeCreation();
        void navigate({ to: `/documents/${id}` });
      },
    },
  );
  const makeFolder = useAction(
    (name: string) => documentsEndpoints.folders.create.call({ name, parentId: props.folderId }),
    {
      refreshes: [documentsEndpoints.folders.key()],
      onDone: (folder) => {
        closeCreation();
        void navigate({
          to: "/documents",
          search: { view: "all", ...(folder.parentId ? { folder: folder.parentId } : {}) },
        });
      },
    },
  );
  // A dialog belongs to the page it was opened on.
  useEffect(() => closeCreation, []);
  if (!creation) return null;
  if (creation.type === "import") {
    return (
      <Suspense>
        <ImportDialog kind={creation.kind} folderId={props.folderId} onClose={closeCreation} />
      </Suspense>
    );
  }
  if (creation.type === "folder") {
    return (
      <NameDialog
        title={t("documents.folder.new")}
        label={t("documents.folder.name")}
        action={t("documents.folder.make")}
        maxLength={120}
        busy={makeFolder.isPending}
        problem={makeFolder.error ? sentenceOf(makeFolder.error) : null}
        onSubmit={(name) => makeFolder.mutate(name)}
        onClose={closeCreation}
      />
    );
  }
  const kindLabel = kinds.find((each) => each.kind === creation.kind)?.label ?? creation.kind;
  return (
    <NameDialog
      title={t("documents.new.title", { kind: kindLabel })}
      label={t("documents.rename.label")}
      action={t("documents.new.create")}
      maxLength={300}
      busy={create.isPending}
      problem={create.error ? sentenceOf(create.error) : null}
      onSubmit={(title) => create.mutate({ kind: creation.kind, title })}
      onClose={closeCreation}
    />
  );
}
