import { Drawer } from "@mantine/core";
import type { Department, Person } from "@parley/people";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { PersonDetails } from "./person-details.tsx";
import { PersonForm } from "./person-form.tsx";
import { PersonSessions } from "./person-sessions.tsx";

/** One person at the side of the list: to read for everybody, to change for administrators, empty for a new one. */
export function PersonDrawer(props: {
  person: Person | null;
  waiting: boolean;
  departments: readonly Department[];
  editable: boolean;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const adding = props.person === null && !props.waiting && props.editable;
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="right"
      size="26rem"
      closeButtonProps={{ "aria-label": t("ui.close") }}
      title={props.person?.name ?? (adding ? t("people.directory.addPerson") : t("people.person.title"))}
    >
      {props.waiting ? <ListSkeleton rows={4} /> : null}
      {!props.waiting && props.editable ? (
        <>
          <PersonForm person={props.person} departments={props.departments} onDone={props.onClose} />
          {props.person ? <PersonSessions person={props.person} /> : null}
        </>
      ) : null}
      {!props.waiting && !props.editable && props.person ? (
        <PersonDetails person={props.person} departments={props.departments} />
      ) : null}
      {!props.waiting && !props.editable && !props.person ? (
        <EmptyState compact title={t("people.person.gone")} />
      ) : null}
    </Drawer>
  );
}
