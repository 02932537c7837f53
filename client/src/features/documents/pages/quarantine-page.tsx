import { textWithSigns } from "@parley/document";
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconRefresh, IconShieldCheck } from "@tabler/icons-react";
import type { QuarantinedDocument } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { isAdministrator, useMe } from "../../../platform/me.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState, NoPermission } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Page } from "../../../ui/page.tsx";
import { useKinds } from "../parts/use-kinds.ts";
import classes from "./quarantine-page.module.css";

/** Documents whose log could not be opened or tidied up: for administrators, who see titles and no text. */
export function QuarantinePage(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const permitted = isAdministrator(useMe());
  const found = useQuery(documentsEndpoints.quarantine.list.queryOptions({ enabled: permitted }));
  return (
    <Page title={t("documents.quarantine.title")} note={t("documents.quarantine.note")}>
      {!permitted ? <NoPermission sentence={t("documents.quarantine.forbidden")} /> : null}
      {permitted && found.isPending ? <ListSkeleton /> : null}
      {found.isError && !found.data ? (
        <ErrorState sentence={sentenceOf(found.error)} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data?.length === 0 ? (
        <EmptyState
          icon={<IconShieldCheck size={32} stroke={1.4} />}
          title={t("documents.quarantine.emptyTitle")}
          text={t("documents.quarantine.emptyText")}
        />
      ) : null}
      {found.data && found.data.length > 0 ? (
        <ul className={classes["list"]}>
          {found.data.map((each) => (
            <Quarantined key={each.id} quarantined={each} />
          ))}
        </ul>
      ) : null}
    </Page>
  );
}

function Quarantined({ quarantined }: { quarantined: QuarantinedDocument }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { id, owner, reason, since, lastSeq, readableSeq } = quarantined;
  const kind = useKinds().find((each) => each.kind === quarantined.kind)?.label ?? quarantined.kind;
  const title = textWithSigns(quarantined.title);
  // How the last try ended stands with the document: a notification would be gone before it is understood.
  const [stayed, setStayed] = useState(false);
  const retry = useAction(() => documentsEndpoints.quarantine.retry.call({ id }), {
    refreshes: [documentsEndpoints.quarantine.list.key()],
    onDone: ({ ended }) => {
      setStayed(!ended);
      if (ended) notifications.show({ message: t("documents.quarantine.ended", { title }) });
    },
    onFailed: (error) => void notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  return (
    <li className={classes["item"]}>
      <div className={classes["head"]}>
        <h2 className={classes["name"]}>{title}</h2>
        <p className={classes["meta"]}>
          <span>{kind}</span>
          <span>{t("documents.quarantine.owner", { name: owner.name })}</span>
          <span>
            {t("documents.quarantine.since")} <Moment iso={since} exact />
          </span>
        </p>
      </div>
      <dl className={classes["facts"]}>
        <dt>{t("documents.quarantine.readable")}</dt>
        <dd>
          {readableSeq === 0
            ? t("documents.quarantine.nothing", { last: lastSeq })
            : t("documents.quarantine.rows", { good: readableSeq, last: lastSeq })}
        </dd>
        <dt>{t("documents.quarantine.reason")}</dt>
        <dd className={classes["reason"]}>{reason}</dd>
      </dl>
      {stayed ? (
        <p className={classes["stayed"]} role="alert">
          {t("documents.quarantine.stayed")}
        </p>
      ) : null}
      <div className={classes["actions"]}>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={retry.isPending}
          onClick={() => retry.mutate(undefined)}
        >
          {t("documents.quarantine.retry")}
        </Button>
        <Button
          size="sm"
          variant="subtle"
          leftSection={<IconDownload size={16} />}
          component="a"
          href={`/api/quarantine/${id}/rows`}
          download
        >
          {t("documents.quarantine.takeRows")}
        </Button>
      </div>
    </li>
  );
}
