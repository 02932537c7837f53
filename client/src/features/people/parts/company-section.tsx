import { Select, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useMe } from "../../../platform/me.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { meKey } from "../../../platform/session-life.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import classes from "./sections.module.css";

/** What holds for the whole company; for administrators. */
export function CompanySection(): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const sentenceOf = useSentence();
  const save = useAction((timeZone: string) => peopleEndpoints.company.update.call({ timeZone }), {
    onDone: ({ timeZone }) => {
      client.setQueryData(meKey, { ...me, company: { ...me.company, timeZone } });
      notifications.show({ message: t("people.profile.saved") });
    },
  });
  return (
    <div className={classes["narrow"]}>
      <Select
        label={t("people.company.timeZone")}
        description={t("people.company.timeZoneNote")}
        data={timeZones(me.company.timeZone)}
        value={me.company.timeZone}
        searchable
        limit={200}
        allowDeselect={false}
        disabled={save.isPending}
        nothingFoundMessage={t("people.company.nothingFound")}
        onChange={(timeZone) => {
          if (timeZone !== null && timeZone !== me.company.timeZone) save.mutate(timeZone);
        }}
      />
      {save.error ? (
        <Text c="var(--parley-bad)" role="alert">
          {sentenceOf(save.error)}
        </Text>
      ) : null}
    </div>
  );
}

function timeZones(present: string): string[] {
  return [...new Set([present, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}
