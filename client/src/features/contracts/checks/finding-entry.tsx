import { Button, Popover, Textarea, UnstyledButton } from "@mantine/core";
import { type AssessedFinding, findingSentence } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import classes from "./checks-panel.module.css";

/** One finding: what it is, where, and what can be done about it. */
export function FindingEntry(props: {
  finding: AssessedFinding;
  /** Whether the text may be changed here. */
  editable: boolean;
  onGoTo: () => void;
  onFix: () => void;
  onIgnore: (reason: string) => void;
  onHeed: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { finding } = props;
  const { severity, place, fix, ignored, mayIgnore } = finding;
  const sentence = findingSentence(finding, language);
  const fixLabel = fix?.kind === "insert" ? "insert" : fix?.kind === "reference" ? "link" : "fix";
  return (
    <li className={classes["finding"]} data-severity={ignored ? undefined : severity}>
      {place ? (
        <UnstyledButton className={classes["words"]} title={t("contracts.checks.goTo")} onClick={props.onGoTo}>
          {sentence}
        </UnstyledButton>
      ) : (
        <span className={classes["words"]}>{sentence}</span>
      )}
      <span className={classes["weight"]}>
        {ignored
          ? t("contracts.checks.ignoredBy", { name: ignored.by.name, reason: ignored.reason })
          : t(`contracts.checks.severity.${severity}`)}
      </span>
      <div className={classes["actions"]}>
        {fix && props.editable && !ignored ? (
          <Button size="compact-sm" variant="light" onClick={props.onFix}>
            {t(`contracts.checks.${fixLabel}`)}
          </Button>
        ) : null}
        {mayIgnore && !ignored ? <IgnoreButton onIgnore={props.onIgnore} /> : null}
        {mayIgnore && ignored ? (
          <Button size="compact-sm" variant="subtle" onClick={props.onHeed}>
            {t("contracts.checks.heed")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function IgnoreButton({ onIgnore }: { onIgnore: (reason: string) => void }): ReactElement {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState("");
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={280}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button size="compact-sm" variant="subtle" onClick={() => setOpened(!opened)}>
          {t("contracts.checks.ignore")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Textarea
          label={t("contracts.checks.ignoreReason")}
          value={reason}
          maxLength={1000}
          autosize
          minRows={2}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button
          mt="xs"
          size="compact-sm"
          disabled={reason.trim() === ""}
          onClick={() => {
            onIgnore(reason.trim());
            setOpened(false);
          }}
        >
          {t("contracts.checks.ignore")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
