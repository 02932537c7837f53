import { Button } from "@mantine/core";
import { IconFiles, IconSearchOff, IconTrash, IconUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import type { Shelf } from "../../../platform/slice.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { openCreation } from "./creation.ts";
import type { LibraryFilters } from "./library-filters.ts";

/** The library's empty forms: nothing found, nothing in this view, an empty trash, or nothing at all yet. */
export function LibraryEmpty(props: {
  shelf: Shelf;
  filters: LibraryFilters;
  onShow: (change: Partial<LibraryFilters>) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { filters, shelf, onShow } = props;
  if (filters.search !== "") {
    return (
      <EmptyState
        icon={<IconSearchOff size={32} stroke={1.4} />}
        title={t("documents.empty.searchTitle", { text: filters.search })}
        text={filters.view === "all" ? t("documents.empty.searchText") : t("documents.empty.searchElsewhere")}
        actions={
          filters.view === "all" ? null : (
            <Button variant="default" onClick={() => onShow({ view: "all" })}>
              {t("documents.empty.searchAll")}
            </Button>
          )
        }
      />
    );
  }
  if (filters.view === "trash") {
    return (
      <EmptyState
        icon={<IconTrash size={32} stroke={1.4} />}
        title={t("documents.empty.trashTitle")}
        text={t("documents.empty.trashText")}
      />
    );
  }
  if (filters.view === "shared") {
    return (
      <EmptyState
        icon={<IconFiles size={32} stroke={1.4} />}
        title={t("documents.empty.sharedTitle")}
        text={t("documents.empty.sharedText")}
      />
    );
  }
  if (filters.folderId !== null) {
    return (
      <EmptyState
        icon={<IconFiles size={32} stroke={1.4} />}
        title={t("documents.empty.folderTitle")}
        text={t("documents.empty.folderText")}
      />
    );
  }
  const kind = shelf.kind ?? filters.kind ?? "contract";
  if (filters.view === "recent") {
    return (
      <EmptyState
        icon={<IconFiles size={32} stroke={1.4} />}
        title={t("documents.empty.recentTitle")}
        text={t("documents.empty.recentText")}
        actions={
          <>
            <Button variant="default" onClick={() => onShow({ view: "all" })}>
              {t("documents.empty.showAll")}
            </Button>
            <Button
              leftSection={<IconUpload size={16} />}
              variant="default"
              onClick={() => openCreation({ type: "import", kind })}
            >
              {t("documents.new.import")}
            </Button>
          </>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<IconFiles size={32} stroke={1.4} />}
      title={t(shelf.emptyTitleKey)}
      text={t(shelf.emptyTextKey)}
      actions={
        <>
          <Button
            leftSection={<IconUpload size={16} />}
            variant="default"
            onClick={() => openCreation({ type: "import", kind })}
          >
            {t("documents.new.import")}
          </Button>
          <Button variant="default" onClick={() => openCreation({ type: "create", kind })}>
            {t("documents.empty.start")}
          </Button>
        </>
      }
    />
  );
}
