/** What waits, by where it stands in the contract. */
import type { ClausePlace } from "@parley/document";
import type { DocumentProposal } from "@parley/documents";
import type { BlockPlace, ClauseOutline } from "./clause-outline.ts";

/** The proposals of one place. */
export interface ClauseGroup {
  /** It stays while the place does. */
  readonly name: string;
  /** `null` while the text is not here. */
  readonly place: ClausePlace | null;
  readonly members: readonly DocumentProposal[];
  /** What holds the place and more proposals than those, innermost first. */
  readonly scopes: readonly ScopeOfGroup[];
}

/** An article, or a numbered paragraph, with all that is proposed in it and under it. */
export interface ScopeOfGroup {
  readonly title: string;
  readonly members: readonly DocumentProposal[];
}

/** Whole tables and columns stand in no row of their own. */
const wholeTables: readonly DocumentProposal["subject"][] = ["table", "tableColumn"];

/** Where a proposal stands; `null` where that is gone. */
export function placeOfProposal(
  { place, subject }: Pick<DocumentProposal, "place" | "subject">,
  outline: Pick<ClauseOutline, "find">,
): BlockPlace | null {
  const found = outline.find(place);
  return found && wholeTables.includes(subject) ? { ...found, row: null } : found;
}

/** In the order of the list, as each place comes first in it. What has no place any more stays with what is listed before it. */
export function groupByPlace(list: readonly DocumentProposal[], outline: ClauseOutline | null): ClauseGroup[] {
  if (outline === null) return [{ name: "", place: null, members: list, scopes: [] }];
  const groups = new Map<string, { place: ClausePlace; members: DocumentProposal[]; within: readonly string[] }>();
  const scopes = new Map<string, { title: string; members: DocumentProposal[] }>();
  let last: BlockPlace = { block: -1, row: null };
  for (const proposal of list) {
    last = placeOfProposal(proposal, outline) ?? last;
    const name = outline.nameOf(last);
    const holding = outline.scopesOf(last);
    for (const { name: of, title } of holding) {
      const scope = scopes.get(of);
      if (scope) scope.members.push(proposal);
      else scopes.set(of, { title, members: [proposal] });
    }
    const group = groups.get(name);
    if (group) group.members.push(proposal);
    else {
      const within = holding.map((scope) => scope.name).toReversed();
      groups.set(name, { place: outline.at(last.block, last.row), members: [proposal], within });
    }
  }
  return [...groups].map(([name, { place, members, within }]) => {
    let known = members.length;
    const wider = within.flatMap((each) => {
      const scope = scopes.get(each);
      if (!scope || scope.members.length <= known) return [];
      known = scope.members.length;
      return [scope];
    });
    return { name, place, members, scopes: wider };
  });
}
