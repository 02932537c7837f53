/** What of a document's history the page shows, as it stands in the address. */
export interface VersionAddress {
  /** Absent where the panel is closed, as on a phone, where it would cover the text. */
  readonly panel?: "versions";
  /** The version that is open. */
  readonly version: number;
  /** The version it is compared with, or what is there now, also when that changes; absent when it is read as it was. */
  readonly with?: number | "present";
  readonly mode?: "exact" | "net";
  /** Whether both versions stand beside each other instead of in one text. */
  readonly layout?: "sides";
  /** Whether what was only proposed is shown, too, marked. */
  readonly view?: "proposed";
  /** Whether the history is replayed, standing at this version. */
  readonly replay?: true;
}

/** Reads the address; `null` when it names no version. */
export function readVersionAddress(search: Readonly<Record<string, unknown>>): VersionAddress | null {
  const version = rowOf(search["version"]);
  if (version === null) return null;
  const other = search["with"] === "present" ? "present" : rowOf(search["with"]);
  return {
    ...(search["panel"] === "versions" ? { panel: "versions" as const } : {}),
    version,
    ...(other === null ? {} : { with: other }),
    ...(search["mode"] === "exact" ? { mode: "exact" as const } : {}),
    ...(search["layout"] === "sides" ? { layout: "sides" as const } : {}),
    ...(search["view"] === "proposed" ? { view: "proposed" as const } : {}),
    ...(search["replay"] === "true" ? { replay: true as const } : {}),
  };
}

/**
 * Why an address that asks for something of the history shows the present text; `null` where it asks for nothing of it, or for something
 * that can be shown. Not everybody may read the history.
 */
export function whyPresentText(
  search: Readonly<Record<string, unknown>>,
  mayRead: boolean,
): "forColleagues" | "noVersion" | null {
  const { panel, version, with: other, replay } = search;
  const asks = [version, other, replay].some((each) => each !== undefined);
  if (!mayRead) return asks || panel === "versions" ? "forColleagues" : null;
  return asks && readVersionAddress(search) === null ? "noVersion" : null;
}

/** The address as plain strings, as addresses are kept. */
export function writeVersionAddress(address: VersionAddress): Record<string, string> {
  return Object.fromEntries(Object.entries(address).map(([name, value]) => [name, String(value)]));
}

function rowOf(value: unknown): number | null {
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** Which view of the proposals an address names: `null` for the text with everything marked in it. */
export function readProposalView(value: unknown): string | null {
  const isView =
    typeof value === "string" && /^(?:proposed|agreed|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(value);
  return isView ? value : null;
}
