import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReactElement, ReactNode } from "react";
import { chooseLanguageBeforeSignIn } from "../../../platform/session-life.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { BrandMark } from "../../../ui/brand-mark.tsx";
import classes from "./entry-frame.module.css";
import { PaperSample } from "./paper-sample.tsx";

/** The frame of every page before sign-in: one card, the switch of language, and beside it what the product is about. */
export function EntryFrame(props: { children: ReactNode }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={classes["frame"]}>
      <div className={classes["side"]}>
        <header className={classes["head"]}>
          <span className={classes["brand"]}>
            <BrandMark sizePx={30} />
            <span>{t("people.entry.brand")}</span>
          </span>
          <SegmentedControl
            size="xs"
            aria-label={t("people.entry.language")}
            value={language}
            onChange={(value) => void chooseLanguageBeforeSignIn(value === "zh" ? "zh" : "en")}
            data={[
              { value: "zh", label: "中文" },
              { value: "en", label: "English" },
            ]}
          />
        </header>
        <main className={classes["main"]}>
          <div className={classes["card"]}>{props.children}</div>
        </main>
      </div>
      <aside className={classes["picture"]} aria-hidden>
        <PaperSample />
      </aside>
    </div>
  );
}
