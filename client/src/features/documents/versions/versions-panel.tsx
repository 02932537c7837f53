import { Button, Skeleton, UnstyledButton } from "@mantine/core";
import { IconBookmark, IconPlayerPlay } from "@tabler/icons-react";
import { roleIncludes } from "@parley/base";
import type { DocumentCard, DocumentVersion, VersionStructureCounts } from "@parley/documents";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { changedBlocks } from "../../../editor/index.ts";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { isColleague, useMe } from "../../../platform/me.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { formatMomentWithZone } from "../../../ui/format-moment.ts";
import { Moment } from "../../../ui/moment.tsx";
import { NameDialog } from "../../../ui/name-dialog.tsx";
import { chosenEntry, entryKey } from "./chosen-entry.ts";
import type { VersionAddress } from "./version-address.ts";
import { useHeadSeq, useVersionStructure, useVersions, useVersionTitle } from "./use-versions.ts";
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
  const colleague = isColleague(useMe());
  const list = useVersions(card.id);
  const headSeq = useHeadSeq(list.data?.lastSeq);
  const structure = useVersionStructure(card.id, list.data?.lastSeq);
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
          {colleague && roleIncludes(card.role, "edit") ? <NameButton id={card.id} /> : null}
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
        {versions.map((version, index) => (
          <Entry
            key={entryKey(version)}
            version={version}
            structure={namesBefore(versions, index) ? undefined : structure.get(version.seq)}
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

/** Whether a version has another name that stands before it: what changed since is told once, with the first of them. */
function namesBefore(versions: readonly DocumentVersion[], index: number): boolean {
  // The list has the newest first, and of one state the name that came first at the end.
  return versions[index + 1]?.seq === versions[index]?.seq;
}

function structureWords(counts: VersionStructureCounts, t: TFunction): string {
  const places = (["splits", "joins", "moves", "formats"] as const).flatMap((did) =>
    counts[did] > 0 ? [t(`editor.restored.${did}`, { count: counts[did] })] : [],
  );
  return [...changedBlocks(counts, t), ...places].join(t("editor.restored.and"));
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
  /** What changed in it beside characters; absent where that is not known. */
  structure: VersionStructureCounts | undefined;
  chosen: boolean;
  /** The version that this one restored, where that is listed. */
  restored: DocumentVersion | null;
  isPresent: boolean;
  onOpen: () => void;
}): ReactElement {
  const { t, i18n } = useTranslation();
  const titleOf = useVersionTitle();
  const { version, structure, isPresent } = props;
  const changed = structure ? structureWords(structure, t) : "";
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
          <Size version={version} />
        </span>
        {changed === "" ? null : <span className={classes["facts"]}>{changed}</span>}
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

/** How many characters came, went and were proposed; nothing where none did. */
function Size({ version }: { version: DocumentVersion }): ReactElement | null {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const { insertedCharacters: inserted, deletedCharacters: deleted, proposedCharacters: proposed } = version;
  const parts = [
    ...(inserted > 0 ? [`+${number.format(inserted)}`] : []),
    ...(deleted > 0 ? [`−${number.format(deleted)}`] : []),
    ...(proposed > 0 ? [t("documents.versions.proposedSize", { count: proposed })] : []),
  ];
  return parts.length === 0 ? null : <span className={classes["size"]}>{parts.join(" ")}</span>;
}
