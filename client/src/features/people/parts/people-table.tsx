import { Badge } from "@mantine/core";
import type { Department, Person } from "@parley/people";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import { departmentPath } from "./department-tree.ts";
import classes from "./people-table.module.css";

/** Colleagues in rows; a row opens the person. */
export function PeopleTable(props: {
  people: readonly Person[];
  departments: readonly Department[];
  onOpen: (id: string) => void;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <ul className={classes["rows"]}>
      {props.people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            className={classes["row"]}
            data-inactive={!person.active || undefined}
            onClick={() => props.onOpen(person.id)}
          >
            <PersonBadge id={person.id} name={person.name} sizePx={34} />
            <span className={classes["who"]}>
              <span className={classes["name"]}>
                {person.name}
                {person.standing === "administrator" ? (
                  <Badge size="sm" variant="light" color="gray" tt="none">
                    {t("people.standing.administrator")}
                  </Badge>
                ) : null}
                {person.active ? null : (
                  <Badge size="sm" variant="outline" color="gray" tt="none">
                    {t("people.person.inactive")}
                  </Badge>
                )}
              </span>
              <span className={classes["note"]}>{person.title ?? person.email}</span>
            </span>
            <span className={classes["departments"]}>
              {person.departmentIds
                .map((id) => departmentPath(props.departments, id))
                .filter((path) => path !== "")
                .join("；")}
            </span>
            <span className={classes["mail"]}>{person.email}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
