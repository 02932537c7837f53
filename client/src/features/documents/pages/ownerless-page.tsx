import { textWithSigns } from "@parley/document";
import { Badge, Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconUserCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { isAdministrator, useMe } from "../../../platform/me.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState, NoPermission } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Page } from "../../../ui/page.tsx";
import { type Ownerless, GiveOwnerDialog } from "../parts/give-owner-dialog.tsx";
import { KindIcon } from "../parts/kind-icon.tsx";
import classes from "./ownerless-page.module.css";

/** Documents whose owners have all left: an administrator gives each an owner. Titles only; the text opens to its owner. */
export function OwnerlessPage(): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const sentenceOf = useSentence();
  const permitted = isAdministrator(me);
  const documents = useQuery(documentsEndpoints.ownership.list.queryOptions({ enabled: permitted }));
  const [chosen, setChosen] = useState<Ownerless | null>(null);
  return (
    <Page title={t("documents.ownerless.title")} note={t("documents.ownerless.note")}>
      {!permitted ? <NoPermission sentence={t("documents.ownerless.forbidden")} /> : null}
      {permitted && documents.isPending ? <ListSkeleton rows={4} /> : null}
      {documents.isError && !documents.data ? (
        <ErrorState sentence={sentenceOf(documents.error)} onRetry={() => void documents.refetch()} />
      ) : null}
      {documents.data?.length === 0 ? (
        <EmptyState
          icon={<IconUserCheck size={32} stroke={1.4} />}
          title={t("documents.ownerless.emptyTitle")}
          text={t("documents.ownerless.emptyText")}
        />
      ) : null}
      {documents.data && documents.data.length > 0 ? (
        <ul className={classes["rows"]}>
          {documents.data.map((document) => (
            <li key={document.id} className={classes["row"]}>
              <KindIcon kind={document.kind} />
              <span className={classes["main"]}>
                <span className={classes["title"]}>
                  {textWithSigns(document.title)}
                  {document.trashedAt === null ? null : (
                    <Badge size="sm" variant="outline" color="gray" tt="none">
                      {t("documents.ownerless.inTrash")}
                    </Badge>
                  )}
                </span>
                <span className={classes["note"]}>
                  {t("documents.ownerless.former", { name: document.formerOwner.name })} ·{" "}
                  {t("documents.ownerless.changed")} <Moment iso={document.changedAt} />
                </span>
              </span>
              <Button
                variant="default"
                aria-label={t("documents.ownerless.giveOf", { title: textWithSigns(document.title) })}
                onClick={() => setChosen(document)}
              >
                {t("documents.ownerless.give")}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {chosen ? (
        <GiveOwnerDialog
          document={chosen}
          onClose={() => setChosen(null)}
          onGiven={(person) => {
            setChosen(null);
            const own = person.id === me.person.id && chosen.trashedAt === null;
            notifications.show({
              message: (
                <>
                  {t("documents.ownerless.given", { title: textWithSigns(chosen.title), name: person.name })}{" "}
                  {own ? <Link to={`/documents/${chosen.id}`}>{t("documents.note.open")}</Link> : null}
                </>
              ),
            });
          }}
        />
      ) : null}
    </Page>
  );
}
