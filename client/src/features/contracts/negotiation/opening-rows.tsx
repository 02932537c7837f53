import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useMe } from "../../../platform/me.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { PersonBadge } from "../../../ui/person-badge.tsx";
import classes from "./dialogs.module.css";
import { type OpeningValues, negotiatorRoles } from "./opening-values.ts";

/** The form of the opening dialog as its parts see it. */
export type OpeningForm = UseFormReturnType<OpeningValues>;

/** Colleagues who come along, each with for whom they act and what they may do. */
export function ColleagueRows({ form }: { form: OpeningForm }): ReactElement {
  const { t } = useTranslation();
  const { people } = form.values;
  return (
    <section className={classes["section"]}>
      <h3 className={classes["sectionTitle"]}>{t("contracts.negotiation.open.colleagues")}</h3>
      {people.map(({ personId, name, party }, at) => (
        <div key={personId} className={classes["row"]}>
          <span className={classes["rowName"]}>
            <PersonBadge id={personId} name={name} party={party} sizePx={26} />
            {name}
          </span>
          <PartyField form={form} list="people" at={at} parties={["ours", "counsel"]} />
          <RoleField form={form} list="people" at={at} />
          <RemoveRow label={name} onRemove={() => form.removeListItem("people", at)} />
        </div>
      ))}
      <FindColleague
        known={new Set(people.map(({ personId }) => personId))}
        onFound={(person) => form.insertListItem("people", { ...person, party: "ours", role: "edit" })}
      />
    </section>
  );
}

/** Looks for a colleague by name or e-mail. */
export function FindColleague(props: {
  known: ReadonlySet<string>;
  onFound: (person: { personId: string; name: string }) => void;
}): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 200);
  const found = useQuery(
    peopleEndpoints.directory.people.queryOptions({
      input: asked === "" ? {} : { search: asked },
      placeholderData: (before) => before,
    }),
  );
  const people = (found.data ?? []).filter(({ id }) => id !== me.person.id && !props.known.has(id));
  return (
    <Select
      aria-label={t("contracts.negotiation.open.addColleague")}
      placeholder={t("contracts.negotiation.open.addColleague")}
      leftSection={<IconPlus size={16} aria-hidden />}
      searchable
      value={null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(id) => {
        const person = people.find((each) => each.id === id);
        setText("");
        if (person) props.onFound({ personId: person.id, name: person.name });
      }}
      limit={30}
      // The server has searched already.
      filter={({ options }) => options}
      nothingFoundMessage={found.isFetching ? null : t("contracts.negotiation.open.nobody")}
      data={people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))}
    />
  );
}

/** Outsiders who are invited by e-mail. */
export function GuestRows({ form }: { form: OpeningForm }): ReactElement {
  const { t } = useTranslation();
  return (
    <section className={classes["section"]}>
      <h3 className={classes["sectionTitle"]}>{t("contracts.negotiation.open.guests")}</h3>
      {form.values.guests.map(({ email }, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a guest who is being entered has nothing else that tells them apart
        <div key={at} className={classes["row"]}>
          <TextInput
            aria-label={t("contracts.negotiation.open.email")}
            placeholder={t("contracts.negotiation.open.email")}
            type="email"
            inputMode="email"
            maxLength={254}
            {...form.getInputProps(`guests.${at}.email`)}
          />
          <PartyField form={form} list="guests" at={at} parties={["counterparty", "counsel"]} />
          <RoleField form={form} list="guests" at={at} />
          <RemoveRow
            label={email.trim() === "" ? t("contracts.negotiation.open.nameless") : email}
            onRemove={() => form.removeListItem("guests", at)}
          />
        </div>
      ))}
      <div>
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => form.insertListItem("guests", { email: "", party: "counterparty", role: "edit" })}
        >
          {t("contracts.negotiation.open.addGuest")}
        </Button>
      </div>
    </section>
  );
}

function PartyField(props: {
  form: OpeningForm;
  list: "people" | "guests";
  at: number;
  parties: readonly ("ours" | "counsel" | "counterparty")[];
}): ReactElement {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t("contracts.negotiation.open.actsFor")}
      allowDeselect={false}
      data={props.parties.map((each) => ({ value: each, label: t(`ui.party.${each}`) }))}
      {...props.form.getInputProps(`${props.list}.${props.at}.party`)}
    />
  );
}

function RoleField(props: { form: OpeningForm; list: "people" | "guests"; at: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t("contracts.negotiation.open.role")}
      allowDeselect={false}
      data={negotiatorRoles.map((each) => ({ value: each, label: t(`contracts.negotiation.role.${each}`) }))}
      {...props.form.getInputProps(`${props.list}.${props.at}.role`)}
    />
  );
}

function RemoveRow(props: { label: string; onRemove: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <ActionIcon
      size={36}
      variant="subtle"
      color="gray"
      aria-label={t("contracts.negotiation.open.remove", { name: props.label })}
      onClick={props.onRemove}
    >
      <IconX size={16} />
    </ActionIcon>
  );
}
