import { Badge, Button, SegmentedControl } from "@mantine/core";
import { IconBuilding, IconPlus } from "@tabler/icons-react";
import type { LegalParty, LegalSide } from "@parley/contracts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./parties-page.module.css";
import { PartyDrawer } from "./party-drawer.tsx";

interface PartyFilters {
  readonly side?: string;
  readonly search?: string;
  readonly inactive?: string;
}

/** Master data: the companies in whose name contracts are made, and everybody they are made with. */
export function PartiesPage(): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const navigate = useNavigate();
  const filters: PartyFilters = useSearch({ strict: false });
  const side: LegalSide = filters.side === "ours" ? "ours" : "counterparty";
  const [open, setOpen] = useState<LegalParty | "new" | null>(null);
  const filter = (change: PartyFilters): void =>
    void navigate({ to: "/contracts/parties", search: { ...filters, ...change }, replace: true });
  const found = useInfiniteQuery(
    contractsEndpoints.parties.list.infiniteOptions({
      input: (cursor: string | null) => ({
        side,
        ...(filters.search ? { search: filters.search } : {}),
        ...(filters.inactive === "1" ? { includeInactive: "true" } : {}),
        ...(cursor === null ? {} : { cursor }),
      }),
      initialPageParam: null,
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: (before) => before,
    }),
  );
  const parties = found.data?.pages.flatMap((page) => page.parties) ?? [];
  const mayEdit = found.data?.pages[0]?.mayEdit ?? false;
  const mayAdd = mayEdit || side === "counterparty";
  const addButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen("new")}>
      {side === "ours" ? t("contracts.parties.addOurs") : t("contracts.parties.addCounterparty")}
    </Button>
  );
  return (
    <Page title={t("contracts.parties.title")} actions={mayAdd ? addButton : null}>
      <div className={classes["tools"]}>
        <SegmentedControl
          value={side}
          onChange={(value) => filter({ side: value })}
          data={(["counterparty", "ours"] as const).map((value) => ({
            value,
            label: t(`contracts.parties.side.${value}`),
          }))}
        />
        <SearchField
          className={classes["search"]}
          label={t("contracts.parties.search")}
          text={filters.search ?? ""}
          onSearch={(text) => filter({ search: text })}
        />
      </div>
      {found.isPending ? <ListSkeleton /> : null}
      {found.isError && !found.data ? (
        <ErrorState sentence={sentenceOf(found.error)} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data && parties.length === 0 ? (
        <EmptyState
          icon={<IconBuilding size={32} stroke={1.4} />}
          title={filters.search ? t("contracts.parties.noneTitle") : t("contracts.parties.emptyTitle")}
          text={
            filters.search
              ? t("contracts.parties.noneText")
              : side === "ours"
                ? t("contracts.parties.emptyOurs")
                : t("contracts.parties.emptyText")
          }
          actions={mayAdd && !filters.search ? addButton : null}
        />
      ) : null}
      {parties.length > 0 ? <PartyRows parties={parties} onOpen={setOpen} /> : null}
      <div className={classes["foot"]}>
        {found.hasNextPage ? (
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t("contracts.parties.more")}
          </Button>
        ) : null}
        <Button
          variant="subtle"
          color="gray"
          aria-pressed={filters.inactive === "1"}
          onClick={() => filter({ inactive: filters.inactive === "1" ? "" : "1" })}
        >
          {filters.inactive === "1" ? t("contracts.parties.hideInactive") : t("contracts.parties.showInactive")}
        </Button>
      </div>
      {open ? (
        <PartyDrawer
          key={open === "new" ? "new" : open.id}
          party={open === "new" ? null : open}
          side={side}
          mayEdit={open === "new" ? mayAdd : mayEdit}
          onFind={(name) => {
            setOpen(null);
            filter({ search: name, inactive: "1" });
          }}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Page>
  );
}

function PartyRows(props: { parties: readonly LegalParty[]; onOpen: (party: LegalParty) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <ul className={classes["rows"]}>
      {props.parties.map((party) => (
        <li key={party.id}>
          <button type="button" className={classes["row"]} onClick={() => props.onOpen(party)}>
            <span className={classes["who"]}>
              <span className={classes["name"]}>
                {party.name}
                {party.active ? null : (
                  <Badge size="sm" variant="outline" color="gray" tt="none">
                    {t("contracts.parties.inactive")}
                  </Badge>
                )}
              </span>
              {party.nameEn ? <span className={classes["note"]}>{party.nameEn}</span> : null}
            </span>
            <span className={classes["code"]}>{party.creditCode}</span>
            <span className={classes["note"]}>{party.contactName}</span>
            <span className={classes["count"]}>{t("contracts.parties.contracts", { count: party.contractCount })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
