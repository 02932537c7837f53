import { Badge, Button, MultiSelect, Select, TextInput } from "@mantine/core";
import type { DelegationFace } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type FormEvent, type ReactElement, useState } from "react";
import { useMe } from "../../../platform/me.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { dayInWords } from "../contract-page/written-values.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";
import { useApprovalAction } from "./use-approval-action.ts";
import { useColleagues } from "./use-colleagues.ts";

type Lists = { given: DelegationFace[]; received: DelegationFace[] };

/** Who acts for the reader on which days, and for whom the reader does. */
export function DelegationsSection(): ReactElement {
  const { t } = useTranslation();
  const lists = useQuery(contractsEndpoints.approval.delegations.queryOptions()).data;
  const end = useApprovalAction((id: string): Promise<Lists> => contractsEndpoints.approval.endDelegation.call({ id }));
  return (
    <div className={classes["run"]}>
      <p className={classes["quiet"]}>{t("contracts.approval.delegation.note")}</p>
      <NewDelegation />
      {(["given", "received"] as const).map((which) => (
        <section key={which}>
          <h3 className={classes["cardTitle"]}>{t(`contracts.approval.delegation.${which}`)}</h3>
          {lists && lists[which].length === 0 ? (
            <p className={classes["quiet"]}>{t("contracts.approval.delegation.none")}</p>
          ) : null}
          <ul className={classes["rows"]}>
            {(lists?.[which] ?? []).map((each) => (
              <DelegationLine
                key={each.id}
                delegation={each}
                name={which === "given" ? each.to.name : each.from.name}
                onEnd={which === "given" && each.state !== "past" ? () => end.mutate(each.id) : null}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function DelegationLine(props: {
  readonly delegation: DelegationFace;
  readonly name: string;
  readonly onEnd: (() => void) | null;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { fromDay, untilDay, state, categories } = props.delegation;
  const all = useQuery(contractsEndpoints.parties.categories.queryOptions()).data?.categories ?? [];
  const days = { from: dayInWords(fromDay, language), until: dayInWords(untilDay, language) };
  const names = categories?.map((id) => all.find((each) => each.id === id)?.[language] ?? "");
  return (
    <li className={classes["row"]}>
      <div className={classes["rowMain"]}>
        <p>
          <strong>{props.name}</strong>
        </p>
        <p className={classes["quiet"]}>
          {t("contracts.approval.delegation.days", days)}
          {" · "}
          {names ? names.join(language === "zh" ? "、" : ", ") : t("contracts.approval.delegation.all")}
        </p>
      </div>
      <Badge variant="light" tt="none" color={state === "present" ? "green" : "gray"}>
        {t(`contracts.approval.delegation.state.${state}`)}
      </Badge>
      {props.onEnd ? (
        <Button size="xs" variant="default" onClick={props.onEnd}>
          {t("contracts.approval.delegation.end")}
        </Button>
      ) : null}
    </li>
  );
}

function NewDelegation(): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useMe();
  const colleagues = useColleagues().filter(({ value }) => value !== me.person.id);
  const categories = useQuery(contractsEndpoints.parties.categories.queryOptions()).data?.categories ?? [];
  const empty = { toId: null as string | null, fromDay: "", untilDay: "", categories: [] as string[] };
  const [wanted, setWanted] = useState(empty);
  const add = useApprovalAction(
    (): Promise<Lists> =>
      contractsEndpoints.approval.delegate.call({
        toId: wanted.toId ?? "",
        fromDay: wanted.fromDay as never,
        untilDay: wanted.untilDay as never,
        categories: wanted.categories.length > 0 ? wanted.categories : null,
      }),
    () => setWanted(empty),
  );
  const word = (name: string): string => t(`contracts.approval.delegation.${name}`);
  const isComplete = wanted.toId !== null && wanted.fromDay !== "" && wanted.untilDay !== "";
  return (
    <form
      className={classes["grid"]}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (isComplete) add.mutate();
      }}
    >
      <Select
        label={word("to")}
        placeholder={t("contracts.approval.choosePerson")}
        searchable
        data={colleagues}
        value={wanted.toId}
        onChange={(toId) => setWanted({ ...wanted, toId })}
      />
      <TextInput
        type="date"
        label={word("from")}
        value={wanted.fromDay}
        onChange={(event) => setWanted({ ...wanted, fromDay: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={word("until")}
        value={wanted.untilDay}
        onChange={(event) => setWanted({ ...wanted, untilDay: event.currentTarget.value })}
      />
      <MultiSelect
        label={word("categories")}
        placeholder={wanted.categories.length > 0 ? "" : word("all")}
        data={categories.map((each) => ({ value: each.id, label: each[language] }))}
        value={wanted.categories}
        onChange={(chosen) => setWanted({ ...wanted, categories: chosen })}
      />
      <Button type="submit" variant="default" disabled={!isComplete} loading={add.isPending}>
        {word("add")}
      </Button>
    </form>
  );
}
