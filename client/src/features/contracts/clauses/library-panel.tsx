import { Button, SegmentedControl } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { BlockContent } from "@parley/document";
import type { Contract, LibraryClause, LibraryPassage, WordPieces } from "@parley/contracts";
import type { DocumentCard } from "@parley/documents";
import { skipToken, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useTextCommands } from "../../../editor/index.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { useContractFields } from "../values/use-contract-fields.ts";
import { nameOf } from "./clause-name.ts";
import classes from "./library.module.css";

/** The panel "Library": what of the text comes from the library and how it differs, and what else there is to put in. */
export function LibraryPanel({ card }: { card: DocumentCard }): ReactElement {
  const { contract } = useContractFields(card.id);
  return (
    <div className={classes["panel"]}>
      {contract ? <Passages contract={contract} /> : null}
      <Clauses contract={contract ?? null} />
    </div>
  );
}

function Clauses({ contract }: { contract: Contract | null }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const reader = useLanguage();
  const text = useTextCommands();
  const [search, setSearch] = useState("");
  const [language, setLanguage] = useState<"en" | "zh">(reader);
  const found = useQuery(
    contractsEndpoints.clauses.list.queryOptions({
      input: { language, ...(search.trim() && { search: search.trim() }) },
      placeholderData: (before) => before,
    }),
  );
  const insert = useAction(
    (clause: LibraryClause) =>
      contractsEndpoints.clauses.insertable.call({
        id: clause.id,
        language,
        ...(contract && { contractId: contract.id }),
      }),
    {
      refreshes: [contractsEndpoints.clauses.passages.key()],
      onDone: ({ blocks }, clause) => {
        const done = text.insertBlocks(blocks as unknown as readonly BlockContent[]);
        if (done)
          notifications.show({ message: t("contracts.library.inserted", { name: nameOf(clause.names, reader) }) });
      },
      onFailed: (error) => notifications.show({ color: "red", message: sentenceOf(error) }),
    },
  );
  return (
    <section aria-label={t("contracts.library.toInsert")} className={classes["group"]}>
      <h3 className={classes["heading"]}>{t("contracts.library.toInsert")}</h3>
      <SearchField label={t("contracts.library.search")} text={search} onSearch={setSearch} />
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t("contracts.library.language")}
        data={[
          { value: "zh", label: "中文" },
          { value: "en", label: "English" },
        ]}
        value={language}
        onChange={(value) => setLanguage(value as "en" | "zh")}
      />
      {found.isError ? <ErrorState compact sentence={sentenceOf(found.error)} /> : null}
      {found.isPending ? <ListSkeleton rows={3} /> : null}
      {found.data?.clauses.length === 0 ? <EmptyState compact title={t("contracts.library.none")} /> : null}
      <ul className={classes["list"]}>
        {(found.data?.clauses ?? [])
          .filter(({ version }) => version > 0)
          .map((clause) => (
            <li key={clause.id} className={classes["card"]}>
              <span className={classes["name"]}>{nameOf(clause.names, reader)}</span>
              <p className={classes["words"]}>{clause.beginnings[language]}</p>
              <Button
                size="compact-sm"
                variant="default"
                disabled={!text.editable || insert.isPending}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => insert.mutate(clause)}
              >
                {t("contracts.library.insert")}
              </Button>
            </li>
          ))}
      </ul>
    </section>
  );
}

function Passages({ contract }: { contract: Contract }): ReactElement | null {
  const { t } = useTranslation();
  const found = useQuery(
    contractsEndpoints.clauses.passages.queryOptions({ input: contract ? { id: contract.id } : skipToken }),
  );
  const passages = found.data?.passages ?? [];
  if (passages.length === 0) return null;
  return (
    <section aria-label={t("contracts.library.inText")} className={classes["group"]}>
      <h3 className={classes["heading"]}>{t("contracts.library.inText")}</h3>
      <ul className={classes["list"]}>
        {passages.map((passage, index) => (
          <Passage
            key={`${passage.clause} ${index}`}
            contractId={contract.id}
            passage={passage}
            writes={found.data?.writes ?? "not"}
          />
        ))}
      </ul>
    </section>
  );
}

function Passage(props: {
  contractId: string;
  passage: LibraryPassage;
  writes: "directly" | "as-proposal" | "not";
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const { proposing } = useTextCommands();
  const { passage, writes } = props;
  const [shown, setShown] = useState<"difference" | "toNewest" | null>(null);
  const asProposal = proposing || writes === "as-proposal";
  const renew = useAction(
    (version: number) =>
      contractsEndpoints.clauses.renew.call({
        id: props.contractId,
        clause: passage.clause ?? "",
        version,
        asProposal,
      }),
    {
      refreshes: [contractsEndpoints.clauses.key(), contractsEndpoints.fields.key()],
      onDone: () =>
        notifications.show({
          message: t(asProposal ? "contracts.library.renewProposed" : "contracts.library.renewed"),
        }),
      onFailed: (error) => notifications.show({ color: "red", message: sentenceOf(error) }),
    },
  );
  const isOlder = passage.newest > passage.version;
  const toggle = (which: "difference" | "toNewest") => (): void => setShown(shown === which ? null : which);
  const mayRenew = writes !== "not" && passage.clause !== null;
  return (
    <li className={classes["card"]} data-state={passage.state}>
      <span className={classes["name"]}>
        {passage.label} · {nameOf(passage.names, language)}
      </span>
      <span className={classes["state"]} data-state={passage.state}>
        {t(`contracts.library.state.${passage.state}`, { version: passage.version })}
      </span>
      {isOlder ? (
        <span className={classes["newer"]}>{t("contracts.library.newer", { version: passage.newest })}</span>
      ) : null}
      <div className={classes["tools"]}>
        {passage.difference.length > 0 ? (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-expanded={shown === "difference"}
            onClick={toggle("difference")}
          >
            {t("contracts.library.showDifference")}
          </Button>
        ) : null}
        {passage.difference.length > 0 && mayRenew ? (
          <Button size="compact-xs" variant="subtle" onClick={() => renew.mutate(passage.version)}>
            {t("contracts.library.restore")}
          </Button>
        ) : null}
        {isOlder ? (
          <Button size="compact-xs" variant="subtle" aria-expanded={shown === "toNewest"} onClick={toggle("toNewest")}>
            {t("contracts.library.showNewer")}
          </Button>
        ) : null}
        {isOlder && mayRenew ? (
          <Button size="compact-xs" variant="subtle" onClick={() => renew.mutate(passage.newest)}>
            {t(asProposal ? "contracts.library.proposeNewer" : "contracts.library.takeNewer")}
          </Button>
        ) : null}
      </div>
      {shown ? <Difference lines={passage[shown]} /> : null}
    </li>
  );
}

function Difference({ lines }: { lines: readonly WordPieces[] }): ReactElement {
  return (
    <div className={classes["difference"]}>
      {lines.map((pieces, line) => (
        <p key={line}>
          {pieces.map(({ kind, text }, at) =>
            kind === "old" ? (
              <del key={at}>{text}</del>
            ) : kind === "new" ? (
              <ins key={at}>{text}</ins>
            ) : (
              <span key={at}>{text}</span>
            ),
          )}
        </p>
      ))}
    </div>
  );
}
