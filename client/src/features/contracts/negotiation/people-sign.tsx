import { Popover, UnstyledButton } from "@mantine/core";
import { parties } from "@parley/base";
import type { NegotiationFace } from "@parley/contracts";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import classes from "./negotiation-bar.module.css";

/** How many negotiate; pressed, who they are, by party with their companies. */
export function PeopleSign({ negotiation }: { negotiation: NegotiationFace }): ReactElement {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={classes["people"]} aria-label={t("contracts.negotiation.bar.peopleTitle")}>
          <IconUsers size={16} stroke={1.6} aria-hidden />
          {t("contracts.negotiation.bar.people", { count: negotiation.people.length })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("contracts.negotiation.bar.peopleTitle")}>
        <PeopleByParty negotiation={negotiation} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Everybody in the negotiation, by party. `tools` stands behind each. */
export function PeopleByParty(props: {
  negotiation: NegotiationFace;
  tools?: (person: NegotiationFace["people"][number]) => ReactElement | null;
}): ReactElement {
  const { people, organisations } = props.negotiation;
  return (
    <div className={classes["parties"]}>
      {parties
        .filter((party) => people.some((each) => each.party === party))
        .map((party) => (
          <section key={party}>
            <h3 className={classes["partyHead"]}>
              <PartyLabel party={party} />
              <span className={classes["company"]}>
                {organisations
                  .filter(({ side }) => side === party)
                  .map(({ name }) => name)
                  .join(" · ")}
              </span>
            </h3>
            <ul className={classes["list"]}>
              {people
                .filter((each) => each.party === party)
                .map((person) => (
                  <li key={person.id} className={classes["person"]}>
                    <PersonBadge id={person.id} name={person.name} party={party} sizePx={26} />
                    <span className={classes["personWords"]}>
                      <span>{person.name}</span>
                      {person.organisation ? <span className={classes["company"]}>{person.organisation}</span> : null}
                    </span>
                    {props.tools?.(person) ?? null}
                  </li>
                ))}
            </ul>
          </section>
        ))}
    </div>
  );
}
