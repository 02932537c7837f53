import type { Contract } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useSentence } from "../../../platform/use-sentence.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import { ContractReminders } from "../reminders/contract-reminders.tsx";
import classes from "./contract-page.module.css";
import { PaymentPlan } from "./payment-plan.tsx";
import { RecordFields } from "./record-fields.tsx";
import { useOverview } from "./use-overview.ts";

/** The record of a contract, who has to do with it, its payments and its reminders. */
export function OverviewTab({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const overview = useOverview(contract);
  return (
    <div className={classes["overview"]}>
      <section className={classes["main"]}>
        <h2 className={classes["sectionTitle"]}>{t("contracts.page.record")}</h2>
        <RecordFields contract={contract} />
        {overview.data ? (
          <PaymentPlan contract={contract} payments={overview.data.payments} />
        ) : overview.error ? (
          <ErrorState compact sentence={sentenceOf(overview.error)} onRetry={() => void overview.refetch()} />
        ) : (
          <ListSkeleton rows={3} />
        )}
      </section>
      <aside className={classes["side"]}>
        <KeyDates contract={contract} />
        {overview.data ? <Members members={overview.data.members} contract={contract} /> : null}
        <Hashes contract={contract} fieldsHash={overview.data?.fieldsHash ?? null} />
        <ContractReminders contract={contract} />
      </aside>
    </div>
  );
}

function KeyDates({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={classes["sectionTitle"]}>{t("contracts.page.dates")}</h2>
      <dl className={classes["small"]}>
        <div>
          <dt>{t("contracts.page.created")}</dt>
          <dd>
            <Moment iso={contract.createdAt} exact />
          </dd>
        </div>
        <div>
          <dt>{t("contracts.page.changed")}</dt>
          <dd>
            <Moment iso={contract.changedAt} exact />
          </dd>
        </div>
        {contract.approvedAt ? (
          <div>
            <dt>{t("contracts.page.approved")}</dt>
            <dd>
              <Moment iso={contract.approvedAt} exact />
            </dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}

function Members(props: {
  contract: Contract;
  members: readonly { person: { id: string; name: string }; reasons: readonly string[] }[];
}): ReactElement {
  const { t } = useTranslation();
  const { owner } = props.contract;
  const reasonsOf = (reasons: readonly string[]): string =>
    reasons.map((reason) => t(`contracts.page.reason.${reason}`)).join(" · ");
  const others = props.members.filter(({ person }) => person.id !== owner.id);
  const own = props.members.find(({ person }) => person.id === owner.id);
  return (
    <section>
      <h2 className={classes["sectionTitle"]}>{t("contracts.page.members")}</h2>
      <ul className={classes["members"]}>
        <li>
          <PersonBadge {...owner} sizePx={28} />
          <span>{owner.name}</span>
          <small>{reasonsOf(["owner", ...(own?.reasons ?? [])])}</small>
        </li>
        {others.map(({ person, reasons }) => (
          <li key={person.id}>
            <PersonBadge {...person} sizePx={28} />
            <span>{person.name}</span>
            <small>{reasonsOf(reasons)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was approved, by its hashes. */
function Hashes({ contract, fieldsHash }: { contract: Contract; fieldsHash: string | null }): ReactElement | null {
  const { t } = useTranslation();
  if (contract.textHash === null) return null;
  return (
    <section>
      <h2 className={classes["sectionTitle"]}>{t("contracts.page.hashes")}</h2>
      <CopyField label={t("contracts.page.textHash")} value={contract.textHash} />
      {fieldsHash === null ? null : <CopyField label={t("contracts.page.fieldsHash")} value={fieldsHash} />}
    </section>
  );
}
