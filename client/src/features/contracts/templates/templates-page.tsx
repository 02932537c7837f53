import { Button, Menu, SegmentedControl } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconChevronDown, IconTemplate } from "@tabler/icons-react";
import type { Template } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { NameDialog } from "../../../ui/name-dialog.tsx";
import { Page } from "../../../ui/page.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./templates.module.css";

/** Templates from which contracts are made, and for who keeps them those that are being written. */
export function TemplatesPage(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const navigate = useNavigate();
  const [search, setSearch] = useState("");
  const [language, setLanguage] = useState<"all" | "zh" | "en">("all");
  const [isNew, setIsNew] = useState<"zh" | "en" | null>(null);
  const found = useQuery(
    contractsEndpoints.templates.list.queryOptions({
      input: { ...(search && { search }), ...(language !== "all" && { language }) },
      placeholderData: (before) => before,
    }),
  );
  const onFailed = (error: Error): void => void notifications.show({ color: "red", message: sentenceOf(error) });
  const create = useAction(
    (wanted: { title: string; language: "zh" | "en" }) => contractsEndpoints.templates.create.call(wanted),
    {
      refreshes: [contractsEndpoints.templates.key()],
      onDone: ({ id }) => void navigate({ to: `/documents/${id}`, search: { panel: "template" } }),
      onFailed,
    },
  );
  const samples = useAction(() => contractsEndpoints.templates.addSamples.call({}), {
    refreshes: [contractsEndpoints.templates.key(), contractsEndpoints.clauses.key()],
    onDone: ({ templates, clauses }) =>
      notifications.show({ message: t("contracts.templates.samplesAdded", { templates, clauses }) }),
    onFailed,
  });
  const addSamples = found.data?.mayAddSamples ? (
    <Button variant="default" loading={samples.isPending} onClick={() => samples.mutate(undefined)}>
      {t("contracts.templates.addSamples")}
    </Button>
  ) : null;
  const add = found.data?.mayCreate ? (
    <Menu>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={16} />}>{t("contracts.templates.new")}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => setIsNew("zh")}>{t("contracts.templates.newZh")}</Menu.Item>
        <Menu.Item onClick={() => setIsNew("en")}>{t("contracts.templates.newEn")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  ) : null;
  return (
    <Page
      title={t("contracts.templates.title")}
      note={t("contracts.templates.pageNote")}
      actions={
        <>
          {addSamples}
          {add}
        </>
      }
    >
      <div className={classes["filters"]}>
        <SearchField label={t("contracts.templates.search")} text={search} onSearch={setSearch} />
        <SegmentedControl
          aria-label={t("contracts.library.language")}
          data={[
            { value: "all", label: t("contracts.templates.all") },
            { value: "zh", label: "中文" },
            { value: "en", label: "English" },
          ]}
          value={language}
          onChange={(value) => setLanguage(value as typeof language)}
        />
      </div>
      {found.isError ? (
        <ErrorState sentence={sentenceOf(found.error)} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <ListSkeleton rows={4} />
      ) : found.data.templates.length === 0 ? (
        <EmptyState
          icon={<IconTemplate size={32} stroke={1.4} />}
          title={t("contracts.templates.emptyTitle")}
          text={t(found.data.mayCreate ? "contracts.templates.emptyKeeper" : "contracts.templates.emptyText")}
          actions={addSamples}
        />
      ) : (
        <ul className={classes["cards"]}>
          {found.data.templates.map((template) => (
            <TemplateCard key={template.id} template={template} />
          ))}
        </ul>
      )}
      {isNew ? (
        <NameDialog
          title={t("contracts.templates.new")}
          label={t("contracts.templates.name")}
          action={t("contracts.templates.create")}
          maxLength={300}
          busy={create.isPending}
          problem={create.error ? sentenceOf(create.error) : null}
          onSubmit={(title) => create.mutate({ title, language: isNew })}
          onClose={() => setIsNew(null)}
        />
      ) : null}
    </Page>
  );
}

function TemplateCard({ template }: { template: Template }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, title, category, version, active, variableCount, switchCount, contractCount, mayOpen } = template;
  return (
    <li className={classes["card"]}>
      <span className={classes["names"]}>
        <b>{title}</b>
        <span className={classes["note"]}>
          {category ? `${category[language]} · ` : ""}
          {version === 0 ? t("contracts.templates.unpublished") : t("contracts.templates.version", { version })}
          {active ? "" : ` · ${t("contracts.templates.retired")}`}
          {" · "}
          {t("contracts.templates.counts", { variables: variableCount, switches: switchCount })}
          {" · "}
          {t("contracts.templates.contracts", { count: contractCount })}
        </span>
      </span>
      <span className={classes["tools"]}>
        {mayOpen ? (
          <Button
            variant="default"
            size="compact-sm"
            renderRoot={(props) => <Link {...props} to={`/documents/${id}`} search={{ panel: "template" }} />}
          >
            {t("contracts.templates.open")}
          </Button>
        ) : null}
        {version > 0 && active ? (
          <Button
            size="compact-sm"
            renderRoot={(props) => <Link {...props} to="/contracts/new" search={{ template: id }} />}
          >
            {t("contracts.templates.use")}
          </Button>
        ) : null}
      </span>
    </li>
  );
}
