import { Button, Group } from "@mantine/core";
import { type PlaybookRule, samplePlaybook } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { newRule } from "./new-rule.ts";
import { RuleForm } from "./rule-form.tsx";
import classes from "./settings.module.css";

/** The company's playbook: its rules, one at a time, and publishing them. */
export function PlaybookSection(): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentence = useSentence();
  const [edited, setEdited] = useState<PlaybookRule | null>(null);
  const { data, error, refetch } = useQuery(contractsEndpoints.checks.playbook.queryOptions());
  const refreshes = [contractsEndpoints.checks.key()];
  const save = useAction(
    (wanted: { rules: PlaybookRule[]; revision: number }) => contractsEndpoints.checks.savePlaybook.call(wanted),
    { refreshes, onDone: () => setEdited(null) },
  );
  const publish = useAction(
    (revision: number) => contractsEndpoints.checks.publishPlaybook.call({ revision, note: "" }),
    { refreshes },
  );
  if (error) return <ErrorState sentence={sentence(error)} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton rows={4} />;
  const rules = data.rules as PlaybookRule[];
  const { revision, published, mayEdit } = data;
  const put = (rule: PlaybookRule): void => {
    const isThere = rules.some(({ id }) => id === rule.id);
    save.mutate({
      revision,
      rules: isThere ? rules.map((each) => (each.id === rule.id ? rule : each)) : [...rules, rule],
    });
  };
  const fault = save.error ?? publish.error;
  const failed = fault ? <p role="alert">{sentence(fault)}</p> : null;
  if (edited)
    return (
      <>
        {failed}
        <RuleForm
          key={edited.id}
          rule={edited}
          onSave={put}
          onCancel={() => setEdited(null)}
          onRemove={() => save.mutate({ revision, rules: rules.filter(({ id }) => id !== edited.id) })}
        />
      </>
    );
  const state = published ? (published.isDraft ? "published" : "publishedDraft") : "unpublished";
  return (
    <div className={classes["section"]}>
      <p className={classes["lead"]}>{t("contracts.checks.playbook.lead")}</p>
      {failed}
      {rules.length === 0 ? (
        <EmptyState
          compact
          title={t("contracts.checks.playbook.none")}
          actions={
            mayEdit ? (
              <Button onClick={() => save.mutate({ revision, rules: [...samplePlaybook] })}>
                {t("contracts.checks.playbook.samples")}
              </Button>
            ) : null
          }
        />
      ) : (
        <div>
          {rules.map((rule) => (
            <div key={rule.id} className={classes["rule"]}>
              <div className={classes["ruleWords"]}>
                <div>{rule.label[language]}</div>
                <div className={classes["lead"]}>
                  {t(`contracts.checks.settings.${rule.severity}`)} · {rule.reason[language]}
                </div>
              </div>
              {mayEdit ? (
                <Button
                  variant="subtle"
                  aria-label={`${t("contracts.checks.playbook.edit")}: ${rule.label[language]}`}
                  onClick={() => setEdited(rule)}
                >
                  {t("contracts.checks.playbook.edit")}
                </Button>
              ) : null}
            </div>
          ))}
        </div>
      )}
      <p className={classes["lead"]}>{t(`contracts.checks.playbook.${state}`, { version: published?.version ?? 0 })}</p>
      {mayEdit ? (
        <Group>
          <Button variant="default" onClick={() => setEdited(newRule("limit"))}>
            {t("contracts.checks.playbook.add")}
          </Button>
          <Button variant="default" onClick={() => setEdited(newRule("words"))}>
            {t("contracts.checks.playbook.addWords")}
          </Button>
          <Button
            disabled={published?.isDraft ?? rules.length === 0}
            loading={publish.isPending}
            onClick={() => publish.mutate(revision)}
          >
            {t("contracts.checks.playbook.publish")}
          </Button>
        </Group>
      ) : null}
    </div>
  );
}
