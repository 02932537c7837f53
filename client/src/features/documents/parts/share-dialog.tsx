import { textWithSigns } from "@parley/document";
import { Divider } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { roleIncludes } from "@parley/base";
import type { DocumentCard } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { MadeLink } from "./made-link.tsx";
import { ShareInvite } from "./share-invite.tsx";
import { ShareLink } from "./share-link.tsx";
import { ShareList } from "./share-list.tsx";
import classes from "./share-dialog.module.css";
import { Dialog } from "../../../ui/dialog.tsx";

/** Who may do what to a document: inviting, links, the list. Owners change it, colleagues with access see it. */
export function ShareDialog(props: { card: DocumentCard; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { card } = props;
  const sentenceOf = useSentence();
  const narrow = useMediaQuery("(max-width: 47.99em)") ?? false;
  const owner = roleIncludes(card.role, "own");
  const [made, setMade] = useState<{ kind: "invitation" | "link"; url: string } | null>(null);
  const shares = useQuery(documentsEndpoints.shares.list.queryOptions({ input: { id: card.id } }));
  return (
    <Dialog
      onClose={props.onClose}
      title={t("documents.share.title", { title: textWithSigns(card.title) })}
      size="lg"
      full={narrow}
    >
      {made ? (
        <MadeLink
          label={made.kind === "link" ? t("documents.share.linkReady") : t("documents.share.invited")}
          description={made.kind === "link" ? t("documents.share.linkOnce") : t("documents.share.invitedNote")}
          url={made.url}
        />
      ) : null}
      {owner ? (
        <>
          <ShareInvite documentId={card.id} onMade={(url) => setMade({ kind: "invitation", url })} />
          <Divider my="lg" />
        </>
      ) : (
        <p className={classes["note"]}>{t("documents.share.ownerOnly", { name: card.owner.name })}</p>
      )}
      <h3 className={classes["heading"]}>{t("documents.share.who")}</h3>
      {shares.isPending ? <ListSkeleton rows={3} /> : null}
      {shares.isError ? (
        <ErrorState compact sentence={sentenceOf(shares.error)} onRetry={() => void shares.refetch()} />
      ) : null}
      {shares.data ? <ShareList documentId={card.id} shares={shares.data} editable={owner} /> : null}
      {owner ? (
        <>
          <Divider my="lg" />
          <ShareLink documentId={card.id} onMade={(url) => setMade({ kind: "link", url })} />
        </>
      ) : null}
    </Dialog>
  );
}
