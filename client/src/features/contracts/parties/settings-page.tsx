import { Badge, Button, MultiSelect, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlus } from "@tabler/icons-react";
import { type Category, type ExchangeRate, currencies } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type FormEvent, type ReactElement, type ReactNode, useState } from "react";
import { isAdministrator, useMe } from "../../../platform/me.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Page } from "../../../ui/page.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { writtenDay } from "../register/written.ts";
import { CategoryDrawer } from "./category-drawer.tsx";
import classes from "./parties-page.module.css";

/** What contracts of the company have in common: categories, who reads the register, exchange rates. */
export function SettingsPage(): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const sentenceOf = useSentence();
  const categories = useQuery(contractsEndpoints.parties.categories.queryOptions());
  const mayEdit = categories.data?.mayEdit ?? false;
  return (
    <Page title={t("contracts.parties.settings")}>
      {categories.isPending ? <ListSkeleton /> : null}
      {categories.isError ? (
        <ErrorState sentence={sentenceOf(categories.error)} onRetry={() => void categories.refetch()} />
      ) : null}
      {categories.data ? (
        <>
          <Categories categories={categories.data.categories} mayEdit={mayEdit} />
          <Readers mayEdit={isAdministrator(me)} />
          <Rates mayEdit={mayEdit} />
        </>
      ) : null}
    </Page>
  );
}

function Section(props: { title: string; note: string; action?: ReactNode; children: ReactNode }): ReactElement {
  return (
    <section className={classes["section"]}>
      <header className={classes["sectionHead"]}>
        <div>
          <h2 className={classes["sectionTitle"]}>{props.title}</h2>
          <p className={classes["sectionNote"]}>{props.note}</p>
        </div>
        {props.action}
      </header>
      {props.children}
    </section>
  );
}

function Categories({ categories, mayEdit }: { categories: readonly Category[]; mayEdit: boolean }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const [open, setOpen] = useState<Category | "new" | null>(null);
  return (
    <Section
      title={t("contracts.parties.categories")}
      note={t("contracts.parties.categoriesNote")}
      action={
        mayEdit ? (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setOpen("new")}>
            {t("contracts.parties.addCategory")}
          </Button>
        ) : null
      }
    >
      <ul className={classes["rows"]}>
        {categories.map((category) => (
          <li key={category.id}>
            <button type="button" className={classes["category"]} disabled={!mayEdit} onClick={() => setOpen(category)}>
              <span className={classes["code"]}>{category.code}</span>
              <span className={classes["name"]}>
                {category[language]}
                {category.active ? null : (
                  <Badge size="sm" variant="outline" color="gray" tt="none">
                    {t("contracts.parties.inactive")}
                  </Badge>
                )}
              </span>
              <span className={classes["note"]}>{category.numberRule}</span>
            </button>
          </li>
        ))}
      </ul>
      {open ? <CategoryDrawer category={open === "new" ? null : open} onClose={() => setOpen(null)} /> : null}
    </Section>
  );
}

function Readers({ mayEdit }: { mayEdit: boolean }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const readers = useQuery(contractsEndpoints.parties.readers.queryOptions());
  const departments = useQuery(peopleEndpoints.directory.departments.queryOptions());
  const [changed, setChanged] = useState<string[] | null>(null);
  const save = useAction((departmentIds: string[]) => contractsEndpoints.parties.setReaders.call({ departmentIds }), {
    refreshes: [contractsEndpoints.parties.key(), contractsEndpoints.register.key()],
    onDone: () => setChanged(null),
    onFailed: (error) => void notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  const kept = (readers.data?.departments ?? []).map(({ id }) => id);
  return (
    <Section title={t("contracts.parties.readers")} note={t("contracts.parties.readersNote")}>
      <div className={classes["choice"]}>
        <MultiSelect
          aria-label={t("contracts.parties.readers")}
          searchable
          readOnly={!mayEdit}
          data={(departments.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={changed ?? kept}
          onChange={setChanged}
        />
        {changed ? (
          <Button loading={save.isPending} onClick={() => save.mutate(changed)}>
            {t("contracts.parties.readersSave")}
          </Button>
        ) : null}
      </div>
    </Section>
  );
}

function Rates({ mayEdit }: { mayEdit: boolean }): ReactElement | null {
  const { t } = useTranslation();
  const rates = useQuery(contractsEndpoints.parties.rates.queryOptions());
  if (!rates.data) return null;
  const { base } = rates.data;
  return (
    <Section title={t("contracts.parties.rates")} note={t("contracts.parties.ratesNote", { currency: base })}>
      {currencies
        .filter((currency) => currency !== base)
        .map((currency) => {
          const kept = rates.data.rates.find((each) => each.currency === currency) ?? null;
          return <RateRow key={`${currency} ${kept?.rate}`} {...{ currency, base, kept, mayEdit }} />;
        })}
    </Section>
  );
}

function RateRow(props: { currency: string; base: string; kept: ExchangeRate | null; mayEdit: boolean }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const { currency, base, kept } = props;
  const [rate, setRate] = useState(kept?.rate ?? "");
  const save = useAction(() => contractsEndpoints.parties.setRate.call({ currency, rate: rate.trim() }), {
    refreshes: [contractsEndpoints.parties.rates.key()],
  });
  const label = t("contracts.parties.rateOf", { currency, base });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(undefined);
  };
  const isChanged = rate.trim() !== (kept?.rate ?? "");
  return (
    <form className={classes["rate"]} onSubmit={submit}>
      <span>{label}</span>
      <TextInput
        aria-label={label}
        inputMode="decimal"
        readOnly={!props.mayEdit}
        placeholder={t("contracts.parties.noRate")}
        value={rate}
        error={save.error ? sentenceOf(save.error) : null}
        onChange={(event) => setRate(event.currentTarget.value)}
      />
      {isChanged && rate.trim() !== "" ? (
        <div>
          <Button type="submit" size="compact-md" loading={save.isPending}>
            {t("contracts.parties.save")}
          </Button>
        </div>
      ) : (
        <span className={classes["note"]}>
          {kept ? t("contracts.parties.rateSince", { day: writtenDay(kept.changedOn, language) }) : null}
        </span>
      )}
    </form>
  );
}
