import { Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp, IconDownload, IconHistory, IconX } from "@tabler/icons-react";
import type { DocumentCard, DocumentVersion } from "@parley/documents";
import { roleIncludes } from "@parley/base";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type FocusEvent, type ReactElement, useEffect, useRef, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useMe } from "../../../platform/me.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import { useDocumentEditor, useSettledSeq } from "../../../editor/index.ts";
import { type Stop, countStops, noteAt, stepTo, stopAt, useChangeKeys } from "./change-steps.ts";
import { Redline } from "./redline.tsx";
import { RestoreQuestion } from "./restore-question.tsx";
import { SideBySide } from "./side-by-side.tsx";
import { useRestoring } from "./use-restoring.tsx";
import { useHeadSeq, useRowTitle, useVersions, useVersionTitle } from "./use-versions.ts";
import type { VersionAddress } from "./version-address.ts";
import classes from "./version-view.module.css";

/** A version in the place of the editor: as it was, or compared with another. Nothing here can be edited. */
export function VersionView(props: {
  card: DocumentCard;
  address: VersionAddress;
  onAddress: (address: VersionAddress | null) => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { card, address } = props;
  const mode = address.mode ?? "net";
  const list = useVersions(card.id);
  const settledSeq = Math.max(list.data?.lastSeq ?? 0, useSettledSeq());
  const other = address.with === "present" ? settledSeq : (address.with ?? address.version);
  const compared = useQuery(
    documentsEndpoints.versions.compare.queryOptions({
      input: { id: card.id, a: address.version, b: other, mode, view: address.view ?? "agreed" },
      enabled: other > 0,
      // What is there now changes under the reader's eyes; until the new comparison is there the one before stays.
      ...(address.with === "present" && { placeholderData: keepPreviousData }),
    }),
  );
  const comparing = address.with !== undefined && !compared.isError;
  const headSeq = useHeadSeq(list.data?.lastSeq);
  // Two columns of a text need room.
  const wide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false }) ?? false;
  const narrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false }) ?? false;
  const sides = wide && address.layout === "sides" && address.with !== undefined;
  const titleOfSeq = useTitleOfSeq(list.data?.versions ?? [], headSeq);
  const paper = useRef<HTMLDivElement>(null);
  const [note, setNote] = useState("");
  const [stop, setStop] = useState<(Stop & { readonly shown: string }) | null>(null);
  const shown = `${compared.dataUpdatedAt} ${mode} ${sides}`;
  const [count, setCount] = useState<number | null>(null);
  const isDrawn = compared.data !== undefined;
  useEffect(() => setCount(isDrawn ? countStops(paper.current) : null), [shown, isDrawn]);
  useChangeKeys(paper);
  // A touch or a click on a change puts the focus there, and what is focused tells what happened.
  const onFocus = ({ target }: FocusEvent<HTMLElement>): void => {
    setNote(noteAt(paper.current, target));
    const found = stopAt(paper.current, target);
    if (found) setStop({ ...found, shown });
  };
  const steps = {
    stop: stop?.shown === shown ? stop : null,
    count,
    onStep: (step: 1 | -1): void => stepTo(paper.current, step, stop?.shown === shown ? stop.at : null),
  };
  return (
    <div className={classes["view"]}>
      <Tools
        {...props}
        versions={list.data?.versions ?? []}
        headSeq={headSeq}
        wide={wide}
        narrow={narrow}
        otherSeq={other}
        isThere={compared.data !== undefined}
        isRefused={compared.isError}
        waiting={compared.data?.waiting ?? false}
        {...steps}
      />
      <div
        className={classes["paper"]}
        data-wide={sides || undefined}
        ref={paper}
        onFocus={onFocus}
        onBlur={() => setNote("")}
      >
        {compared.data ? (
          sides ? (
            <SideBySide
              documentId={card.id}
              blocks={compared.data.blocks}
              rows={compared.data.rows}
              mode={mode}
              titles={{ old: titleOfSeq(compared.data.from), new: titleOfSeq(compared.data.to) }}
            />
          ) : (
            <Redline documentId={card.id} blocks={compared.data.blocks} rows={compared.data.rows} mode={mode} />
          )
        ) : compared.isPending ? (
          <ListSkeleton rows={8} />
        ) : (
          <ErrorState sentence={sentenceOf(compared.error)} onRetry={() => void compared.refetch()} />
        )}
        {compared.data && address.with !== undefined && compared.data.blocks.every(isUntouched) ? (
          <p className={classes["same"]} role="status">
            {t("documents.versions.same")}
          </p>
        ) : null}
      </div>
      <div className={classes["foot"]}>
        {note === "" ? null : (
          <p className={classes["note"]} aria-hidden>
            {note}
          </p>
        )}
        {narrow && comparing ? (
          <div className={classes["stepBar"]} data-bottom-bar role="toolbar" aria-label={t("documents.versions.steps")}>
            <Steps {...steps} />
          </div>
        ) : null}
      </div>
    </div>
  );
}

const WIDE = "(min-width: 62em)";
const NARROW = "(max-width: 47.99em)";

/** Returns what the version after a row is called. */
function useTitleOfSeq(versions: readonly DocumentVersion[], headSeq: number): (seq: number) => string {
  const { t } = useTranslation();
  const titleOfRow = useRowTitle(versions);
  return (seq) => {
    const version = versions.find((each) => each.seq === seq);
    return seq === headSeq && (version?.name ?? null) === null ? t("documents.versions.presentText") : titleOfRow(seq);
  };
}

function isUntouched(block: {
  fate: string;
  changes: readonly unknown[];
  proposed: readonly unknown[];
  pieces: readonly { fate: string; proposed: readonly unknown[] }[];
}): boolean {
  return (
    block.fate === "kept" &&
    block.changes.length + block.proposed.length === 0 &&
    block.pieces.every(({ fate, proposed }) => fate === "kept" && proposed.length === 0)
  );
}

function Tools(props: {
  card: DocumentCard;
  address: VersionAddress;
  versions: readonly DocumentVersion[];
  /** The last row of the document. */
  headSeq: number;
  /** The row that is compared with. */
  otherSeq: number;
  /** Whether there is a comparison to take along. */
  isThere: boolean;
  /** Whether there is none, and none will come. */
  isRefused: boolean;
  /** Whether anything waited for a decision in what is shown. */
  waiting: boolean;
  /** The change that has, or last had, the focus. */
  stop: Stop | null;
  /** How many changes there are; `null` while that is not known. */
  count: number | null;
  /** Whether there is room for two texts. */
  wide: boolean;
  /** On a phone, from change to change is a bar of its own that stays in sight. */
  narrow: boolean;
  onAddress: (address: VersionAddress | null) => void;
  onStep: (step: 1 | -1) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { card, address, versions, headSeq, onAddress } = props;
  const { everybodyProposes } = useDocumentEditor().standing;
  const titleOf = useVersionTitle();
  const titleOfRow = useRowTitle(versions);
  const comparing = address.with !== undefined;
  const choices = [
    { value: "", label: t("documents.versions.asItWas") },
    { value: "present", label: t("documents.versions.withPresent") },
    ...versions
      .filter(({ seq }) => seq !== address.version && seq !== headSeq)
      .map((version) => ({
        value: String(version.seq),
        label: t("documents.versions.with", { title: titleOf(version) }),
      })),
    // A link may name the last row, or one that no list shows.
    ...(typeof address.with === "number"
      ? [
          {
            value: String(address.with),
            label: t("documents.versions.with", { title: titleOfRow(address.with) }),
          },
        ]
      : []),
  ];
  const shown = choices.filter(({ value }, index) => choices.findIndex((each) => each.value === value) === index);
  const { panel, version, view, mode, layout } = address;
  const base: VersionAddress = { ...(panel && { panel }), version, ...(view && { view }) };
  const compareBy = { ...(mode && { mode }), ...(layout && { layout }) };
  return (
    <div
      className={`${classes["tools"]} ${classes["stacked"]}`}
      role="toolbar"
      aria-label={t("documents.versions.tools")}
    >
      <div className={classes["row"]}>
        <h2 className={classes["title"]}>
          <IconHistory size={17} stroke={1.6} aria-hidden />
          <span>{titleOfRow(address.version)}</span>
        </h2>
        {comparing && props.isThere ? (
          <Button
            component="a"
            className={classes["file"] ?? ""}
            size="xs"
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
            href={`/api/documents/${card.id}/versions/${address.version}/compare/${props.otherSeq}/html?mode=${address.mode ?? "net"}&view=${view ?? "agreed"}`}
          >
            {t("documents.versions.file")}
          </Button>
        ) : null}
        {!everybodyProposes && roleIncludes(card.role, "edit") && address.version < headSeq ? (
          <RestoreButton {...props} />
        ) : null}
        <Button
          className={classes["close"] ?? ""}
          size="xs"
          variant="default"
          leftSection={<IconX size={15} aria-hidden />}
          onClick={() => onAddress(null)}
        >
          {t("documents.versions.close")}
        </Button>
      </div>
      <div className={classes["row"]}>
        <NativeSelect
          className={classes["other"] ?? ""}
          size="xs"
          aria-label={t("documents.versions.compare")}
          data={shown}
          value={comparing ? String(address.with) : ""}
          onChange={({ currentTarget: { value } }) =>
            onAddress(
              value === "" ? base : { ...base, ...compareBy, with: value === "present" ? value : Number(value) },
            )
          }
        />
        {props.waiting || view ? (
          <SegmentedControl
            size="xs"
            aria-label={t("documents.versions.view")}
            data={[
              { value: "agreed", label: t("documents.versions.agreed") },
              { value: "proposed", label: t("documents.versions.withProposals") },
            ]}
            value={view ?? "agreed"}
            onChange={(next) => {
              const { view: _before, ...rest } = address;
              onAddress(next === "proposed" ? { ...rest, view: next } : rest);
            }}
          />
        ) : null}
        {comparing && !props.isRefused ? (
          <>
            <SegmentedControl
              size="xs"
              aria-label={t("documents.versions.mode")}
              data={[
                { value: "net", label: t("documents.versions.net") },
                { value: "exact", label: t("documents.versions.exact") },
              ]}
              value={address.mode ?? "net"}
              onChange={(mode) => onAddress({ ...address, mode: mode === "exact" ? "exact" : "net" })}
            />
            {props.wide ? (
              <SegmentedControl
                size="xs"
                aria-label={t("documents.versions.layout")}
                data={[
                  { value: "one", label: t("documents.versions.inOne") },
                  { value: "sides", label: t("documents.versions.sides") },
                ]}
                value={address.layout ?? "one"}
                onChange={(layout) => {
                  const { layout: _before, ...rest } = address;
                  onAddress(layout === "sides" ? { ...rest, layout } : rest);
                }}
              />
            ) : null}
            {props.narrow ? null : <Steps stop={props.stop} count={props.count} onStep={props.onStep} />}
          </>
        ) : null}
      </div>
    </div>
  );
}

/** From change to change, and at which of how many one is; before one is at any, how many there are. */
function Steps(props: { stop: Stop | null; count: number | null; onStep: (step: 1 | -1) => void }): ReactElement {
  const { stop, count, onStep } = props;
  const { t } = useTranslation();
  return (
    <>
      <Button.Group className={classes["steps"] ?? ""}>
        <Button size="xs" variant="default" title={t("documents.versions.next")} onClick={() => onStep(1)}>
          <IconArrowDown size={15} aria-label={t("documents.versions.next")} />
        </Button>
        <Button size="xs" variant="default" title={t("documents.versions.previous")} onClick={() => onStep(-1)}>
          <IconArrowUp size={15} aria-label={t("documents.versions.previous")} />
        </Button>
      </Button.Group>
      {stop || count ? (
        <span className={classes["stop"]} role="status">
          {stop ? t("documents.versions.stop", { ...stop }) : t("documents.versions.changes", { count: count ?? 0 })}
        </span>
      ) : null}
    </>
  );
}

function RestoreButton(props: {
  card: DocumentCard;
  address: VersionAddress;
  headSeq: number;
  onAddress: (address: VersionAddress | null) => void;
}): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const confirm = useConfirm();
  const { card, address, headSeq, onAddress } = props;
  const { restore, pending } = useRestoring(
    { id: card.id, seq: address.version, headSeq },
    {
      onDone: () => onAddress(null),
      onCompare: (before) => onAddress({ panel: "versions", version: before, with: "present" }),
    },
  );
  return (
    <Button
      size="xs"
      variant="light"
      loading={pending}
      onClick={() =>
        confirm({
          title: t("documents.versions.restoreTitle"),
          text: <RestoreQuestion id={card.id} seq={address.version} readerId={me.person.id} />,
          action: t("documents.versions.restore"),
          harmless: true,
          onConfirm: restore,
        })
      }
    >
      {t("documents.versions.restore")}
    </Button>
  );
}
