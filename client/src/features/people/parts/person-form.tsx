import { Button, MultiSelect, PasswordInput, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { Department, Person } from "@parley/people";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { localeOf } from "../../../platform/language.ts";
import { useMe } from "../../../platform/me.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import { departmentPath, departmentTree, flattenTree } from "./department-tree.ts";
import { looksLikeEmail } from "./looks-like-email.ts";
import classes from "./person-details.module.css";
import { usePasswordFault } from "./use-password-fault.ts";

interface PersonValues {
  name: string;
  email: string;
  title: string;
  standing: string;
  managerId: string | null;
  departmentIds: string[];
  language: string;
  password: string;
}

function save(person: Person | null, values: PersonValues): Promise<Person> {
  const shared = {
    name: values.name.trim(),
    title: values.title.trim() || null,
    standing: values.standing === "administrator" ? ("administrator" as const) : ("member" as const),
    managerId: values.managerId,
    departmentIds: values.departmentIds,
    language: values.language === "en" ? ("en" as const) : ("zh" as const),
  };
  if (person) return peopleEndpoints.directory.updatePerson.call({ id: person.id, ...shared });
  return peopleEndpoints.directory.createPerson.call({
    ...shared,
    email: values.email.trim(),
    ...(values.password === "" ? {} : { password: values.password }),
  });
}

/** Adds a colleague (`person` is null) or changes one; switching one off says what that does. For administrators. */
export function PersonForm(props: {
  person: Person | null;
  departments: readonly Department[];
  onDone: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { person } = props;
  const me = useMe();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const confirm = useConfirm();
  const faultOf = usePasswordFault();
  const everybody = useQuery(peopleEndpoints.directory.people.queryOptions({ input: {} }));
  const refreshes = [peopleEndpoints.directory.key()];
  const form = useForm<PersonValues>({
    initialValues: {
      name: person?.name ?? "",
      email: person?.email ?? "",
      title: person?.title ?? "",
      standing: person?.standing ?? "member",
      managerId: person?.managerId ?? null,
      departmentIds: [...(person?.departmentIds ?? [])],
      language: person?.language ?? language,
      password: "",
    },
    validate: {
      name: (text) => (text.trim() === "" ? t("people.setUp.nameNeeded") : null),
      email: (text) => (looksLikeEmail(text) ? null : t("people.signIn.emailNeeded")),
      password: (text, values) => (text === "" ? null : faultOf(text, values)),
    },
  });
  const submit = useAction((values: PersonValues) => save(person, values), { refreshes, onDone: props.onDone });
  const activate = useAction(
    (active: boolean) => peopleEndpoints.directory.updatePerson.call({ id: person?.id ?? "", active }),
    { refreshes, onDone: props.onDone },
  );
  const failure = submit.error ?? activate.error;
  return (
    <form className={classes["form"]} onSubmit={form.onSubmit((values) => submit.mutate(values))} noValidate>
      <TextInput label={t("people.profile.name")} maxLength={120} data-autofocus {...form.getInputProps("name")} />
      <TextInput
        label={t("people.signIn.email")}
        type="email"
        readOnly={person !== null}
        variant={person ? "filled" : "default"}
        {...form.getInputProps("email")}
      />
      <TextInput label={t("people.profile.title")} maxLength={120} {...form.getInputProps("title")} />
      <MultiSelect
        label={t("people.person.departments")}
        searchable
        clearable
        maxValues={20}
        data={flattenTree(departmentTree(props.departments, localeOf(language))).map((node) => ({
          value: node.department.id,
          label: departmentPath(props.departments, node.department.id),
        }))}
        {...form.getInputProps("departmentIds")}
      />
      <Select
        label={t("people.person.manager")}
        searchable
        clearable
        data={(everybody.data ?? [])
          .filter((each) => each.id !== person?.id)
          .map((each) => ({ value: each.id, label: each.name }))}
        {...form.getInputProps("managerId")}
      />
      <Select
        label={t("people.person.standing")}
        allowDeselect={false}
        data={[
          { value: "member", label: t("people.standing.member") },
          { value: "administrator", label: t("people.standing.administrator") },
        ]}
        {...form.getInputProps("standing")}
      />
      <Select
        label={t("people.profile.language")}
        allowDeselect={false}
        data={[
          { value: "zh", label: "简体中文" },
          { value: "en", label: "English" },
        ]}
        {...form.getInputProps("language")}
      />
      {person ? null : (
        <PasswordInput
          label={t("people.person.password")}
          description={t("people.person.passwordNote")}
          autoComplete="new-password"
          {...form.getInputProps("password")}
        />
      )}
      {failure ? (
        <div className={classes["problem"]} role="alert">
          {sentenceOf(failure)}
        </div>
      ) : null}
      <div className={classes["foot"]}>
        <Button type="submit" loading={submit.isPending} disabled={!form.isDirty()}>
          {person ? t("people.profile.save") : t("people.directory.addPerson")}
        </Button>
        {person && person.id !== me.person.id ? (
          <Button
            variant="subtle"
            color={person.active ? "red" : "gray"}
            loading={activate.isPending}
            onClick={() =>
              person.active
                ? confirm({
                    title: t("people.person.deactivateTitle", { name: person.name }),
                    text: t("people.person.deactivateText"),
                    action: t("people.person.deactivate"),
                    onConfirm: () => activate.mutate(false),
                  })
                : activate.mutate(true)
            }
          >
            {person.active ? t("people.person.deactivate") : t("people.person.activate")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
