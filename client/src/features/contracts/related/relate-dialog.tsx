import { Button, Group, Select } from "@mantine/core";
import { type Contract, type RelationKind, relationKinds } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import classes from "../contract-page/contract-page.module.css";
import { wordKey } from "../contract-page/word-key.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";

/** Relates a contract to another one that is looked for in the register. */
export function RelateDialog({ contract, onClose }: { contract: Contract; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [how, setHow] = useState<`${"is" | "has"}.${RelationKind}`>("is.supplement");
  const [otherId, setOtherId] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const found = useQuery({
    ...contractsEndpoints.register.list.queryOptions({ input: { search, limit: 20 } }),
    placeholderData: (previous) => previous,
  });
  const [sense, kind] = how.split(".") as ["is" | "has", RelationKind];
  const add = useAction(
    (other: string) => contractsEndpoints.related.add.call({ id: contract.id, kind, sense, otherId: other }),
    { refreshes: [contractsEndpoints.key()], onDone: onClose },
  );
  const inWords = (way: string): string => {
    const [each = "", one = ""] = way.split(".");
    return t(`contracts.page.related.${each}.${wordKey(one)}`);
  };
  const ways = (["is", "has"] as const).flatMap((each) => relationKinds.map((one) => `${each}.${one}` as const));
  return (
    <Dialog title={t("contracts.page.related.add")} onClose={onClose}>
      <Select
        label={t("contracts.page.related.how")}
        allowDeselect={false}
        data={ways.map((way) => ({ value: way, label: inWords(way) }))}
        value={how}
        onChange={(next) => next && setHow(next)}
      />
      <Select
        mt="sm"
        label={t("contracts.page.related.other")}
        placeholder={t("contracts.page.related.search")}
        searchable
        searchValue={search}
        onSearchChange={setSearch}
        filter={({ options }) => options}
        nothingFoundMessage={t("contracts.page.related.nothing")}
        data={(found.data?.contracts ?? [])
          .filter(({ id }) => id !== contract.id)
          .map(({ id, number, name }) => ({ value: id, label: `${number} ${name}` }))}
        value={otherId}
        onChange={setOtherId}
      />
      {add.error ? (
        <p className={classes["problem"]} role="alert">
          {sentenceOf(add.error)}
        </p>
      ) : null}
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("ui.cancel")}
        </Button>
        <Button loading={add.isPending} disabled={otherId === null} onClick={() => otherId && add.mutate(otherId)}>
          {t("contracts.page.related.add")}
        </Button>
      </Group>
    </Dialog>
  );
}
