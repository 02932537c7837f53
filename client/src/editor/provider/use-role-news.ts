import { type Role, roleIncludes } from "@parley/base";
import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

/** What changed for somebody whose role is another one now; `null` where nothing did, or nothing is known yet. */
export function roleNews(
  before: Role | null,
  now: Role | null,
): { readonly role: Role; readonly isLess: boolean } | null {
  if (before === null || now === null || before === now) return null;
  return { role: now, isLess: roleIncludes(before, now) };
}

/** Says so when this person's role in the open document changes while they have it open: else keys would go dead without a word. */
export function useRoleNews(documentId: string, role: Role | null): void {
  const { t } = useTranslation();
  const known = useRef<{ documentId: string; role: Role } | null>(null);
  useEffect(() => {
    const news = roleNews(known.current?.documentId === documentId ? known.current.role : null, role);
    if (role !== null) known.current = { documentId, role };
    if (!news) return;
    notifications.hide("role");
    notifications.show({
      id: "role",
      color: news.isLess ? "yellow" : "blue",
      // What was taken away stays told until it has been read.
      ...(news.isLess && { autoClose: false }),
      message: t(`editor.role.${news.role}`),
    });
  }, [documentId, role, t]);
}
