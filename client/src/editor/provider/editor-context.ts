import { type Party, must } from "@parley/base";
import type { DocumentStanding, SessionStatus } from "@parley/sync";
import { createContext, useContext } from "react";
import type { OpenDocument } from "../../platform/session/open-document.ts";
import type { Authorship } from "../authorship/authorship.ts";
import type { Comments } from "../comments/comments.ts";
import type { Countering } from "../proposing/use-countering.ts";
import type { Proposals } from "../proposing/use-proposals.ts";
import type { Story } from "../story/story-request.ts";
import type { Connection } from "../status/connection.ts";
import type { DocumentEditor } from "./create-document-editor.ts";

/**
 * Where the page stands with the document.
 * `opening`: nothing to show yet. `cached`: a copy of this device is shown, the server has not answered.
 * `shown`: the whole document is shown. `frozen`: it holds something this page does not know. `broken`: a fault of this page.
 */
export type EditorPhase = "opening" | "cached" | "shown" | "frozen" | "broken";

/** Everything that the parts of the document page share and that stays while somebody types. */
export interface EditorContextValue {
  readonly documentId: string;
  readonly person: { readonly id: string; readonly name: string; readonly standing: string };
  readonly phase: EditorPhase;
  readonly opened: OpenDocument | null;
  /** For whom this person acts here; `null` before the server has answered. */
  readonly party: Party | null;
  readonly connection: Connection;
  /** Why changes are not taken any more, while `connection` is `refused`. */
  readonly refusal: string | null;
  /** The editor once there is something to show. */
  readonly documentEditor: DocumentEditor | null;
  readonly editable: boolean;
  /** Shows who wrote what, or shows it no more. */
  readonly showAuthors: (on: boolean) => void;
  readonly comments: Comments;
  /** Answering somebody's proposal with another one. */
  readonly countering: Countering;
  /** The story of one word that is open beside the text. */
  readonly story: Story;
  /** Whether what is typed is proposed instead of made. */
  readonly proposing: boolean;
  /** What the document lets people do, whatever their role. */
  readonly standing: DocumentStanding;
  /** Whether this person may decide on proposals. */
  readonly mayDecide: boolean;
  /** Whether this person may accept what somebody proposed for this party; to reject it takes `mayDecide` alone. */
  readonly mayAccept: (proposal: { readonly party: Party }) => boolean;
  /** Full width, without tools. */
  readonly reading: boolean;
  readonly setReading: (reading: boolean) => void;
  readonly finding: boolean;
  readonly setFinding: (finding: boolean) => void;
  /** Opens the form for a link at the selection. */
  readonly linking: boolean;
  readonly setLinking: (linking: boolean) => void;
  /** Whose caret the page follows, or `null`. */
  readonly following: string | null;
  readonly follow: (personId: string | null) => void;
  /** Uploads pictures to `pos`. */
  readonly addPictures: (files: readonly File[], pos: number) => void;
  /** How often somebody was led to a place in the text: what covers the text then goes. */
  readonly textAsked: number;
  readonly askForText: () => void;
}

export const EditorContext = createContext<EditorContextValue | null>(null);

/**
 * What waits for a decision and who wrote what change again and again while somebody types, so each has a context of its own:
 * only what shows it is rendered again.
 */
export const ProposalsContext = createContext<Proposals | null>(null);
export const AuthorshipContext = createContext<Authorship | null>(null);

/** What waits for a decision here. */
export function useListedProposals(): Proposals {
  return must(useContext(ProposalsContext), "this component stands inside an EditorProvider");
}

/** Who wrote what, as far as it is shown. */
export function useShownAuthorship(): Authorship {
  return must(useContext(AuthorshipContext), "this component stands inside an EditorProvider");
}

/** It changes with every key, so it has a context of its own: only what shows it is rendered again. */
export const StatusContext = createContext<SessionStatus | null>(null);

/** Where the words are between this page and the server; `null` before the document is opened. */
export function useSessionStatus(): SessionStatus | null {
  return useContext(StatusContext);
}

/** What the surrounding `EditorProvider` offers. */
export function useDocumentEditor(): EditorContextValue {
  return must(useContext(EditorContext), "this component stands inside an EditorProvider");
}
