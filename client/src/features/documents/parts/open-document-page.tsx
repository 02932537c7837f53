import { Box, Button } from "@mantine/core";
import {
  IconChecklist,
  IconGitPullRequest,
  IconHistory,
  IconInfoCircle,
  IconListTree,
  IconMessage,
  IconTrash,
  IconUsersGroup,
} from "@tabler/icons-react";
import { roleIncludes } from "@parley/base";
import type { DocumentCard } from "@parley/documents";
import { useLocation, useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, Suspense, lazy, useEffect, useRef, useState } from "react";
import {
  AuthorsPanel,
  CommentsPanel,
  ChangesPanel,
  type ChangesTab,
  ReviewPanel,
  EditorSurface,
  ModeSwitch,
  ProposingSign,
  ReadingSign,
  OutlinePanel,
  PeopleBar,
  ProposalsCount,
  SaveStatus,
  ThreadsCount,
  useDocumentEditor,
  searchOfRestoration,
  useFocusInText,
  useRestorationNotices,
  useVoidNotices,
} from "../../../editor/index.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { useNamedPlace } from "../../../platform/nav-place.ts";
import { useSlices } from "../../../platform/slice.ts";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import {
  type VersionAddress,
  readProposalView,
  readVersionAddress,
  writeVersionAddress,
} from "../versions/version-address.ts";
import { PresentTextNotice } from "../versions/present-text-notice.tsx";
import { VersionsPanel } from "../versions/versions-panel.tsx";
import { DocumentActions } from "./document-actions.tsx";
import { DocumentDetails } from "./document-details.tsx";
import { DocumentFrame, type DocumentPanel } from "./document-frame.tsx";
import classes from "./document-frame.module.css";
import { DocumentTitle } from "./document-title.tsx";
import { AddedBars, useAddedPanels } from "./document-additions.tsx";
import { RemovedDocument } from "./removed-document.tsx";
import { useMayReadHistory } from "./use-kinds.ts";
import { useDocumentActions } from "./use-document-actions.tsx";
import { isInOwnersTrash, useReturn } from "./use-return.ts";

// What is read in the place of the text is fetched when somebody asks for it.
const ReplayView = lazy(async () => ({ default: (await import("../versions/replay-view.tsx")).ReplayView }));
const ProposalView = lazy(async () => ({ default: (await import("../versions/proposal-view.tsx")).ProposalView }));
const VersionView = lazy(async () => ({ default: (await import("../versions/version-view.tsx")).VersionView }));

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Whether the page before this one, in the browser's history, is the same document's text. */
    fromText?: boolean;
  }
}

/** The page of a document that is open: the editor's parts in the page's frame. The panel lives in the address. */
export function OpenDocumentPage(props: { card: DocumentCard; onReturn: () => void }): ReactElement {
  const { t } = useTranslation();
  const { card } = props;
  const colleague = isColleague(useMe());
  const backTo = useBackTo(card);
  const navigate = useNavigate();
  const { pathname, state } = useLocation();
  const { history: pages } = useRouter();
  const search: { panel?: string; version?: unknown; view?: unknown; thread?: unknown } = useSearch({ strict: false });
  const readsHistory = useMayReadHistory(card.kind);
  const version = readsHistory ? readVersionAddress(search) : null;
  const { opened, reading, showAuthors, comments, connection } = useDocumentEditor();
  const removed = connection === "removed";
  const whyRemoved = useReturn(card.id, removed, props.onReturn);
  const panelId = search.panel ?? null;
  const showsAuthors = panelId === "authors";
  // The text shows its authors for as long as their panel is open.
  useEffect(() => showAuthors(showsAuthors), [showsAuthors, showAuthors]);
  const goTo = (to: Readonly<Record<string, string>>): void =>
    void navigate({ to: pathname, search: to, replace: true, state: true });
  // What is read in the place of the text is a page of its own for the browser's “Back”.
  const readInstead = (to: Readonly<Record<string, string>>, fromText: boolean): void =>
    fromText ? void navigate({ to: pathname, search: to, state: { fromText: true } }) : goTo(to);
  // Where the panel is a sheet, it would cover the version that was chosen in it.
  const asSheet = useMediaQuery("(max-width: 62em)") ?? false;
  const openVersion = ({ panel, ...address }: VersionAddress): void =>
    readInstead(writeVersionAddress(asSheet || !panel ? address : { panel, ...address }), version === null);
  const closeVersion = (): void =>
    state.fromText && !asSheet ? pages.back() : goTo(asSheet ? {} : { panel: "versions" });
  const history: DocumentPanel = {
    id: "versions",
    label: t("documents.versions.title"),
    icon: IconHistory,
    content: <VersionsPanel card={card} address={version} onAddress={openVersion} />,
  };
  const view = version ? null : readProposalView(search.view);
  const openView = (next: string | null): void => {
    if (next === view) return;
    // Where the panel is a sheet, it would cover what was chosen in it.
    const address = { ...(asSheet && next !== null ? {} : { panel: "changes" }), ...(next !== null && { view: next }) };
    readInstead(address, view === null);
  };
  const [changesTab, setChangesTab] = useState<ChangesTab>("waiting");
  const changes = <ChangesPanel tab={changesTab} onTab={setChangesTab} view={view} onView={openView} />;
  useLedPanel(asSheet, typeof search.thread === "string" ? search.thread : null);
  useFollowedTitle(opened);
  useRestorationNotices((restoration) => readInstead(searchOfRestoration(restoration), version === null));
  useVoidNotices(() => {
    setChangesTab("decided");
    goTo({ panel: "changes" });
  });
  useFocusInText(version !== null || view !== null);
  const panels: DocumentPanel[] = [
    { id: "review", label: t("documents.page.review"), icon: IconChecklist, content: <ReviewPanel />, docked: true },
    {
      id: "comments",
      label: t("documents.page.comments"),
      icon: IconMessage,
      content: <CommentsPanel />,
      count: <ThreadsCount />,
    },
    { id: "outline", label: t("documents.page.outline"), icon: IconListTree, content: <OutlinePanel /> },
    {
      id: "changes",
      label: t("documents.page.changes"),
      icon: IconGitPullRequest,
      content: changes,
      count: <ProposalsCount />,
    },
    {
      id: "authors",
      label: t("documents.page.authors"),
      icon: IconUsersGroup,
      content: <AuthorsPanel />,
      // A tap on a word of the text tells its story.
      docked: true,
    },
    ...(readsHistory ? [history] : []),
    ...useAddedPanels(card),
    {
      id: "details",
      label: t("documents.page.details"),
      icon: IconInfoCircle,
      content: <DocumentDetails card={card} />,
    },
  ];
  return (
    <DocumentFrame
      backTo={backTo}
      title={
        <DocumentTitle card={card} editable={colleague && card.trashedAt === null && roleIncludes(card.role, "edit")} />
      }
      status={
        removed && (whyRemoved === null || isInOwnersTrash(whyRemoved)) ? null : (
          <>
            <SaveStatus />
            {version !== null || view !== null ? <ReadingSign /> : <ModeOfText />}
          </>
        )
      }
      people={<PeopleBar />}
      actions={<DocumentActions card={card} />}
      panels={panels}
      panelId={reading ? null : panelId}
      onPanel={(panel) => {
        if (panel !== "comments") comments.leave();
        setChangesTab("waiting");
        const kept = view === null || (panel !== null && panel !== "changes") ? {} : { view };
        goTo(panel === null ? { ...closePanel(version), ...kept } : { panel, ...kept });
      }}
      notice={<Notices card={card} onPresent={() => goTo({})} />}
    >
      {removed ? (
        <RemovedDocument why={whyRemoved} />
      ) : version?.replay ? (
        <Suspense fallback={<ListSkeleton rows={8} />}>
          <ReplayView
            card={card}
            seq={version.version}
            onSeq={(seq) => goTo(writeVersionAddress({ ...version, version: seq }))}
            onOpen={(seq) => openVersion({ panel: "versions", version: seq })}
            onClose={closeVersion}
          />
        </Suspense>
      ) : version ? (
        <Suspense fallback={<ListSkeleton rows={8} />}>
          <VersionView
            card={card}
            address={version}
            onAddress={(address) => (address ? goTo(writeVersionAddress(address)) : closeVersion())}
          />
        </Suspense>
      ) : (
        <>
          {view === null ? null : (
            <Suspense fallback={<ListSkeleton rows={8} />}>
              <ProposalView
                key={view}
                documentId={card.id}
                view={view}
                onClose={() => goTo(panelId === null ? {} : { panel: panelId })}
              />
            </Suspense>
          )}
          <div style={{ display: view === null ? "contents" : "none" }}>
            <EditorSurface />
          </div>
        </>
      )}
    </DocumentFrame>
  );
}

/**
 * Opens and closes the panel for whoever is led somewhere: into the text, or to a comment, by an address that names its thread. The address
 * names the thread that is looked at.
 */
function useLedPanel(asSheet: boolean, thread: string | null): void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { comments, countering, textAsked } = useDocumentEditor();
  const answering = countering.answered !== null;
  // Whoever answers a proposal, or is led to a place, writes in the text, which a sheet would cover.
  useEffect(() => {
    if ((answering || textAsked > 0) && asSheet) void navigate({ to: pathname, search: {}, replace: true });
  }, [answering, textAsked, asSheet, navigate, pathname]);
  const { asked, threads, focusId, focus } = comments;
  const followed = useRef<string | null>(null);
  const isKnown = threads?.some(({ id }) => id === thread) ?? false;
  useEffect(() => {
    if (thread === null) followed.current = null;
    if (!isKnown || followed.current === thread) return;
    followed.current = thread;
    if (focusId !== thread) focus(thread);
  }, [thread, isKnown, focusId, focus]);
  // Whoever begins a comment, or points at one in the text, wants to see it.
  useEffect(() => {
    const named = focusId === null ? {} : { thread: focusId };
    if (asked > 0) void navigate({ to: pathname, search: { panel: "comments", ...named }, replace: true });
    // oxlint-disable-next-line react/exhaustive-deps -- looking away from a thread asks for no panel
  }, [asked, navigate, pathname]);
}

/** Where the document belongs: there one goes back, and the navigation shows its list. */
function useBackTo({ id, kind }: DocumentCard): string {
  const colleague = isColleague(useMe());
  const slices = useSlices();
  const client = useQueryClient();
  const shelf = slices.flatMap((slice) => slice.shelves ?? []).find((each) => each.kind === kind);
  const findPlace = slices.flatMap((slice) => slice.kinds ?? []).find((each) => each.kind === kind)?.findPlace;
  const place = useQuery({
    queryKey: ["documents", "place", id],
    queryFn: async () => (await findPlace?.(id, client)) ?? null,
    enabled: colleague && findPlace !== undefined,
  }).data;
  const list = colleague ? (shelf?.path ?? "/documents") : "/shared";
  useNamedPlace(list);
  return place ?? list;
}

function Notices({ card, onPresent }: { card: DocumentCard; onPresent: () => void }): ReactElement {
  return (
    <>
      {card.trashedAt === null ? <AddedBars card={card} /> : <TrashNotice card={card} />}
      <PresentTextNotice kind={card.kind} onClose={onPresent} />
    </>
  );
}

/** That the document is in the trash, and the way out of it. */
function TrashNotice({ card }: { card: DocumentCard }): ReactElement {
  const { t } = useTranslation();
  const actions = useDocumentActions();
  return (
    <div className={classes["notice"]} role="status">
      <IconTrash size={16} />
      {t("documents.page.trashed")}
      <Button size="compact-sm" variant="default" onClick={() => actions.restore(card)}>
        {t("documents.page.restore")}
      </Button>
    </div>
  );
}

/** How what one types goes in; on a phone the choice stands among the tools. */
function ModeOfText(): ReactElement {
  return (
    <>
      <Box visibleFrom="sm">
        <ModeSwitch />
      </Box>
      <Box hiddenFrom="sm">
        <ProposingSign />
      </Box>
    </>
  );
}

/** A new title shows at once, whoever gave it. */
function useFollowedTitle(opened: ReturnType<typeof useDocumentEditor>["opened"]): void {
  const client = useQueryClient();
  useEffect(
    () => opened?.onNews("card", () => void client.invalidateQueries({ queryKey: documentsEndpoints.get.key() })),
    [opened, client],
  );
}

/** Without the panel a version that is open stays open. */
function closePanel(version: VersionAddress | null): Record<string, string> {
  if (version === null) return {};
  const { panel: _closed, ...address } = version;
  return writeVersionAddress(address);
}
