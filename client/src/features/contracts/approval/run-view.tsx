import { Button } from "@mantine/core";
import type { ApprovalRunFace, Contract } from "@parley/contracts";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { Moment } from "../../../ui/moment.tsx";
import classes from "./approval.module.css";
import { RunDialog, type RunVerb } from "./run-dialogs.tsx";
import { StepView } from "./step-view.tsx";

/** One approval from its submission to its end, step by step, with the text that it is bound to. */
export function RunView({ contract, run }: { contract: Contract; run: ApprovalRunFace }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const [open, setOpen] = useState<RunVerb | null>(null);
  const verbs = (["negotiate", "copy", "withdraw"] as const).filter((verb) => run.you[verb]);
  const tone = { approved: "good", refused: "bad", suspended: "warn", returned: "warn" }[run.status as "approved"];
  return (
    <section className={classes["run"]}>
      <div className={classes["head"]}>
        <div>
          <h2 className={classes["cardTitle"]}>
            <span className={tone === undefined ? undefined : classes[tone]}>
              {t(`contracts.approval.status.${run.status}`)}
            </span>
          </h2>
          <p className={classes["facts"]}>
            {[
              t("contracts.approval.flow", { name: run.flow.labels[language], version: run.flow.version }),
              t("contracts.approval.run", { count: run.ordinal }),
              t("contracts.approval.startedBy", { name: run.initiator.name }),
            ].join(" · ")}{" "}
            <Moment iso={run.startedAt} />
          </p>
          {run.copied.length > 0 ? (
            <p className={classes["facts"]}>
              {t("contracts.approval.copied", {
                names: run.copied.map(({ name }) => name).join(language === "zh" ? "、" : ", "),
              })}
            </p>
          ) : null}
        </div>
        <div className={classes["buttons"]}>
          <Button variant="default" component={Link} to={`/documents/${run.text.documentId}`}>
            {t("contracts.approval.openText")}
          </Button>
          {verbs.map((verb) => (
            <Button key={verb} variant="default" onClick={() => setOpen(verb)}>
              {t(`contracts.approval.verb.${verb}`)}
            </Button>
          ))}
        </div>
      </div>
      <ol className={classes["steps"]}>
        {run.steps.map((step) => (
          <li key={step.id} className={classes["step"]} data-state={step.state}>
            <span className={classes["mark"]} aria-hidden>
              {step.state === "approved" ? <IconCheck size={12} stroke={3} /> : null}
            </span>
            <StepView contract={contract} run={run} step={step} />
          </li>
        ))}
      </ol>
      <CopyField label={t("contracts.approval.textHash")} value={run.text.textHash} />
      {open ? <RunDialog verb={open} contract={contract} onClose={() => setOpen(null)} /> : null}
    </section>
  );
}
