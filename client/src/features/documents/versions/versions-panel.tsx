import { Button, Skeleton, UnstyledButton } from "@mantine/core";
import { IconBookmark, IconPlayerPlay } from "@tabler/icons-react";
import { roleIncludes } from "@parley/base";
import type { DocumentCard, DocumentVersion } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { formatMomentWithZone } from "../../../ui/format-moment.ts";
import { Moment } from "../../../ui/moment.tsx";
import { NameDialog } from "../../../ui/name-dialog.tsx";
import { chosenEntry, entryKey } from "./chosen-entry.ts";
import type { VersionAddress } from "./version-address.ts";
import { useHeadSeq, useVersions, useVersionTitle } from "./use-versions.ts";
import classes from "./versions-panel.module.css";

/** What the document was: named states and pauses in work, the newest first. */
export function VersionsPanel(props: {
  card: DocumentCard;
  address: VersionAddress | null;
  onAddress: (address: VersionAddress) => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { card } = props;
  const list = useVersions(card.id);
  const headSeq = useHeadSeq(list.data?.lastSeq);
  const [openedKey, setOpenedKey] = useState<string | null>(null);
  if (list.isPending)
    return (
      <div role="status" aria-label={t("documents.versions.loading")}>
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} height={48} mb={10} />
        ))}
      </div>
    );
  if (!list.data) return <ErrorState sentence={sentenceOf(list.error)} onRetry={() => void list.refetch()} />;
  const { versions } = list.data;
  const chosenKey = chosenEntry(versions, props.address?.version ?? null, openedKey);
  return (
    <div className={classes["panel"]}>
      {headSeq === 0 ? null : (
        <div className={classes["actions"]}>
          {roleIncludes(card.role, "edit") ? <NameButton id={card.id} /> : null}
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPlayerPlay size={16} stroke={1.6} aria-hidden />}
            onClick={() => props.onAddress({ version: 1, replay: true })}
          >
            {t("documents.versions.replay.open")}
          </Button>
        </div>
      )}
      {versions.length === 0 ? <p className={classes["hint"]}>{t("documents.versions.empty")}</p> : null}
      <ol className={classes["list"]}>
        {versions.map((version) => (
          <Entry
            key={entryKey(version)}
            version={version}
            chosen={entryKey(version) === chosenKey}
            restored={versions.find(({ seq }) => seq === version.restored) ?? null}
            isPresent={version.seq === headSeq}
            onOpen={() => {
              setOpenedKey(entryKey(version));
              props.onAddress({
                panel: "versions",
                version: version.seq,
                ...(version.seq === headSeq ? {} : { ...waysOf(props.address), with: "present" }),
              });
            }}
          />
        ))}
      </ol>
    </div>
  );
}

/** Who compares one version after the other goes on in the same way. */
function waysOf(address: VersionAddress | null): Pick<VersionAddress, "mode" | "layout"> {
  const { mode, layout } = address ?? {};
  return { ...(mode && { mode }), ...(layout && { layout }) };
}

function NameButton({ id }: { id: string }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [open, setOpen] = useState(false);
  const name = useAction((wanted: string) => documentsEndpoints.versions.name.call({ id, name: wanted }), {
    refreshes: [documentsEndpoints.versions.key()],
    onDone: () => setOpen(false),
  });
  return (
    <>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconBookmark size={16} stroke={1.6} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t("documents.versions.name")}
      </Button>
      {open ? (
        <NameDialog
          title={t("documents.versions.name")}
          label={t("documents.versions.nameLabel")}
          action={t("documents.versions.nameAction")}
          maxLength={120}
          busy={name.isPending}
          problem={name.error ? sentenceOf(name.error) : null}
          onSubmit={(wanted) => name.mutate(wanted)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

function Entry(props: {
  version: DocumentVersion;
  chosen: boolean;
  /** The version that this one restored, where that is listed. */
  restored: DocumentVersion | null;
  isPresent: boolean;
  onOpen: () => void;
}): ReactElement {
  const { t, i18n } = useTranslation();
  const titleOf = useVersionTitle();
  const { version, isPresent } = props;
  const number = new Intl.NumberFormat(i18n.language);
  const names = version.authors.map(({ name }) => name).join(t("documents.versions.and"));
  return (
    <li>
      <UnstyledButton className={classes["entry"]} aria-pressed={props.chosen} onClick={props.onOpen}>
        <span className={classes["title"]} title={formatMomentWithZone(version.at, i18n.language)}>
          {titleOf(version)}
          {isPresent ? <span className={classes["present"]}>{t("documents.versions.present")}</span> : null}
        </span>
        <span className={classes["facts"]}>
          <span className={classes["names"]}>{names}</span>
          {version.name === null ? null : <Moment iso={version.at} />}
          <span className={classes["size"]}>
            {version.insertedCharacters > 0 ? `+${number.format(version.insertedCharacters)}` : ""}
            {version.deletedCharacters > 0 ? ` −${number.format(version.deletedCharacters)}` : ""}
            {version.proposedCharacters > 0
              ? ` ${t("documents.versions.proposedSize", { count: version.proposedCharacters })}`
              : ""}
          </span>
        </span>
        {version.imported || version.namedBy === null ? null : (
          <span className={classes["facts"]}>
            <span>{t("documents.versions.namedBy", { name: version.namedBy.name })}</span>
            {version.namedAt === null ? null : <Moment iso={version.namedAt} />}
          </span>
        )}
        {version.restored === null ? null : (
          <span className={classes["facts"]}>
            {props.restored === null
              ? t("documents.versions.wasRestored")
              : t("documents.versions.restoredTo", { title: titleOf(props.restored) })}
          </span>
        )}
      </UnstyledButton>
    </li>
  );
}
