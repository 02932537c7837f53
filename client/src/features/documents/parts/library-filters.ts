/** What of the library is shown. It lives in the address, so every view can be shared and reloaded. */
export interface LibraryFilters {
  readonly view: LibraryView;
  /** A kind chosen by hand; a shelf with a kind of its own fixes it. */
  readonly kind: string | null;
  readonly folderId: string | null;
  readonly search: string;
}

export const libraryViews = ["recent", "mine", "shared", "all", "trash"] as const;
export type LibraryView = (typeof libraryViews)[number];

const idShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const longestSearch = 200;

/** The view that a shelf opens with: one's latest on the library, everything on a shelf of one kind. */
function startView(shelfKind: string | null): LibraryView {
  return shelfKind === null ? "recent" : "all";
}

/** Reads the filters from an address. Whatever does not fit is as if it were absent: an old or mistyped link still opens. */
export function readFilters(search: Readonly<Record<string, unknown>>, shelfKind: string | null): LibraryFilters {
  const text = (name: string): string => (typeof search[name] === "string" ? search[name] : "");
  const view = libraryViews.find((each) => each === text("view")) ?? startView(shelfKind);
  const folder = text("folder");
  return {
    view,
    kind: shelfKind ?? (/^[a-z][a-z-]{0,39}$/.test(text("kind")) ? text("kind") : null),
    folderId: view === "all" && idShape.test(folder) ? folder : null,
    search: text("search").slice(0, longestSearch),
  };
}

/** Writes the filters into an address; what is the shelf's own start is left out, so the plain address stays plain. */
export function writeFilters(filters: LibraryFilters, shelfKind: string | null): Record<string, string> {
  return {
    ...(filters.view === startView(shelfKind) ? {} : { view: filters.view }),
    ...(filters.kind !== null && shelfKind === null ? { kind: filters.kind } : {}),
    ...(filters.folderId !== null && filters.view === "all" ? { folder: filters.folderId } : {}),
    ...(filters.search === "" ? {} : { search: filters.search }),
  };
}
