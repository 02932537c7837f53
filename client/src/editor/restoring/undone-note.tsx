import type { UndoneDecision } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { Moment } from "../../ui/moment.tsx";
import { useRestoredTitle } from "./use-restored-title.ts";

/** That what was decided is no longer in the text, with who took it away, how and when. */
export function UndoneNote({
  undone,
  className,
}: {
  undone: UndoneDecision;
  className?: string | undefined;
}): ReactElement {
  const { t } = useTranslation();
  const titleOf = useRestoredTitle();
  const { how, by, at, version } = undone;
  const title = version && titleOf(version);
  const words =
    how !== "restored"
      ? t(`editor.restored.undone.${how}`, { name: by.name })
      : title === null
        ? t("editor.restored.undone.restoredEarlier", { name: by.name })
        : t("editor.restored.undone.restored", { name: by.name, title });
  return (
    <span {...(className !== undefined && { className })}>
      {words}
      <Moment iso={at} />
    </span>
  );
}
