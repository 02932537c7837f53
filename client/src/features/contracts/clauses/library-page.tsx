import { Button, MultiSelect, Stack, TagsInput, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBooks } from "@tabler/icons-react";
import { type LibraryClause, defaultScopes } from "@parley/contracts";
import { skipToken, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import templateClasses from "../templates/templates.module.css";
import { nameOf } from "./clause-name.ts";
import classes from "./library.module.css";

/** The clause library: what there is, and for who keeps it its texts, versions and what each is about. */
export function LibraryClausesPage(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const language = useLanguage();
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<LibraryClause | "new" | null>(null);
  const found = useQuery(
    contractsEndpoints.clauses.list.queryOptions({
      input: search ? { search } : {},
      placeholderData: (before) => before,
    }),
  );
  const mayKeep = found.data?.mayKeep ?? false;
  const addButton = mayKeep ? <Button onClick={() => setOpen("new")}>{t("contracts.library.new")}</Button> : null;
  return (
    <Page title={t("contracts.library.title")} note={t("contracts.library.pageNote")} actions={addButton}>
      <div className={templateClasses["filters"]}>
        <SearchField label={t("contracts.library.search")} text={search} onSearch={setSearch} />
      </div>
      {found.isError ? (
        <ErrorState sentence={sentenceOf(found.error)} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <ListSkeleton rows={4} />
      ) : found.data.clauses.length === 0 ? (
        <EmptyState
          icon={<IconBooks size={32} stroke={1.4} />}
          title={t("contracts.library.none")}
          actions={addButton}
        />
      ) : (
        <ul className={classes["list"]}>
          {found.data.clauses.map((clause) => (
            <li key={clause.id} className={classes["card"]}>
              <span className={classes["name"]}>{nameOf(clause.names, language)}</span>
              <p className={classes["words"]}>
                {clause.beginnings[language] ?? clause.beginnings.zh ?? clause.beginnings.en}
              </p>
              <span className={templateClasses["note"]}>
                {clause.version === 0
                  ? t("contracts.templates.unpublished")
                  : t("contracts.templates.version", { version: clause.version })}
                {clause.tags.length > 0 ? ` · ${clause.tags.join(" · ")}` : ""}
              </span>
              {mayKeep ? (
                <Button size="compact-sm" variant="default" onClick={() => setOpen(clause)}>
                  {t("contracts.library.keep")}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {open ? (
        <ClauseDialog
          key={open === "new" ? "new" : open.id}
          clause={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onMade={setOpen}
        />
      ) : null}
    </Page>
  );
}

function ClauseDialog(props: {
  clause: LibraryClause | null;
  onClose: () => void;
  onMade: (clause: LibraryClause) => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const { clause } = props;
  const [zh, setZh] = useState(clause?.names.zh ?? "");
  const [en, setEn] = useState(clause?.names.en ?? "");
  const [tags, setTags] = useState<string[]>(clause?.tags ?? []);
  const [scopes, setScopes] = useState<string[]>(clause?.scopes ?? []);
  const detail = useQuery(
    contractsEndpoints.clauses.get.queryOptions({ input: clause ? { id: clause.id } : skipToken }),
  );
  const names = { en: en.trim(), zh: zh.trim() };
  const told = {
    refreshes: [contractsEndpoints.clauses.key()],
    onFailed: (error: Error) => notifications.show({ color: "red", message: sentenceOf(error) }),
  };
  const save = useAction(
    () =>
      clause
        ? contractsEndpoints.clauses.update.call({ id: clause.id, names, tags, scopes })
        : contractsEndpoints.clauses.create.call({ names, tags, scopes, languages: ["zh", "en"] }),
    { ...told, onDone: (made) => (clause ? props.onClose() : props.onMade(made)) },
  );
  const publish = useAction((id: string) => contractsEndpoints.clauses.publish.call({ id, note: "" }), {
    ...told,
    onDone: ({ version }) => notifications.show({ message: t("contracts.templates.published", { version }) }),
  });
  const { documents, isChanged, version = 0 } = detail.data ?? {};
  return (
    <Dialog title={clause ? nameOf(clause.names, language) : t("contracts.library.new")} onClose={props.onClose}>
      <Stack gap={14}>
        <TextInput
          label={t("contracts.library.nameZh")}
          maxLength={120}
          value={zh}
          onChange={(event) => setZh(event.currentTarget.value)}
        />
        <TextInput
          label={t("contracts.library.nameEn")}
          maxLength={120}
          value={en}
          onChange={(event) => setEn(event.currentTarget.value)}
        />
        <TagsInput label={t("contracts.library.tags")} maxTags={20} value={tags} onChange={setTags} />
        <MultiSelect
          label={t("contracts.library.scopes")}
          description={t("contracts.library.scopesHint")}
          data={defaultScopes.map(({ name, words }) => ({ value: name, label: words[language] }))}
          value={scopes}
          onChange={setScopes}
        />
        {documents ? (
          <div className={templateClasses["tools"]}>
            {(["zh", "en"] as const).map((each) => {
              const documentId = documents[each];
              return documentId ? (
                <Button
                  key={each}
                  size="compact-sm"
                  variant="default"
                  renderRoot={(rest) => <Link {...rest} to={`/documents/${documentId}`} />}
                >
                  {t(`contracts.library.text.${each}`)}
                </Button>
              ) : null;
            })}
            {clause && isChanged ? (
              <Button size="compact-sm" loading={publish.isPending} onClick={() => publish.mutate(clause.id)}>
                {t("contracts.templates.publish", { version: version + 1 })}
              </Button>
            ) : null}
          </div>
        ) : null}
        <Button
          variant={clause ? "default" : "filled"}
          disabled={names.en + names.zh === ""}
          loading={save.isPending}
          onClick={() => save.mutate(undefined)}
        >
          {t(clause ? "contracts.library.save" : "contracts.library.create")}
        </Button>
      </Stack>
    </Dialog>
  );
}
