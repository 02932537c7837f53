import { type ReactElement, type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { type Party, isSameSide, roleIncludes } from "@parley/base";
import { type DocumentStanding, plainStanding } from "@parley/sync";
import { authorshipKey } from "../authorship/authorship-plugin.ts";
import { useAuthorship } from "../authorship/authorship.ts";
import { redraw, takeUpClick } from "../caret/read-caret.ts";
import { useReading } from "../surface/use-reading.ts";
import { useComments } from "../comments/comments.ts";
import { useCountering } from "../proposing/use-countering.ts";
import { useProposals } from "../proposing/use-proposals.ts";
import { useShownProposals } from "../proposing/use-shown-proposals.ts";
import { useStory } from "../story/story-request.ts";
import { ReaderPartyContext } from "../../ui/reader-party.ts";
import { connectionOf, refusalOf } from "../status/connection.ts";
import { viewOf } from "./create-document-editor.ts";
import {
  AuthorshipContext,
  EditorContext,
  type EditorContextValue,
  type EditorPhase,
  ProposalsContext,
  StatusContext,
} from "./editor-context.ts";
import { useEditorInstance } from "./use-editor-instance.ts";
import { useFollowing } from "./use-following.ts";
import { useLiveWords } from "./use-live-words.ts";
import { useOpenDocument } from "./use-open-document.ts";
import { useRoleNews } from "./use-role-news.ts";
import { usePictureUploads } from "./use-picture-uploads.ts";
import { useTextOnPage } from "./use-text-on-page.ts";

/** Opens a document for everything inside it: the connection, the editor and what the page's parts share. */
export function EditorProvider(props: {
  documentId: string;
  /** Who opens it. Give the same object as long as it is the same person. */
  person: { readonly id: string; readonly name: string; readonly standing: string };
  children: ReactNode;
}): ReactElement {
  const { documentId, person } = props;
  const { opened, status } = useOpenDocument(documentId, person.id, person.standing === "guest");
  useRoleNews(documentId, status?.role ?? null);
  const [finding, setFinding] = useState(false);
  const [linking, setLinking] = useState(false);
  const [following, follow] = useState<string | null>(null);
  const [textAsked, setTextAsked] = useState(0);
  const askForText = useCallback(() => setTextAsked((before) => before + 1), []);
  const words = useLiveWords();
  const uploadPictures = usePictureUploads(documentId, words);
  const synced = status?.everSynced === true;
  const somethingToShow = opened !== null && (opened.hasLocalCopy || synced);
  const wishes = { words, addPictures: uploadPictures, setFinding, setLinking };
  const { documentEditor, frozen } = useEditorInstance(opened, somethingToShow, wishes);
  const [reading, setReading] = useReading(documentEditor);
  const addPictures = useCallback(
    (files: readonly File[], pos: number) => {
      if (documentEditor) uploadPictures(viewOf(documentEditor), files, pos);
    },
    [documentEditor, uploadPictures],
  );
  const authorship = useAuthorship(opened);
  const comments = useComments(documentId, opened, status);
  const proposals = useProposals(documentId, person.id, opened, documentEditor?.own ?? null);
  const countering = useCountering(opened, documentEditor, proposals, person.id);
  const story = useStory();
  const party = status?.party ?? null;
  const proposing = status?.proposing === true;
  const onPage = useTextOnPage(documentEditor);
  useShownProposals(onPage, proposals, person.id, party, proposing);
  const stopFollowing = useCallback(() => follow(null), []);
  useFollowing(opened, documentEditor, following, stopFollowing);

  const editable = status?.editable === true && !frozen && !reading;
  useEffect(() => {
    if (!onPage) return;
    onPage.editor.setEditable(editable, false);
    if (editable) takeUpClick(viewOf(onPage));
  }, [onPage, editable]);

  const { on, spans, filter, showDeleted, setOn: showAuthors } = authorship;
  useEffect(() => {
    if (!onPage) return;
    redraw(viewOf(onPage), authorshipKey, { spans: on ? spans : null, filter, showDeleted });
  }, [onPage, on, spans, filter, showDeleted]);

  const phase: EditorPhase = frozen ?? (synced ? "shown" : somethingToShow ? "cached" : "opening");
  const standing = useSameStanding(status?.standing ?? plainStanding);
  const mayDecide = roleIncludes(status?.role ?? null, "edit") && standing.frozen === null;
  const mayAccept = useCallback(
    (proposal: { readonly party: Party }) =>
      mayDecide && !(standing.otherSideAccepts && party !== null && isSameSide(proposal.party, party)),
    [mayDecide, standing, party],
  );
  const connection = connectionOf(status);
  const refusal = connection === "refused" && status ? refusalOf(status) : null;
  const value = useMemo<EditorContextValue>(
    () => ({
      documentId,
      person,
      phase,
      opened,
      party,
      connection,
      refusal,
      documentEditor,
      editable,
      showAuthors,
      comments,
      countering,
      story,
      proposing,
      standing,
      mayDecide,
      mayAccept,
      reading,
      setReading,
      finding,
      setFinding,
      linking,
      setLinking,
      following,
      follow,
      addPictures,
      textAsked,
      askForText,
    }),
    [
      documentId,
      person,
      phase,
      opened,
      party,
      connection,
      refusal,
      documentEditor,
      editable,
      showAuthors,
      comments,
      countering,
      story,
      proposing,
      standing,
      mayDecide,
      mayAccept,
      reading,
      setReading,
      finding,
      linking,
      following,
      addPictures,
      textAsked,
      askForText,
    ],
  );
  return (
    <EditorContext value={value}>
      <ReaderPartyContext value={person.standing === "guest" ? (party ?? "counterparty") : "ours"}>
        <ProposalsContext value={proposals}>
          <AuthorshipContext value={authorship}>
            <StatusContext value={status}>{props.children}</StatusContext>
          </AuthorshipContext>
        </ProposalsContext>
      </ReaderPartyContext>
    </EditorContext>
  );
}

/** The same object as long as it says the same: a status is a new one with every key. */
function useSameStanding(standing: DocumentStanding): DocumentStanding {
  const [same, setSame] = useState(standing);
  if (JSON.stringify(same) === JSON.stringify(standing)) return same;
  setSame(standing);
  return standing;
}
