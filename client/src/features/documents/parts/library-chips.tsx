import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import classes from "./library-chips.module.css";
import type { LibraryFilters, LibraryView } from "./library-filters.ts";
import { useKinds } from "./use-kinds.ts";

const views: readonly LibraryView[] = ["recent", "mine", "shared", "all"];

/** The filters as chips: which documents, of which kind, or the trash. */
export function LibraryChips(props: {
  filters: LibraryFilters;
  shelfKind: string | null;
  onShow: (change: Partial<LibraryFilters>) => void;
}): ReactElement {
  const { t } = useTranslation();
  const kinds = useKinds().filter(({ listed }) => listed);
  const { filters, onShow } = props;
  const kindLabel = kinds.find((each) => each.kind === filters.kind)?.label;
  return (
    <div className={classes["chips"]} role="group" aria-label={t("documents.library.filters")}>
      {views.map((view) => (
        <button
          key={view}
          type="button"
          className={classes["chip"]}
          aria-pressed={filters.view === view}
          onClick={() => onShow({ view, folderId: null })}
        >
          {t(`documents.view.${view}`)}
        </button>
      ))}
      <span className={classes["gap"]} />
      {props.shelfKind === null && kinds.length > 1 ? (
        <Menu position="bottom-start">
          <Menu.Target>
            <button type="button" className={classes["chip"]} data-set={filters.kind !== null || undefined}>
              {kindLabel ?? t("documents.library.anyKind")}
              <IconChevronDown size={14} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={filters.kind === null ? <IconCheck size={16} /> : <span className={classes["blank"]} />}
              onClick={() => onShow({ kind: null })}
            >
              {t("documents.library.anyKind")}
            </Menu.Item>
            {kinds.map((each) => (
              <Menu.Item
                key={each.kind}
                leftSection={
                  filters.kind === each.kind ? <IconCheck size={16} /> : <span className={classes["blank"]} />
                }
                onClick={() => onShow({ kind: each.kind })}
              >
                {each.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <button
        type="button"
        className={classes["chip"]}
        aria-pressed={filters.view === "trash"}
        onClick={() => onShow({ view: "trash", folderId: null })}
      >
        <IconTrash size={14} />
        {t("documents.view.trash")}
      </button>
    </div>
  );
}
