import { Button, Radio, Select, Stack, Textarea } from "@mantine/core";
import type {
  ApprovalRunFace,
  ApprovalStepFace,
  ApprovalTaskFace,
  Contract,
  ContractApproval,
} from "@parley/contracts";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useLanguage } from "../../../platform/use-language.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";
import { newCommand, useApprovalAction } from "./use-approval-action.ts";
import { useColleagues } from "./use-colleagues.ts";

export type TaskVerb = "approve" | "refuse" | "return" | "add" | "handOver";

type Place = "before" | "after" | "beside";
type Resume = "resume-here" | "run-again-from-there";

interface Choices {
  readonly note: string;
  /** A step, or the initiator. */
  readonly to: string;
  readonly resume: Resume;
  readonly place: Place;
  readonly personId: string | null;
}

const initiator = "";

/** Asks for what a verb needs, and does it on the text that the reader has seen. */
export function TaskDialog(props: {
  readonly contract: Contract;
  readonly run: ApprovalRunFace;
  readonly step: ApprovalStepFace;
  readonly task: ApprovalTaskFace;
  readonly verb: TaskVerb;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { verb, contract, run, task, onClose } = props;
  const [command] = useState(newCommand);
  const [choices, setChoices] = useState<Choices>({
    ...{ note: "", to: initiator, resume: "resume-here", place: "before", personId: null },
  });
  const change = (part: Partial<Choices>): void => setChoices({ ...choices, ...part });
  const act = useApprovalAction(() => doIt(verb, props, choices, command), onClose);
  const needsPerson = verb === "add" || verb === "handOver";
  return (
    <Dialog title={`${t(`contracts.approval.title.${verb}`)} · ${contract.number}`} onClose={onClose}>
      <Stack gap="sm">
        {task.you.actsFor ? (
          <p className={classes["quiet"]}>
            {t("contracts.approval.actsFor", { by: "", name: task.you.actsFor.name }).trim()}
          </p>
        ) : null}
        {needsPerson ? <PersonSelect value={choices.personId} onChange={(personId) => change({ personId })} /> : null}
        {verb === "add" ? <PlaceChoice value={choices.place} onChange={(place) => change({ place })} /> : null}
        {verb === "return" ? <ReturnChoice run={run} task={task} choices={choices} onChange={change} /> : null}
        <Textarea
          label={t("contracts.approval.note")}
          placeholder={t("contracts.approval.notePlaceholder")}
          autosize
          minRows={3}
          data-autofocus={needsPerson ? undefined : true}
          value={choices.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
        <div className={classes["buttons"]}>
          <Button
            {...(verb === "refuse" && { color: "red" })}
            disabled={needsPerson && choices.personId === null}
            loading={act.isPending}
            onClick={() => act.mutate()}
          >
            {t(`contracts.approval.verb.${verb}`)}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("contracts.approval.cancel")}
          </Button>
        </div>
      </Stack>
    </Dialog>
  );
}

function doIt(
  verb: TaskVerb,
  { contract, run, task }: { contract: Contract; run: ApprovalRunFace; task: ApprovalTaskFace },
  { note, to, resume, place, personId }: Choices,
  command: string,
): Promise<ContractApproval> {
  const { textHash, fieldsHash } = run.text;
  const actsFor = task.you.actsFor;
  const input = { id: contract.id, task: task.id, note, command, ...(actsFor && { actsFor: actsFor.id }) };
  const seen = { ...input, textHash, fieldsHash };
  const person = { personId: personId ?? "" };
  const api = contractsEndpoints.approval;
  switch (verb) {
    case "approve":
      return api.approve.call(seen);
    case "refuse":
      return api.refuse.call(seen);
    case "return":
      return api.return.call({ ...input, to: to === initiator ? null : to, resume });
    case "add":
      return api.add.call({ ...seen, ...person, place });
    case "handOver":
      return api.handOver.call({ ...input, ...person });
  }
}

function PersonSelect(props: { value: string | null; onChange: (id: string | null) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Select
      label={t("contracts.approval.person")}
      placeholder={t("contracts.approval.choosePerson")}
      searchable
      data={useColleagues()}
      value={props.value}
      onChange={props.onChange}
    />
  );
}

function PlaceChoice(props: { value: Place; onChange: (place: Place) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t("contracts.approval.place")}
      value={props.value}
      onChange={(value) => props.onChange(value as Place)}
    >
      <Stack gap={6} mt={4}>
        <Radio value="before" label={t("contracts.approval.placeBefore")} />
        <Radio value="after" label={t("contracts.approval.placeAfter")} />
        <Radio value="beside" label={t("contracts.approval.placeBeside")} />
      </Stack>
    </Radio.Group>
  );
}

function ReturnChoice(props: {
  readonly run: ApprovalRunFace;
  readonly task: ApprovalTaskFace;
  readonly choices: Choices;
  readonly onChange: (part: Partial<Choices>) => void;
}): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const { run, task, choices, onChange } = props;
  const own = run.steps.findIndex(({ id }) => id === task.step);
  const earlier = run.steps.slice(0, own).map(({ id, labels }) => ({ value: id, label: labels[language] }));
  return (
    <>
      <Select
        label={t("contracts.approval.returnTo")}
        allowDeselect={false}
        value={choices.to}
        data={[
          { value: initiator, label: t("contracts.approval.initiator", { name: run.initiator.name }) },
          ...earlier,
        ]}
        onChange={(to) => onChange({ to: to ?? initiator })}
      />
      <Radio.Group
        label={t("contracts.approval.resume")}
        value={choices.resume}
        onChange={(value) => onChange({ resume: value as Resume })}
      >
        <Stack gap={6} mt={4}>
          <Radio value="resume-here" label={t("contracts.approval.resumeHereStep")} />
          <Radio value="run-again-from-there" label={t("contracts.approval.runAgainStep")} />
        </Stack>
      </Radio.Group>
    </>
  );
}
