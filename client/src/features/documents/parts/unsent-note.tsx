import { IconDeviceFloppy } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import classes from "./unsent-note.module.css";

/** That changes of a document wait on this device until it is opened. */
export function UnsentNote(): ReactElement {
  const { t } = useTranslation();
  return (
    <span className={classes["note"]}>
      <IconDeviceFloppy size={14} stroke={1.6} aria-hidden />
      {t("documents.list.unsent")}
    </span>
  );
}
