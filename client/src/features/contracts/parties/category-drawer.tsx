import { Button, Drawer, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type Category, readDay, readNamingRule, renderName, renderNumber } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./parties-page.module.css";

interface CategoryValues {
  code: string;
  en: string;
  zh: string;
  numberRule: string;
  nameRule: string;
}

const exampleDay = readDay("2026-08-01");

/** One category: what it is called, how its contracts are numbered and named, with an example of both. */
export function CategoryDrawer(props: { category: Category | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="right"
      size="27rem"
      closeButtonProps={{ "aria-label": t("ui.close") }}
      title={props.category?.[language] ?? t("contracts.parties.addCategory")}
    >
      <CategoryForm {...props} />
    </Drawer>
  );
}

function CategoryForm({ category, onClose }: { category: Category | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const needed = (text: string): string | null => (text.trim() === "" ? t("contracts.parties.needed") : null);
  const form = useForm<CategoryValues>({
    initialValues: {
      code: category?.code ?? "",
      en: category?.en ?? "",
      zh: category?.zh ?? "",
      numberRule: category?.numberRule ?? "HT-{category}-{yyyy}-{seq:4}",
      nameRule: category?.nameRule ?? "{title}（{counterparty}）",
    },
    validate: { code: needed, en: needed, zh: needed, numberRule: needed, nameRule: needed },
  });
  const done = { refreshes: [contractsEndpoints.parties.key()], onDone: onClose };
  const save = useAction(
    (values: CategoryValues) =>
      category
        ? contractsEndpoints.parties.updateCategory.call({ id: category.id, ...values })
        : contractsEndpoints.parties.createCategory.call(values),
    done,
  );
  const activate = useAction(
    (active: boolean) => contractsEndpoints.parties.updateCategory.call({ id: category?.id ?? "", active }),
    done,
  );
  const failure = save.error ?? activate.error;
  return (
    <form className={classes["form"]} onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <TextInput label={t("contracts.parties.code")} maxLength={12} data-autofocus {...form.getInputProps("code")} />
      <TextInput label={t("contracts.parties.categoryZh")} maxLength={80} {...form.getInputProps("zh")} />
      <TextInput label={t("contracts.parties.categoryEn")} maxLength={80} {...form.getInputProps("en")} />
      <TextInput
        label={t("contracts.parties.numberRule")}
        maxLength={120}
        {...form.getInputProps("numberRule")}
        description={exampleOf("number", form.values, t)}
        inputWrapperOrder={["label", "input", "description", "error"]}
      />
      <TextInput
        label={t("contracts.parties.nameRule")}
        maxLength={200}
        {...form.getInputProps("nameRule")}
        description={exampleOf("name", form.values, t)}
        inputWrapperOrder={["label", "input", "description", "error"]}
      />
      <p className={classes["sectionNote"]}>{t("contracts.parties.ruleNote", { skipInterpolation: true })}</p>
      {failure ? (
        <div className={classes["problem"]} role="alert">
          {sentenceOf(failure)}
        </div>
      ) : null}
      <div className={classes["formFoot"]}>
        <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
          {category ? t("contracts.parties.save") : t("contracts.parties.addCategory")}
        </Button>
        {category ? (
          <Button
            variant="subtle"
            color={category.active ? "red" : "gray"}
            loading={activate.isPending}
            onClick={() => activate.mutate(!category.active)}
          >
            {category.active ? t("contracts.parties.deactivate") : t("contracts.parties.activate")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** What a rule makes of an example; `null` for one that is none yet. */
function exampleOf(
  kind: "number" | "name",
  { code, zh, numberRule, nameRule }: CategoryValues,
  t: (key: string, facts: Record<string, string>) => string,
): string | null {
  const read = readNamingRule(kind, kind === "number" ? numberRule : nameRule);
  if (!("rule" in read) || exampleDay === null) return null;
  const names = { category: code || "PUR", department: "R&D", company: "Parley" };
  const example =
    kind === "number"
      ? renderNumber(read.rule, exampleDay, names, 7)
      : renderName(read.rule, exampleDay, {
          ...names,
          category: zh,
          number: "HT-0007",
          counterparty: "Nordlicht GmbH",
          title: "2026",
        });
  return t("contracts.parties.example", { example });
}
