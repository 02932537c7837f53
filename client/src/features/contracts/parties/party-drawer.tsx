import { Button, Drawer, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { LegalParty, LegalSide } from "@parley/contracts";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { ApiError } from "../../../platform/api-error.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { isWrongCode } from "../starting/start-values.ts";
import classes from "./parties-page.module.css";

const groups = [
  { title: "register", fields: ["name", "nameEn", "creditCode", "representative", "address"] },
  { title: "contact", fields: ["phone", "contactName", "contactEmail"] },
  { title: "bank", fields: ["bankName", "bankAccount"] },
] as const;
type PartyField = (typeof groups)[number]["fields"][number];
type PartyValues = Record<PartyField, string>;

const empty: PartyValues = {
  name: "",
  nameEn: "",
  creditCode: "",
  representative: "",
  address: "",
  phone: "",
  contactName: "",
  contactEmail: "",
  bankName: "",
  bankAccount: "",
};

/** One party at the side of the list: to read for everybody, to change for those who keep the master data, empty for a new one. */
export function PartyDrawer(props: {
  party: LegalParty | null;
  side: LegalSide;
  mayEdit: boolean;
  onFind: (name: string) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { party, side } = props;
  const adding = side === "ours" ? t("contracts.parties.addOurs") : t("contracts.parties.addCounterparty");
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="right"
      size="27rem"
      closeButtonProps={{ "aria-label": t("ui.close") }}
      title={party?.name ?? adding}
    >
      <PartyForm {...props} />
    </Drawer>
  );
}

function PartyForm({ party, side, mayEdit, onFind, onClose }: Parameters<typeof PartyDrawer>[0]): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refreshes = [contractsEndpoints.parties.key(), contractsEndpoints.register.key()];
  const form = useForm<PartyValues>({
    initialValues: party ? valuesOf(party) : empty,
    validate: {
      name: (text) => (text.trim() === "" ? t("contracts.parties.nameNeeded") : null),
      creditCode: (code) => (code.trim() !== "" && isWrongCode(code) ? t("contracts.parties.codeWrong") : null),
    },
  });
  const save = useAction(
    (values: PartyValues) =>
      party
        ? contractsEndpoints.parties.update.call({ id: party.id, ...values })
        : contractsEndpoints.parties.create.call({ side, ...values }),
    { refreshes, onDone: onClose },
  );
  return (
    <form className={classes["form"]} onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      {groups.map((group) => (
        <fieldset key={group.title} className={classes["group"]}>
          <legend className={classes["groupTitle"]}>{t(`contracts.parties.${group.title}`)}</legend>
          {group.fields.map((field) => (
            <TextInput
              key={field}
              label={t(`contracts.parties.${field}`)}
              readOnly={!mayEdit}
              variant={mayEdit ? "default" : "filled"}
              maxLength={field === "creditCode" ? 40 : 200}
              {...(field === "name" && { withAsterisk: mayEdit, "data-autofocus": true })}
              {...form.getInputProps(field)}
            />
          ))}
        </fieldset>
      ))}
      {save.error ? <SaveProblem error={save.error} onFind={onFind} /> : null}
      <div className={classes["formFoot"]}>
        {mayEdit ? (
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {party ? t("contracts.parties.save") : t("contracts.parties.add")}
          </Button>
        ) : null}
        {party && party.contractCount > 0 ? (
          <Button
            variant="default"
            onClick={() => void navigate({ to: "/contracts", search: { party: party.id, view: "all" } })}
          >
            {t("contracts.parties.showContracts")}
          </Button>
        ) : null}
        {party && mayEdit ? <ActivityButton party={party} onDone={onClose} /> : null}
      </div>
    </form>
  );
}

/** What went wrong; a party that is there already can be looked at. */
function SaveProblem({ error, onFind }: { error: Error; onFind: (name: string) => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const existing = error instanceof ApiError && error.status === 409 ? String(error.facts["name"] ?? "") : "";
  return (
    <div className={classes["problem"]} role="alert">
      {sentenceOf(error)}
      {existing === "" ? null : (
        <Button size="compact-sm" variant="default" onClick={() => onFind(existing)}>
          {t("contracts.parties.existing", { name: existing })}
        </Button>
      )}
    </div>
  );
}

function ActivityButton({ party, onDone }: { party: LegalParty; onDone: () => void }): ReactElement {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const activate = useAction((active: boolean) => contractsEndpoints.parties.update.call({ id: party.id, active }), {
    refreshes: [contractsEndpoints.parties.key()],
    onDone,
  });
  return (
    <Button
      variant="subtle"
      color={party.active ? "red" : "gray"}
      loading={activate.isPending}
      onClick={() =>
        party.active
          ? confirm({
              title: t("contracts.parties.deactivateTitle", { name: party.name }),
              text: t("contracts.parties.deactivateText"),
              action: t("contracts.parties.deactivate"),
              onConfirm: () => activate.mutate(false),
            })
          : activate.mutate(true)
      }
    >
      {party.active ? t("contracts.parties.deactivate") : t("contracts.parties.activate")}
    </Button>
  );
}

function valuesOf(party: LegalParty): PartyValues {
  return {
    name: party.name,
    nameEn: party.nameEn ?? "",
    creditCode: party.creditCode ?? "",
    representative: party.representative ?? "",
    address: party.address ?? "",
    phone: party.phone ?? "",
    contactName: party.contactName ?? "",
    contactEmail: party.contactEmail ?? "",
    bankName: party.bankName ?? "",
    bankAccount: party.bankAccount ?? "",
  };
}
