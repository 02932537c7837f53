import { Button, Code, Group, Table, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { IconCircleCheck, IconFileTypeCsv } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { decodeCsv } from "./decode-csv.ts";
import classes from "./csv-import.module.css";
import { Dialog } from "../../../ui/dialog.tsx";

const columns = "name,email,title,manager,departments,language,standing";
const sample = ["林岚,lin@example.com,法务总监,ceo@example.com,法务部/合同组; 合规组,zh,member"].join("\n");

/** People from a CSV file: first a trial that writes nothing, with every fault by its line; then, when there is none, the import. */
export function CsvImport(props: { onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const [file, setFile] = useState<{ name: string; csv: string } | null>(null);
  const trial = useAction((csv: string) => peopleEndpoints.directory.importCsv.call({ csv, dryRun: true }));
  const write = useAction((csv: string) => peopleEndpoints.directory.importCsv.call({ csv, dryRun: false }), {
    refreshes: [peopleEndpoints.directory.key()],
  });
  const choose = async (chosen: File): Promise<void> => {
    const csv = decodeCsv(new Uint8Array(await chosen.arrayBuffer()));
    setFile({ name: chosen.name, csv });
    write.reset();
    trial.mutate(csv);
  };
  const report = write.data ?? trial.data;
  const errors = report?.errors ?? [];
  const failure = write.error ?? trial.error;
  const done = write.data !== undefined && write.data.errors.length === 0;
  return (
    <Dialog onClose={props.onClose} title={t("people.csv.title")} size="lg">
      {done ? (
        <div className={classes["done"]} role="status">
          <IconCircleCheck size={22} />
          {t("people.csv.done", { created: report?.created ?? 0, updated: report?.updated ?? 0 })}
        </div>
      ) : (
        <>
          <Text c="dimmed" mb="xs">
            {t("people.csv.intro")}
          </Text>
          <Code block mb="md">{`${columns}\n${sample}`}</Code>
          <Dropzone
            onDrop={(files) => {
              const first = files[0];
              if (first) void choose(first);
            }}
            accept={{ "text/csv": [".csv"], "text/plain": [".csv", ".txt"], "application/vnd.ms-excel": [".csv"] }}
            maxFiles={1}
            multiple={false}
            loading={trial.isPending}
            aria-label={t("people.csv.choose")}
            inputProps={{ "aria-label": t("people.csv.choose") }}
          >
            <div className={classes["drop"]}>
              <IconFileTypeCsv size={28} stroke={1.4} />
              <span>{file ? file.name : t("people.csv.choose")}</span>
            </div>
          </Dropzone>
        </>
      )}
      {failure ? (
        <div className={classes["problem"]} role="alert">
          {sentenceOf(failure)}
        </div>
      ) : null}
      {report && !done ? (
        <div className={classes["report"]} role="status">
          {errors.length === 0
            ? t("people.csv.ready", { created: report.created, updated: report.updated })
            : t("people.csv.faults", { count: errors.length })}
        </div>
      ) : null}
      {errors.length > 0 ? (
        <Table.ScrollContainer minWidth={420} mah={260}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("people.csv.line")}</Table.Th>
                <Table.Th>{t("people.csv.column")}</Table.Th>
                <Table.Th>{t("people.csv.fault")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {errors.map((error) => (
                <Table.Tr key={`${error.line}-${error.column ?? ""}-${error.code}`}>
                  <Table.Td>{error.line}</Table.Td>
                  <Table.Td>{error.column ?? t("people.csv.wholeLine")}</Table.Td>
                  <Table.Td>{error[language]}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : null}
      <Group mt="md" gap="xs" justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {done ? t("ui.close") : t("ui.cancel")}
        </Button>
        {done ? null : (
          <Button
            disabled={!file || !report || errors.length > 0}
            loading={write.isPending}
            onClick={() => {
              if (file) write.mutate(file.csv);
            }}
          >
            {t("people.csv.import")}
          </Button>
        )}
      </Group>
    </Dialog>
  );
}
