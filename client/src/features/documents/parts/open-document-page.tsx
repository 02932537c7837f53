import { Box, Button } from "@mantine/core";
import { IconGitPullRequest, IconInfoCircle, IconListTree, IconTrash, IconUsersGroup } from "@tabler/icons-react";
import { roleIncludes } from "@parley/base";
import type { DocumentCard } from "@parley/documents";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect } from "react";
import {
  AuthorsPanel,
  ChangesPanel,
  EditorSurface,
  ModeSwitch,
  OutlinePanel,
  PeopleBar,
  SaveStatus,
  useDocumentEditor,
} from "../../../editor/index.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { useSlices } from "../../../platform/slice.ts";
import { DocumentActions } from "./document-actions.tsx";
import { DocumentDetails } from "./document-details.tsx";
import { DocumentFrame, type DocumentPanel } from "./document-frame.tsx";
import classes from "./document-frame.module.css";
import { DocumentTitle } from "./document-title.tsx";
import { useDocumentActions } from "./use-document-actions.tsx";

/** The page of a document that is open: the editor's parts in the page's frame. The panel lives in the address. */
export function OpenDocumentPage(props: { card: DocumentCard }): ReactElement {
  const { t } = useTranslation();
  const { card } = props;
  const colleague = isColleague(useMe());
  const shelf = useSlices()
    .flatMap((slice) => slice.shelves ?? [])
    .find((each) => each.kind === card.kind);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const search: { panel?: string } = useSearch({ strict: false });
  const { reading, authorship } = useDocumentEditor();
  const actions = useDocumentActions();
  const panelId = search.panel ?? null;
  const showsAuthors = panelId === "authors";
  const { setOn } = authorship;
  // The text shows its authors for as long as their panel is open.
  useEffect(() => setOn(showsAuthors), [showsAuthors, setOn]);
  const panels: DocumentPanel[] = [
    { id: "outline", label: t("documents.page.outline"), icon: IconListTree, content: <OutlinePanel /> },
    { id: "changes", label: t("documents.page.changes"), icon: IconGitPullRequest, content: <ChangesPanel /> },
    { id: "authors", label: t("documents.page.authors"), icon: IconUsersGroup, content: <AuthorsPanel /> },
    {
      id: "details",
      label: t("documents.page.details"),
      icon: IconInfoCircle,
      content: <DocumentDetails card={card} />,
    },
  ];
  const inTrash = card.trashedAt !== null;
  return (
    <DocumentFrame
      backTo={colleague ? (shelf?.path ?? "/documents") : "/shared"}
      title={<DocumentTitle card={card} editable={colleague && !inTrash && roleIncludes(card.role, "edit")} />}
      status={
        <>
          <SaveStatus />
          <Box visibleFrom="sm">
            <ModeSwitch />
          </Box>
        </>
      }
      people={<PeopleBar />}
      actions={<DocumentActions card={card} />}
      panels={panels}
      panelId={reading ? null : panelId}
      onPanel={(panel) => void navigate({ to: pathname, search: panel === null ? {} : { panel }, replace: true })}
      notice={
        inTrash ? (
          <div className={classes["notice"]} role="status">
            <IconTrash size={16} />
            {t("documents.page.trashed")}
            <Button size="compact-sm" variant="default" onClick={() => actions.restore(card)}>
              {t("documents.page.restore")}
            </Button>
          </div>
        ) : null
      }
    >
      <EditorSurface />
    </DocumentFrame>
  );
}
