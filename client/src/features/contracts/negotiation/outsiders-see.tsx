import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import classes from "./dialogs.module.css";

/** What outsiders will and will not see, said before anything is sent. */
export function OutsidersSee(): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={classes["sights"]}>
      <section>
        <h4>
          <IconEye size={16} stroke={1.7} aria-hidden />
          {t("contracts.negotiation.open.willSee")}
        </h4>
        <ul>
          {(["text", "comments", "names", "rounds"] as const).map((each) => (
            <li key={each}>{t(`contracts.negotiation.open.sees.${each}`)}</li>
          ))}
        </ul>
      </section>
      <section>
        <h4>
          <IconEyeOff size={16} stroke={1.7} aria-hidden />
          {t("contracts.negotiation.open.willNotSee")}
        </h4>
        <ul>
          {(["record", "internal", "drafts", "people"] as const).map((each) => (
            <li key={each}>{t(`contracts.negotiation.open.hides.${each}`)}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}
