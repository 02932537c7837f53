import { Button, MultiSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import type { StartFormFace } from "./start-form-face.ts";
import classes from "./start-form.module.css";

/** The other side: parties found by name or code, and new ones entered at once. */
export function CounterpartyPicker({ form }: { form: StartFormFace }): ReactElement {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 200);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const found = useQuery(
    contractsEndpoints.parties.list.queryOptions({
      input: { side: "counterparty", ...(asked === "" ? {} : { search: asked }), limit: 30 },
      placeholderData: (before) => before,
    }),
  );
  const parties = found.data?.parties ?? [];
  const chosen = form.values.counterpartyIds;
  const data = [
    ...parties.map(({ id, name }) => ({ value: id, label: name })),
    ...chosen
      .filter((id) => !parties.some((party) => party.id === id))
      .map((id) => ({ value: id, label: names.get(id) ?? id })),
  ];
  const addNew = (): void => {
    form.insertListItem("newParties", { name: typed.trim(), creditCode: "", contactName: "", contactEmail: "" });
    form.clearFieldError("counterpartyIds");
    setTyped("");
  };
  return (
    <>
      <MultiSelect
        label={t("contracts.starting.counterparties")}
        placeholder={chosen.length === 0 ? t("contracts.starting.counterpartyHint") : ""}
        withAsterisk
        searchable
        maxValues={10}
        nothingFoundMessage={found.isFetching ? null : t("contracts.starting.nothingFound")}
        // The server has searched already, also in English names and codes.
        filter={({ options }) => options}
        data={data}
        searchValue={typed}
        onSearchChange={setTyped}
        {...form.getInputProps("counterpartyIds")}
        onChange={(ids) => {
          setNames(new Map([...names, ...parties.map(({ id, name }) => [id, name] as const)]));
          form.setFieldValue("counterpartyIds", ids);
          setTyped("");
        }}
      />
      {form.values.newParties.map((_, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a party that is being entered has nothing else that tells it apart
        <NewPartyFields key={index} form={form} index={index} />
      ))}
      <div>
        <Button variant="subtle" size="compact-md" leftSection={<IconPlus size={16} />} onClick={addNew}>
          {typed.trim() === ""
            ? t("contracts.starting.newCounterparty")
            : t("contracts.starting.newCounterpartyNamed", { name: typed.trim() })}
        </Button>
      </div>
    </>
  );
}

function NewPartyFields({ form, index }: { form: StartFormFace; index: number }): ReactElement {
  const { t } = useTranslation();
  const error = form.errors["newParties"];
  const party = form.values.newParties[index];
  const isNameless = party?.name.trim() === "";
  return (
    <div className={classes["party"]}>
      <TextInput
        label={t("contracts.parties.name")}
        withAsterisk
        maxLength={200}
        {...form.getInputProps(`newParties.${index}.name`)}
        error={isNameless ? error : null}
      />
      <TextInput
        label={t("contracts.parties.creditCode")}
        maxLength={40}
        {...form.getInputProps(`newParties.${index}.creditCode`)}
        error={isNameless || party?.creditCode === "" ? null : error}
      />
      <div className={classes["pair"]}>
        <TextInput
          label={t("contracts.parties.contactName")}
          maxLength={120}
          {...form.getInputProps(`newParties.${index}.contactName`)}
        />
        <TextInput
          label={t("contracts.parties.contactEmail")}
          type="email"
          maxLength={254}
          {...form.getInputProps(`newParties.${index}.contactEmail`)}
        />
      </div>
      <div className={classes["partyFoot"]}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => form.removeListItem("newParties", index)}
        >
          {t("contracts.starting.removeNew")}
        </Button>
      </div>
    </div>
  );
}
