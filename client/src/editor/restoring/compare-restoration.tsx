import type { DocumentRestoration } from "@parley/documents";
import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";

/** What stands in the address of the comparison with what stood there right before. */
export function searchOfRestoration({ seq }: Pick<DocumentRestoration, "seq">): Record<string, string> {
  return { version: String(seq - 1), with: String(seq) };
}

/** Leads to what a restoration changed; nothing for whom the versions are closed. */
export function CompareRestoration(props: {
  restoration: DocumentRestoration;
  className?: string | undefined;
}): ReactElement | null {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  if (props.restoration.version.seq === null) return null;
  return (
    <Link
      to={pathname}
      search={searchOfRestoration(props.restoration)}
      state={{ fromText: true }}
      {...(props.className !== undefined && { className: props.className })}
    >
      {t("editor.restored.compare")}
    </Link>
  );
}
