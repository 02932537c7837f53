import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { must } from "@parley/base";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useSlices } from "../../../platform/slice.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import { CreationDialogs } from "../parts/creation-dialogs.tsx";
import { DocumentList } from "../parts/document-list.tsx";
import { DropAnywhere } from "../parts/drop-anywhere.tsx";
import { FolderStrip } from "../parts/folder-strip.tsx";
import { LibraryChips } from "../parts/library-chips.tsx";
import { LibraryEmpty } from "../parts/library-empty.tsx";
import { type LibraryFilters, readFilters, writeFilters } from "../parts/library-filters.ts";
import { NewMenu } from "../parts/new-menu.tsx";
import classes from "./library-page.module.css";

/** The library and its shelves: finding, making, importing and ordering documents. */
export function LibraryPage(): ReactElement {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const shelves = useSlices().flatMap((slice) => slice.shelves ?? []);
  const shelf = must(shelves.find((each) => each.path === pathname) ?? shelves[0], "the library has a shelf");
  const filters = readFilters(useSearch({ strict: false }), shelf.kind);
  const navigate = useNavigate();
  const sentenceOf = useSentence();
  const show = (change: Partial<LibraryFilters>): void =>
    void navigate({
      to: shelf.path,
      search: writeFilters({ ...filters, ...change }, shelf.kind),
      replace: change.search !== undefined,
    });
  const documents = useInfiniteQuery(
    documentsEndpoints.list.infiniteOptions({
      input: (cursor: string | null) => ({
        view: filters.view,
        ...(filters.kind === null ? {} : { kind: filters.kind }),
        ...(filters.folderId === null ? {} : { folderId: filters.folderId }),
        ...(filters.search === "" ? {} : { search: filters.search }),
        ...(cursor === null ? {} : { cursor }),
        limit: 50,
      }),
      initialPageParam: null,
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: (before) => before,
    }),
  );
  const cards = documents.data?.pages.flatMap((page) => page.documents) ?? [];
  const startKind = filters.kind ?? "contract";
  return (
    <Page title={t(shelf.titleKey)} actions={<NewMenu shelfKind={shelf.kind} />}>
      <div className={classes["tools"]}>
        <LibraryChips filters={filters} shelfKind={shelf.kind} onShow={show} />
        <SearchField
          className={classes["search"]}
          label={t("documents.library.search")}
          text={filters.search}
          onSearch={(text) => show({ search: text })}
        />
      </div>
      {filters.view === "all" && filters.search === "" && shelf.kind === null ? (
        <FolderStrip folderId={filters.folderId} onOpen={(folderId) => show({ folderId })} />
      ) : null}
      {documents.isPending ? <ListSkeleton rows={8} /> : null}
      {documents.isError && !documents.data ? (
        <ErrorState sentence={sentenceOf(documents.error)} onRetry={() => void documents.refetch()} />
      ) : null}
      {documents.data && cards.length === 0 ? <LibraryEmpty shelf={shelf} filters={filters} onShow={show} /> : null}
      {cards.length > 0 ? (
        <DocumentList cards={cards} view={filters.view} waiting={documents.isPlaceholderData} />
      ) : null}
      {documents.hasNextPage ? (
        <div className={classes["more"]}>
          <Button
            variant="default"
            loading={documents.isFetchingNextPage}
            onClick={() => void documents.fetchNextPage()}
          >
            {t("documents.library.more")}
          </Button>
        </div>
      ) : null}
      <DropAnywhere kind={startKind} folderId={filters.folderId} />
      <CreationDialogs folderId={filters.folderId} />
    </Page>
  );
}
