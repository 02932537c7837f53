import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconFileTypeCsv, IconFolderPlus, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, Suspense, lazy, useState } from "react";
import { isAdministrator, useMe } from "../../../platform/me.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import { DepartmentDialog } from "../parts/department-dialog.tsx";
import { DepartmentList } from "../parts/department-list.tsx";
import { PeopleTable } from "../parts/people-table.tsx";
import { PersonDrawer } from "../parts/person-drawer.tsx";
import classes from "./directory-page.module.css";

const CsvImport = lazy(async () => ({ default: (await import("../parts/csv-import.tsx")).CsvImport }));

interface DirectoryFilters {
  readonly search?: string;
  readonly department?: string;
  readonly person?: string;
  readonly inactive?: string;
}

/** Who works here: the tree of departments, the people, and for administrators everything that changes them. */
export function DirectoryPage(): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const administrator = isAdministrator(me);
  const sentenceOf = useSentence();
  const navigate = useNavigate();
  const filters: DirectoryFilters = useSearch({ strict: false });
  const filter = (change: DirectoryFilters): void =>
    void navigate({ to: "/people", search: { ...filters, ...change }, replace: true });
  const [open, setOpen] = useState<"person" | "department" | "csv" | null>(null);
  const departments = useQuery(peopleEndpoints.directory.departments.queryOptions());
  const people = useQuery(
    peopleEndpoints.directory.people.queryOptions({
      input: {
        ...(filters.search ? { search: filters.search } : {}),
        ...(filters.department ? { departmentId: filters.department } : {}),
        ...(filters.inactive === "1" && administrator ? { includeInactive: "true" } : {}),
      },
      placeholderData: (before) => before,
    }),
  );
  const actions = administrator ? (
    <Menu>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={16} />}>{t("people.directory.add")}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUserPlus size={16} />} onClick={() => setOpen("person")}>
          {t("people.directory.addPerson")}
        </Menu.Item>
        <Menu.Item leftSection={<IconFolderPlus size={16} />} onClick={() => setOpen("department")}>
          {t("people.directory.addDepartment")}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileTypeCsv size={16} />} onClick={() => setOpen("csv")}>
          {t("people.directory.importCsv")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  ) : null;
  return (
    <Page title={t("people.directory.title")} note={me.company.name} actions={actions} wide>
      <div className={classes["columns"]}>
        <DepartmentList
          departments={departments.data ?? []}
          chosen={filters.department ?? null}
          editable={administrator}
          onChoose={(id) => filter({ department: id ?? "" })}
        />
        <section className={classes["people"]} aria-label={t("people.directory.title")}>
          <SearchField
            className={classes["search"]}
            label={t("people.directory.search")}
            text={filters.search ?? ""}
            onSearch={(text) => filter({ search: text })}
          />
          {people.isPending ? <ListSkeleton /> : null}
          {people.isError && !people.data ? (
            <ErrorState sentence={sentenceOf(people.error)} onRetry={() => void people.refetch()} />
          ) : null}
          {people.data?.length === 0 ? (
            <EmptyState
              icon={<IconUsers size={32} stroke={1.4} />}
              title={t("people.directory.emptyTitle")}
              text={
                filters.search || filters.department
                  ? t("people.directory.emptyFiltered")
                  : t("people.directory.emptyText")
              }
            />
          ) : null}
          {people.data && people.data.length > 0 ? (
            <PeopleTable
              people={people.data}
              departments={departments.data ?? []}
              onOpen={(id) => filter({ person: id })}
            />
          ) : null}
          {administrator ? (
            <Button
              variant="subtle"
              color="gray"
              mt="sm"
              onClick={() => filter({ inactive: filters.inactive === "1" ? "" : "1" })}
              aria-pressed={filters.inactive === "1"}
            >
              {filters.inactive === "1" ? t("people.directory.hideInactive") : t("people.directory.showInactive")}
            </Button>
          ) : null}
        </section>
      </div>
      {filters.person || open === "person" ? (
        <PersonDrawer
          key={filters.person ?? "new"}
          person={people.data?.find((person) => person.id === filters.person) ?? null}
          waiting={filters.person !== undefined && people.isPending}
          departments={departments.data ?? []}
          editable={administrator}
          onClose={() => {
            setOpen(null);
            if (filters.person) filter({ person: "" });
          }}
        />
      ) : null}
      {open === "department" ? (
        <DepartmentDialog
          department={null}
          parentId={filters.department ?? null}
          departments={departments.data ?? []}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open === "csv" ? (
        <Suspense>
          <CsvImport onClose={() => setOpen(null)} />
        </Suspense>
      ) : null}
    </Page>
  );
}
