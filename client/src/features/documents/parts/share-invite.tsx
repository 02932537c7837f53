import { Button, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { Party, Role } from "@parley/base";
import type { Department, Person } from "@parley/people";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import classes from "./share-dialog.module.css";
import { colleagueRoles, outsideRoles, roleOf } from "./share-roles.ts";
import { type ShareTarget, readTarget, targetOptions } from "./share-target.ts";

/** Inviting a colleague, a department or, by an e-mail that nobody here has, a guest. */
export function ShareInvite(props: { documentId: string }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 200);
  const [target, setTarget] = useState<ShareTarget | null>(null);
  const [role, setRole] = useState<Role>("edit");
  const [party, setParty] = useState<Party>("counterparty");
  const [days, setDays] = useState("30");
  const people = useQuery(
    peopleEndpoints.directory.people.queryOptions({
      input: asked === "" ? {} : { search: asked },
      placeholderData: (before) => before,
    }),
  );
  const departments = useQuery(peopleEndpoints.directory.departments.queryOptions());
  const guest = target?.type === "email";
  const invite = useAction(
    (to: ShareTarget) =>
      documentsEndpoints.shares.create.call({
        id: props.documentId,
        ...(to.type === "person"
          ? { personId: to.id }
          : to.type === "department"
            ? { departmentId: to.id }
            : { email: to.email }),
        role: guest && role === "own" ? "edit" : role,
        party: guest ? party : "ours",
        ...(guest ? { expiresInDays: Number(days) } : {}),
      }),
    {
      refreshes: [documentsEndpoints.shares.key(), documentsEndpoints.list.key()],
      onDone: () => {
        setTarget(null);
        setText("");
      },
    },
  );
  const groups = targetOptions(text, people.data ?? emptyPeople, departments.data ?? emptyDepartments);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (target) invite.mutate(target);
      }}
    >
      <div className={classes["invite"]}>
        <Select
          label={t("documents.share.invite")}
          placeholder={t("documents.share.placeholder")}
          searchable
          openOnFocus={false}
          limit={40}
          data-autofocus
          searchValue={text}
          onSearchChange={setText}
          value={target?.value ?? null}
          onChange={(value) => setTarget(value === null ? null : readTarget(value))}
          // The server has searched already; what it found is what fits.
          filter={({ options }) => options}
          nothingFoundMessage={t("documents.share.nobody")}
          data={[
            ...(groups.email
              ? [
                  {
                    group: t("documents.share.guest"),
                    items: [{ value: `email:${groups.email}`, label: groups.email }],
                  },
                ]
              : []),
            ...(groups.people.length > 0 ? [{ group: t("documents.share.people"), items: groups.people }] : []),
            ...(groups.departments.length > 0
              ? [{ group: t("documents.share.departments"), items: groups.departments }]
              : []),
          ]}
        />
        <Select
          aria-label={t("documents.share.role")}
          allowDeselect={false}
          value={guest && role === "own" ? "edit" : role}
          onChange={(value) => setRole(roleOf(value, "edit"))}
          data={(guest ? outsideRoles : colleagueRoles).map((each) => ({ value: each, label: t(`ui.role.${each}`) }))}
        />
        <Button type="submit" disabled={!target} loading={invite.isPending}>
          {t("documents.share.send")}
        </Button>
      </div>
      {guest ? (
        <div className={classes["guest"]}>
          <Select
            label={t("documents.share.party")}
            allowDeselect={false}
            value={party}
            onChange={(value) => setParty(value === "counsel" ? "counsel" : "counterparty")}
            data={(["counterparty", "counsel"] as const).map((each) => ({ value: each, label: t(`ui.party.${each}`) }))}
          />
          <Select
            label={t("documents.share.lasts")}
            allowDeselect={false}
            value={days}
            onChange={(value) => setDays(value ?? "30")}
            data={["7", "30", "90", "365"].map((each) => ({
              value: each,
              label: t("documents.share.days", { count: Number(each) }),
            }))}
          />
          <p className={classes["guestNote"]}>{t("documents.share.guestNote")}</p>
        </div>
      ) : null}
      {invite.error ? (
        <div className={classes["problem"]} role="alert">
          {sentenceOf(invite.error)}
        </div>
      ) : null}
      {invite.data?.url ? (
        <div className={classes["made"]} role="status">
          <CopyField
            label={t("documents.share.invited")}
            description={t("documents.share.invitedNote")}
            value={invite.data.url}
          />
        </div>
      ) : null}
    </form>
  );
}

const emptyPeople: Person[] = [];
const emptyDepartments: Department[] = [];
