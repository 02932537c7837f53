import type { Contract, ContractRef } from "@parley/contracts";
import { Link } from "@tanstack/react-router";
import { Trans, useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import classes from "./contract-page.module.css";
import { useOverview } from "./use-overview.ts";

/** What a contract follows, and what is about to take its place. */
export function SuccessionNote({ contract }: { contract: Contract }): ReactElement | null {
  const overview = useOverview(contract).data;
  if (!overview || (overview.previous === null && overview.successors.length === 0)) return null;
  const { previous, successors } = overview;
  return (
    <ul className={classes["notes"]}>
      {previous && contract.businessKind !== "new" ? (
        <li>
          <Trans
            i18nKey={`contracts.page.follows.${contract.businessKind}`}
            components={{ other: <OtherContract contract={previous.contract} /> }}
          />
        </li>
      ) : null}
      {successors.map(({ kind, approved, contract: other }, index) => (
        <li key={other?.id ?? index} data-approved={approved || undefined}>
          <Trans
            i18nKey={`contracts.page.${approved ? "followed" : "prepared"}.${kind}`}
            components={{ other: <OtherContract contract={other} /> }}
          />
        </li>
      ))}
    </ul>
  );
}

/** Another contract as a link to its page, or that it is not open to the reader. */
export function OtherContract({ contract }: { contract: ContractRef | null }): ReactElement {
  const { t } = useTranslation();
  if (contract === null) return <em>{t("contracts.page.closed")}</em>;
  return (
    <Link className={classes["other"] ?? ""} to={`/contracts/${contract.id}`}>
      {`${contract.number} ${contract.name}`}
    </Link>
  );
}
