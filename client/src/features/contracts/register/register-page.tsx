import { ActionIcon, Button, Menu } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconBuilding, IconDots, IconDownload, IconFileText, IconPlus, IconSettings } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect } from "react";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { ColumnChooser, OrderMenu } from "./column-chooser.tsx";
import { ToReviewLink } from "../review/to-review-link.tsx";
import { type RegisterAddress, filtersOf, isFiltered, readAddress, writeAddress } from "./register-address.ts";
import { RegisterCards } from "./register-cards.tsx";
import { RegisterChips } from "./register-chips.tsx";
import classes from "./register-page.module.css";
import { RegisterTable } from "./register-table.tsx";
import { RegisterTotalsLine } from "./register-totals.tsx";
import { SavedViews } from "./saved-views.tsx";

/** Every contract that one may see: found, filtered, ordered, added up, taken away as a file. */
export function RegisterPage(): ReactElement {
  const { t } = useTranslation();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const address = readAddress(search);
  const navigate = useNavigate();
  const sentenceOf = useSentence();
  const isPhone = useMediaQuery("(max-width: 47.99em)") ?? false;
  const isWaiting = useDefaultView(Object.keys(search).length === 0);
  const show = (change: Partial<RegisterAddress>): void =>
    void navigate({
      to: "/contracts",
      search: writeAddress({ ...address, ...change }),
      replace: change.search !== undefined,
    });
  const filters = filtersOf(address);
  const { sort, order } = address;
  const contracts = useInfiniteQuery(
    contractsEndpoints.register.list.infiniteOptions({
      input: (cursor: string | null) => ({
        ...filters,
        sort,
        order,
        ...(cursor === null ? {} : { cursor }),
        limit: 50,
      }),
      initialPageParam: null,
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: (before) => before,
      enabled: !isWaiting,
    }),
  );
  const rows = contracts.data?.pages.flatMap((page) => page.contracts) ?? [];
  return (
    <Page title={t("contracts.title")} actions={<RegisterActions address={address} />} wide>
      <div className={classes["tools"]}>
        <SavedViews address={address} />
        <ToReviewLink />
        <SearchField
          className={classes["search"]}
          label={t("contracts.register.search")}
          text={address.search}
          onSearch={(text) => show({ search: text })}
        />
      </div>
      <div className={classes["filters"]}>
        <RegisterChips address={address} onShow={show} />
        <div className={classes["shape"]}>
          <OrderMenu address={address} onShow={show} />
          {isPhone ? null : <ColumnChooser address={address} onShow={show} />}
        </div>
      </div>
      {rows.length > 0 ? <RegisterTotalsLine address={address} /> : null}
      {contracts.isPending ? <ListSkeleton rows={8} /> : null}
      {contracts.isError && !contracts.data ? (
        <ErrorState sentence={sentenceOf(contracts.error)} onRetry={() => void contracts.refetch()} />
      ) : null}
      {contracts.data && rows.length === 0 ? <RegisterEmpty address={address} onShow={show} /> : null}
      {rows.length > 0 && isPhone ? <RegisterCards rows={rows} waiting={contracts.isPlaceholderData} /> : null}
      {rows.length > 0 && !isPhone ? (
        <RegisterTable rows={rows} address={address} waiting={contracts.isPlaceholderData} onShow={show} />
      ) : null}
      {contracts.hasNextPage ? (
        <div className={classes["more"]}>
          <Button
            variant="default"
            loading={contracts.isFetchingNextPage}
            onClick={() => void contracts.fetchNextPage()}
          >
            {t("contracts.register.more")}
          </Button>
        </div>
      ) : null}
    </Page>
  );
}

/** Leads from the plain register to the person's default view. @returns whether the list has to wait for that */
function useDefaultView(isPlain: boolean): boolean {
  const navigate = useNavigate();
  const views = useQuery(contractsEndpoints.register.views.queryOptions());
  const view = isPlain ? views.data?.views.find(({ isDefault }) => isDefault) : undefined;
  useEffect(() => {
    if (!view) return;
    const search = { ...Object.fromEntries(new URLSearchParams(view.query)), view: view.id };
    void navigate({ to: "/contracts", search, replace: true });
  }, [view, navigate]);
  return isPlain && (views.isPending || view !== undefined);
}

function RegisterActions({ address }: { address: RegisterAddress }): ReactElement {
  const { t } = useTranslation();
  const query = new URLSearchParams({ ...filtersOf(address), sort: address.sort, order: address.order });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t("contracts.register.actions")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={`/api/contract-export?${query.toString()}`}
            download=""
            leftSection={<IconDownload size={16} />}
          >
            {t("contracts.register.export")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item component={Link} to="/contracts/parties" leftSection={<IconBuilding size={16} />}>
            {t("contracts.parties.title")}
          </Menu.Item>
          <Menu.Item component={Link} to="/contracts/settings" leftSection={<IconSettings size={16} />}>
            {t("contracts.parties.settings")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NewContractButton />
    </>
  );
}

function NewContractButton(): ReactElement {
  const { t } = useTranslation();
  return (
    <Button component={Link} to="/contracts/new" leftSection={<IconPlus size={16} />}>
      {t("contracts.register.new")}
    </Button>
  );
}

function RegisterEmpty(props: {
  address: RegisterAddress;
  onShow: (change: Partial<RegisterAddress>) => void;
}): ReactElement {
  const { t } = useTranslation();
  if (!isFiltered(props.address)) {
    return (
      <EmptyState
        icon={<IconFileText size={32} stroke={1.4} />}
        title={t("contracts.register.emptyTitle")}
        text={t("contracts.register.emptyText")}
        actions={<NewContractButton />}
      />
    );
  }
  const { search, choices, ranges } = readAddress({});
  return (
    <EmptyState
      icon={<IconFileText size={32} stroke={1.4} />}
      title={t("contracts.register.noneTitle")}
      text={t("contracts.register.noneText")}
      actions={
        <Button variant="default" onClick={() => props.onShow({ search, choices, ranges, view: "all" })}>
          {t("contracts.register.clear")}
        </Button>
      }
    />
  );
}
