import { Select, Table } from "@mantine/core";
import { type CheckCode, type CheckSeverities, checkCodes, defaultSeverities, findingWords } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./settings.module.css";

const weights = ["blocking", "warning", "hint", "off"] as const;
// A playbook's rules have weights of their own.
const codes = checkCodes.filter((code) => code !== "playbook");

/** How heavy each check is for the company. */
export function SeveritiesSection(): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentence = useSentence();
  const { data, error, refetch } = useQuery(contractsEndpoints.checks.severities.queryOptions());
  const save = useAction(
    (severities: CheckSeverities) => contractsEndpoints.checks.setSeverities.call({ severities }),
    { refreshes: [contractsEndpoints.checks.key()] },
  );
  if (error) return <ErrorState sentence={sentence(error)} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton rows={8} />;
  const set = (code: CheckCode, weight: string | null): void => {
    const { [code]: _before, ...others } = data.severities;
    const usual = weight === null || weight === defaultSeverities[code];
    save.mutate(usual ? others : { ...others, [code]: weight as (typeof weights)[number] });
  };
  return (
    <div className={classes["section"]}>
      <p className={classes["lead"]}>{t("contracts.checks.settings.lead")}</p>
      {data.mayEdit ? null : <p className={classes["lead"]}>{t("contracts.checks.settings.readOnly")}</p>}
      {save.error ? <p role="alert">{sentence(save.error)}</p> : null}
      <Table>
        <Table.Tbody>
          {codes.map((code) => (
            <Table.Tr key={code}>
              <Table.Td>{findingWords[code].title[language]}</Table.Td>
              <Table.Td className={classes["choice"]}>
                <Select
                  aria-label={findingWords[code].title[language]}
                  disabled={!data.mayEdit || save.isPending}
                  allowDeselect={false}
                  value={data.severities[code] ?? defaultSeverities[code]}
                  onChange={(weight) => set(code, weight)}
                  data={weights.map((value) => ({ value, label: t(`contracts.checks.settings.${value}`) }))}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
