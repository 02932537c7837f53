import { scopeWords } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";

/** What changed since somebody's own approval, clause by clause: what they have to look at when they are asked again. */
export function ChangesView({ contractId, taskId }: { contractId: string; taskId: string }): ReactElement | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const input = { id: contractId, task: taskId };
  const { data } = useQuery(contractsEndpoints.approval.changes.queryOptions({ input }));
  if (!data) return null;
  const isNothing = data.clauses.length + data.fields.length === 0;
  return (
    <section className={classes["card"]} aria-label={t("contracts.approval.changes")}>
      <h4 className={classes["cardTitle"]}>{t("contracts.approval.changes")}</h4>
      {isNothing ? (
        <p className={classes["quiet"]}>
          {t(`contracts.approval.${data.since === null ? "noChangesKnown" : "changesNone"}`)}
        </p>
      ) : null}
      {data.clauses.map(({ kind, title, scopes, words }) => (
        <div key={`${kind}${title}`} className={classes["change"]}>
          <p>
            <strong>{title}</strong>{" "}
            <span className={classes["quiet"]}>
              {[t(`contracts.approval.change.${kind}`), ...scopes.map((name) => scopeWords(name, language))].join(
                " · ",
              )}
            </span>
          </p>
          <p className={classes["words"]}>
            {words.map((each, index) => {
              const Tag = each.kind === "added" ? "ins" : each.kind === "removed" ? "del" : "span";
              // oxlint-disable-next-line react/no-array-index-key -- pieces of one text stand in their order
              return <Tag key={index}>{each.text}</Tag>;
            })}
          </p>
        </div>
      ))}
      {data.fields.map(({ field, before, after }) => (
        <p key={field}>{t("contracts.approval.field", { field, before: before ?? "—", after: after ?? "—" })}</p>
      ))}
    </section>
  );
}
