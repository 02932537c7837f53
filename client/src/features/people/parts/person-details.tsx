import { Anchor } from "@mantine/core";
import type { Department, Person } from "@parley/people";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import { departmentPath } from "./department-tree.ts";
import classes from "./person-details.module.css";

/** What colleagues may know of each other. */
export function PersonDetails(props: { person: Person; departments: readonly Department[] }): ReactElement {
  const { t } = useTranslation();
  const { person } = props;
  const everybody = useQuery(peopleEndpoints.directory.people.queryOptions({ input: {} }));
  const manager = everybody.data?.find((each) => each.id === person.managerId);
  return (
    <>
      <PersonBadge id={person.id} name={person.name} sizePx={56} />
      <dl className={classes["facts"]}>
        <dt>{t("people.profile.title")}</dt>
        <dd>{person.title ?? t("people.person.none")}</dd>
        <dt>{t("people.signIn.email")}</dt>
        <dd>
          <Anchor href={`mailto:${person.email}`}>{person.email}</Anchor>
        </dd>
        <dt>{t("people.person.departments")}</dt>
        <dd>
          {person.departmentIds.map((id) => departmentPath(props.departments, id)).join("；") ||
            t("people.person.none")}
        </dd>
        <dt>{t("people.person.manager")}</dt>
        <dd>{manager?.name ?? t("people.person.none")}</dd>
      </dl>
    </>
  );
}
