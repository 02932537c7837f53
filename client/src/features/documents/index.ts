import {
  IconChecklist,
  IconFileAlert,
  IconFiles,
  IconNote,
  IconPlus,
  IconShare3,
  IconUpload,
  IconUserQuestion,
} from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { lazy } from "react";
import { isAdministrator, isColleague } from "../../platform/me.ts";
import type { ClientSlice, Shelf } from "../../platform/slice.ts";
import { findDocuments } from "./find-documents.ts";
import { openCreation } from "./parts/creation.ts";

const library: Shelf = {
  path: "/documents",
  kind: null,
  titleKey: "documents.library.title",
  emptyTitleKey: "documents.library.emptyTitle",
  emptyTextKey: "documents.library.emptyText",
};

/** Documents: the library, its shelves, sharing, import, and the page of one document. */
export const documentsSlice: ClientSlice = {
  name: "documents",
  words: { name: "documents", en: () => import("./words.en.ts"), zh: () => import("./words.zh.ts") },
  shortcuts: [
    { keys: ["Mod", "Alt", "M"], labelKey: "documents.page.commentKey" },
    { keys: ["Shift", "F1"], labelKey: "story.key" },
    { keys: ["J"], labelKey: "documents.page.nextKey" },
    { keys: ["K"], labelKey: "documents.page.previousKey" },
    { keys: ["A"], labelKey: "documents.page.acceptKey" },
    { keys: ["R"], labelKey: "documents.page.rejectKey" },
  ],
  nav: [
    { id: "documents", labelKey: "documents.nav", icon: IconFiles, to: "/documents", order: 20, place: "rail" },
    { id: "review", labelKey: "documents.review.nav", icon: IconChecklist, to: "/review", order: 40, place: "rail" },
    {
      id: "ownerless",
      labelKey: "documents.ownerless.title",
      icon: IconUserQuestion,
      to: "/ownerless",
      order: 29,
      place: "menu",
      visible: isAdministrator,
    },
    {
      id: "quarantine",
      labelKey: "documents.quarantine.nav",
      icon: IconFileAlert,
      to: "/quarantine",
      order: 30,
      place: "menu",
      visible: isAdministrator,
    },
  ],
  homes: [
    { to: "/documents", visible: isColleague },
    { to: "/shared", search: { open: "only" }, visible: (me) => !isColleague(me) },
  ],
  shelves: [library],
  kinds: [{ kind: "note", icon: IconNote }],
  routes: ({ everyone, colleagues }, slices) => [
    ...slices
      .flatMap((slice) => slice.shelves ?? [])
      .map((shelf) =>
        createRoute({
          getParentRoute: () => colleagues,
          path: shelf.path,
          component: lazyRouteComponent(() => import("./pages/library-page.tsx"), "LibraryPage"),
        }),
      ),
    createRoute({
      getParentRoute: () => everyone,
      path: "/documents/$documentId",
      component: lazyRouteComponent(() => import("./pages/document-page.tsx"), "DocumentPage"),
    }),
    createRoute({
      getParentRoute: () => everyone,
      path: "/shared",
      component: lazyRouteComponent(() => import("./pages/shared-page.tsx"), "SharedPage"),
    }),
    createRoute({
      getParentRoute: () => everyone,
      path: "/review",
      component: lazyRouteComponent(() => import("./pages/review-page.tsx"), "ReviewPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/ownerless",
      component: lazyRouteComponent(() => import("./pages/ownerless-page.tsx"), "OwnerlessPage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/quarantine",
      component: lazyRouteComponent(() => import("./pages/quarantine-page.tsx"), "QuarantinePage"),
    }),
    createRoute({
      getParentRoute: () => colleagues,
      path: "/link/$secret",
      component: lazyRouteComponent(() => import("./pages/company-link-page.tsx"), "CompanyLinkPage"),
    }),
  ],
  find: findDocuments,
  commands: [
    {
      id: "documents-new-note",
      labelKey: "documents.command.newNote",
      icon: IconPlus,
      keywords: "create note 新建 笔记",
      visible: isColleague,
      run: ({ navigate }) => {
        openCreation({ type: "create", kind: "note" });
        navigate("/documents");
      },
    },
    {
      id: "documents-import",
      labelKey: "documents.command.import",
      icon: IconUpload,
      keywords: "import word docx markdown upload 导入 上传",
      visible: isColleague,
      run: ({ navigate }) => {
        openCreation({ type: "import", kind: "contract" });
        navigate("/documents");
      },
    },
    {
      id: "documents-ownerless",
      labelKey: "documents.ownerless.title",
      icon: IconUserQuestion,
      keywords: "owner left deactivated 无所有者 停用 接管",
      visible: isAdministrator,
      run: ({ navigate }) => navigate("/ownerless"),
    },
    {
      id: "documents-review",
      labelKey: "documents.review.title",
      icon: IconChecklist,
      keywords: "review waiting inbox 审阅 待办 待处理",
      run: ({ navigate }) => navigate("/review"),
    },
    {
      id: "documents-shared",
      labelKey: "documents.command.shared",
      icon: IconShare3,
      keywords: "shared 共享",
      visible: isColleague,
      run: ({ navigate }) => navigate("/documents?view=shared"),
    },
  ],
  overlay: lazy(async () => ({ default: (await import("./parts/import-panel.tsx")).ImportPanel })),
};
