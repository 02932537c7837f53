import type { Contract, FamilyAnswer } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import classes from "../contract-page/contract-page.module.css";
import { StateBadge } from "../contract-page/state-badge.tsx";
import { OtherContract } from "../contract-page/succession-note.tsx";
import { dayInWords, moneyInWords } from "../contract-page/written-values.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { wordKey } from "../contract-page/word-key.ts";

/** The master with what came to it, and what all of them together make of the amount and the end today. */
export function FamilyTree({ contract }: { contract: Contract }): ReactElement | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const family = useQuery(contractsEndpoints.related.family.queryOptions({ input: { id: contract.id } })).data;
  if (!family || family.places.length < 2) return null;
  return (
    <section>
      <h2 className={classes["sectionTitle"]}>{t("contracts.page.family.title")}</h2>
      <EffectiveValues family={family} />
      <ul className={classes["family"]}>
        {family.places.map(({ contract: member, kind, depth }, index) => (
          <li
            key={member?.id ?? index}
            style={{ marginInlineStart: `${Math.min(depth, 6) * 1.25}rem` }}
            aria-current={member?.id === contract.id || undefined}
          >
            <small>
              {t(kind === null ? "contracts.page.family.master" : `contracts.page.related.is.${wordKey(kind)}`)}
            </small>
            <OtherContract contract={member} />
            {member ? (
              <span className={classes["familyFacts"]}>
                <StateBadge state={member.state} />
                {member.amount ? <span>{moneyInWords(member.amount, language)}</span> : null}
                {member.endDay ? (
                  <span>{t("contracts.page.family.until", { day: dayInWords(member.endDay, language) })}</span>
                ) : null}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function EffectiveValues({ family }: { family: FamilyAnswer }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={classes["effective"]}>
      <h3>{t("contracts.page.family.today")}</h3>
      <dl>
        {family.amounts.map(({ money, from }) => (
          <div key={money.currency}>
            <dt>{t("contracts.page.field.amount")}</dt>
            <dd>
              <strong>{moneyInWords(money, language)}</strong>
              {from.map((part) => (
                <small key={part.contract.id}>
                  {t(`contracts.page.family.${part.how}`, {
                    money: moneyInWords(part.money, language),
                    number: part.contract.number,
                  })}
                </small>
              ))}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t("contracts.page.field.endDay")}</dt>
          <dd>
            <strong>{family.endDay ? dayInWords(family.endDay.day, language) : t("contracts.page.none")}</strong>
            {family.endDay ? (
              <small>{t("contracts.page.family.from", { number: family.endDay.from.number })}</small>
            ) : null}
          </dd>
        </div>
      </dl>
      {family.closed > 0 ? <p>{t("contracts.page.family.closed", { count: family.closed })}</p> : null}
    </div>
  );
}
