import { Button, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { Party, Role } from "@parley/base";
import type { Department, Person } from "@parley/people";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useId, useRef, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { type EarlierThreads, useEarlierThreads } from "./earlier-threads.tsx";
import { GuestTerms } from "./guest-terms.tsx";
import { RoleSelect } from "./role-select.tsx";
import classes from "./share-dialog.module.css";
import { type ShareTarget, readEmail, readTarget, targetOfEmail, targetOptions } from "./share-target.ts";

/** Inviting a colleague, a department or, by an e-mail that nobody here has, a guest. `onMade` receives a guest's link. */
export function ShareInvite(props: { documentId: string; onMade: (url: string) => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const field = useRef<HTMLInputElement>(null);
  const faultId = useId();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 200);
  const [target, setTarget] = useState<ShareTarget | null>(null);
  /** Whether what was typed is to be judged: not while somebody is still typing it. */
  const [judged, setJudged] = useState(false);
  const [role, setRole] = useState<Role>("edit");
  const [party, setParty] = useState<Party>("counterparty");
  const [days, setDays] = useState("30");
  const earlier = useEarlierThreads(props.documentId);
  const people = useQuery(
    peopleEndpoints.directory.people.queryOptions({
      input: asked === "" ? {} : { search: asked },
      placeholderData: (before) => before,
    }),
  );
  const departments = useQuery(peopleEndpoints.directory.departments.queryOptions());
  const groups = targetOptions(text, people.data ?? emptyPeople, departments.data ?? emptyDepartments);
  const isFound = asked === text.trim() && !people.isPlaceholderData;
  const guest = target?.type === "email" || (target === null && isFound && groups.email !== null);
  const given = guest && role === "own" ? "edit" : role;
  const invite = useAction(
    async () => {
      const to = target ?? (await targetOfText(text));
      if (!to) return null;
      return documentsEndpoints.shares.create.call({
        id: props.documentId,
        ...wish(to, { role, party, days, earlier: earlier.value }),
      });
    },
    {
      refreshes: [documentsEndpoints.shares.key(), documentsEndpoints.list.key()],
      onDone: (made) => {
        if (!made) return;
        setTarget(null);
        setText("");
        setJudged(false);
        if (made.url !== null) props.onMade(made.url);
      },
    },
  );
  const isFaulty = judged && target === null && text.trim() !== "" && readEmail(text) === null;
  const faultKey = /[@＠]/.test(text) ? "documents.share.badEmail" : "documents.share.choose";
  const fault = isFaulty ? t(faultKey, { text: text.trim() }) : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setJudged(true);
        if (target ?? readEmail(text)) invite.mutate(undefined);
        else field.current?.focus();
      }}
    >
      <div className={classes["invite"]}>
        <Select
          ref={field}
          label={t("documents.share.invite")}
          placeholder={t("documents.share.placeholder")}
          error={fault !== null}
          aria-describedby={fault === null ? undefined : faultId}
          searchable
          openOnFocus={false}
          limit={40}
          data-autofocus
          searchValue={text}
          onSearchChange={(next) => {
            // The picker empties itself when it is left; what was typed stays to be judged.
            if (next === "" && document.activeElement !== field.current) return;
            setText(next);
            setJudged(false);
          }}
          onBlur={() => setJudged(true)}
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
        <RoleSelect label={t("documents.share.role")} labelHidden outside={guest} value={given} onChange={setRole} />
        <Button type="submit" disabled={text.trim() === ""} loading={invite.isPending}>
          {t("documents.share.send")}
        </Button>
      </div>
      {fault === null ? null : (
        <p className={classes["fault"]} id={faultId} role="alert">
          {fault}
        </p>
      )}
      {target?.type === "department" ? (
        <p className={classes["formNote"]}>{t("documents.share.departmentTold")}</p>
      ) : null}
      {guest ? (
        <GuestTerms party={party} onParty={setParty} days={days} onDays={setDays} earlier={earlier.choice} />
      ) : null}
      {invite.error ? (
        <div className={classes["problem"]} role="alert">
          {sentenceOf(invite.error)}
        </div>
      ) : null}
    </form>
  );
}

/** Whom a typed e-mail stands for; asked afresh, since the list of the picker may be of another text. */
async function targetOfText(text: string): Promise<ShareTarget | null> {
  const email = readEmail(text);
  return email === null ? null : targetOfEmail(email, await peopleEndpoints.directory.people.call({ search: email }));
}

type Wish = Omit<Parameters<typeof documentsEndpoints.shares.create.call>[0], "id">;

function wish(to: ShareTarget, terms: { role: Role; party: Party; days: string; earlier: EarlierThreads }): Wish {
  if (to.type === "person") return { personId: to.id, role: terms.role, party: "ours" };
  if (to.type === "department") return { departmentId: to.id, role: terms.role, party: "ours" };
  const role = terms.role === "own" ? "edit" : terms.role;
  return {
    email: to.email,
    role,
    party: terms.party,
    expiresInDays: Number(terms.days),
    earlierThreads: terms.earlier,
  };
}

const emptyPeople: Person[] = [];
const emptyDepartments: Department[] = [];
