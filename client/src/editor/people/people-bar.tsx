import { Button, Popover, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconEyeCheck } from "@tabler/icons-react";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./people-bar.module.css";
import { type PresentPerson, usePresentPeople } from "./use-present-people.ts";
import { usePresentShades } from "./use-present-shades.ts";

const SHOWN = 4;
/** A phone's bar is one row; everybody is in the list that it opens. */
const SHOWN_ON_PHONE = 1;

/** Everybody in the document, viewers too, with their party; one click follows somebody. */
export function PeopleBar(): ReactElement | null {
  const { t } = useTranslation();
  const { following, follow, phase } = useDocumentEditor();
  const people = usePresentPeople();
  usePresentShades(people);
  const [open, setOpen] = useState(false);
  const phone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false }) ?? false;
  const shown = phone ? SHOWN_ON_PHONE : SHOWN;
  if (phase === "opening" || people.length === 0) return null;
  const followed = people.find((person) => person.id === following);
  return (
    <div className={classes["bar"]}>
      {followed ? (
        <Button
          size="compact-xs"
          variant="light"
          visibleFrom="sm"
          onClick={() => follow(null)}
          title={t("editor.people.stopFollowing")}
        >
          {t("editor.people.following", { name: followed.name })}
        </Button>
      ) : null}
      <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus withinPortal>
        <Popover.Target>
          <UnstyledButton className={classes["stack"]} aria-expanded={open} onClick={() => setOpen(!open)}>
            <VisuallyHidden>{t("editor.people.showAll")}</VisuallyHidden>
            {people.slice(0, shown).map((person) => (
              <span key={person.id} className={classes["badge"]} data-followed={person.id === following}>
                <PersonBadge id={person.id} name={person.name} party={person.party} sizePx={28} />
              </span>
            ))}
            {people.length > shown ? <span className={classes["more"]}>+{people.length - shown}</span> : null}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown p={8}>
          <ul className={classes["list"]} aria-label={t("editor.people.label")}>
            {people.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                followed={person.id === following}
                onFollow={() => {
                  follow(person.id === following ? null : person.id);
                  setOpen(false);
                }}
              />
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

function PersonRow(props: { person: PresentPerson; followed: boolean; onFollow: () => void }): ReactElement {
  const { t } = useTranslation();
  const { person } = props;
  const windows = person.windows > 1 ? ` · ${t("editor.people.pages", { count: person.windows })}` : "";
  const doing = person.self ? "" : t(person.hasCaret ? "editor.people.typing" : "editor.people.looking");
  return (
    <li className={classes["row"]}>
      <PersonBadge id={person.id} name={person.name} party={person.party} sizePx={32} />
      <span className={classes["who"]}>
        <span className={classes["name"]}>
          {person.self ? t("editor.people.you", { name: person.name }) : person.name}
        </span>
        <span className={classes["detail"]}>
          <PartyLabel party={person.party} />
          <span>
            {[person.organisation, doing].filter(Boolean).join(" · ")}
            {windows}
          </span>
        </span>
      </span>
      {person.self || !(person.hasCaret || props.followed) ? null : (
        <Button
          size="compact-xs"
          variant={props.followed ? "filled" : "default"}
          leftSection={<IconEyeCheck size={14} />}
          onClick={props.onFollow}
        >
          {t(props.followed ? "editor.people.stopFollowing" : "editor.people.follow")}
        </Button>
      )}
    </li>
  );
}
