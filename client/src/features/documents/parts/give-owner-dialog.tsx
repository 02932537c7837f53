import { textWithSigns } from "@parley/document";
import { Button, Group, Select, Stack, Text } from "@mantine/core";
import type { Person } from "@parley/people";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useMe } from "../../../platform/me.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { Dialog } from "../../../ui/dialog.tsx";

/** A document without an owner, as the server lists it. */
export interface Ownerless {
  readonly id: string;
  readonly title: string;
  readonly trashedAt: string | null;
}

/** Choosing who owns a document from now on: oneself, or any colleague. It says who will learn of it. */
export function GiveOwnerDialog(props: {
  document: Ownerless;
  onClose: () => void;
  onGiven: (person: Pick<Person, "id" | "name">) => void;
}): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const sentenceOf = useSentence();
  const { document } = props;
  const [personId, setPersonId] = useState(me.person.id);
  const people = useQuery(peopleEndpoints.directory.people.queryOptions({ input: {} }));
  const others = (people.data ?? []).filter(({ id }) => id !== me.person.id);
  const give = useAction(() => documentsEndpoints.ownership.give.call({ id: document.id, personId }), {
    refreshes: [documentsEndpoints.ownership.key(), documentsEndpoints.list.key()],
    onDone: () => props.onGiven([me.person, ...others].find(({ id }) => id === personId) ?? me.person),
  });
  return (
    <Dialog
      onClose={props.onClose}
      title={t("documents.ownerless.dialogTitle", { title: textWithSigns(document.title) })}
      size="sm"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          give.mutate(undefined);
        }}
      >
        <Stack gap="sm">
          <Select
            label={t("documents.ownerless.newOwner")}
            searchable
            allowDeselect={false}
            value={personId}
            onChange={(value) => setPersonId(value ?? me.person.id)}
            data={[
              { value: me.person.id, label: t("documents.ownerless.myself", { name: me.person.name }) },
              ...others.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
            ]}
          />
          <Text c="dimmed">{t("documents.ownerless.told")}</Text>
          {give.error ? (
            <Text c="var(--parley-bad)" role="alert">
              {sentenceOf(give.error)}
            </Text>
          ) : null}
          <Group gap="xs" justify="flex-end" mt="xs">
            <Button variant="default" onClick={props.onClose}>
              {t("ui.cancel")}
            </Button>
            <Button type="submit" loading={give.isPending}>
              {personId === me.person.id ? t("documents.ownerless.takeOver") : t("documents.ownerless.make")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
