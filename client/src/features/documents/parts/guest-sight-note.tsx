import { IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import classes from "./share-dialog.module.css";

/** What an outsider learns of those inside, said before one is let in. */
export function GuestSightNote(): ReactElement {
  const { t } = useTranslation();
  return (
    <p className={classes["sight"]}>
      <IconEye size={16} stroke={1.6} aria-hidden />
      {t("documents.share.guestsSeeAuthors")}
    </p>
  );
}
