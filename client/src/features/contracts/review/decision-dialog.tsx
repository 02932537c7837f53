import { Button, MultiSelect, NativeSelect, Select, Textarea } from "@mantine/core";
import type { ApprovalRunFace, ApprovalTaskFace, ContractReview } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type FormEvent, type ReactElement, useState } from "react";
import { useMe } from "../../../platform/me.ts";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { type Decision, type Verb, isComplete } from "./decide.ts";
import classes from "./review-page.module.css";

interface DialogProps {
  readonly review: ContractReview;
  readonly run: ApprovalRunFace;
  readonly task: ApprovalTaskFace;
  readonly verb: Verb;
  readonly onClose: () => void;
  readonly onDecide: (decision: Decision) => void;
}

/** Asks for what a decision needs and says what it is about, before it is made. */
export function DecisionDialog(props: DialogProps): ReactElement {
  const { t } = useTranslation();
  const { verb, task } = props;
  const [decision, setDecision] = useState<Decision>({
    ...{ verb, note: "", personId: null, place: "before", to: null, resume: "resume-here", people: [] },
  });
  const set = (part: Partial<Decision>): void => setDecision({ ...decision, ...part });
  const needsReason = verb === "refuse" || verb === "return";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isComplete(decision)) props.onDecide(decision);
  };
  return (
    <Dialog title={t(`contracts.review.${verb}`)} onClose={props.onClose}>
      <form className={classes["form"]} onSubmit={submit}>
        <WhatHappens {...props} />
        {task.you.actsFor ? <p>{t("contracts.review.confirmFor", { name: task.you.actsFor.name })}</p> : null}
        {verb === "return" ? <ReturnFields {...props} decision={decision} onSet={set} /> : null}
        {verb === "add" || verb === "handOver" ? <PersonField value={decision.personId} onSet={set} /> : null}
        {verb === "add" ? <PlaceField value={decision.place} onSet={set} /> : null}
        {verb === "negotiate" ? <PeopleField value={decision.people} onSet={set} /> : null}
        <Textarea
          label={t(needsReason ? "contracts.review.reason" : "contracts.review.note")}
          placeholder={needsReason ? "" : t("contracts.review.optional")}
          required={needsReason}
          autosize
          minRows={2}
          maxLength={4_000}
          value={decision.note}
          data-autofocus={verb === "approve" || needsReason || undefined}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
        <div className={classes["buttons"]}>
          <Button variant="default" onClick={props.onClose}>
            {t("contracts.review.cancel")}
          </Button>
          <Button type="submit" {...(verb === "refuse" && { color: "red" })} disabled={!isComplete(decision)}>
            {t(`contracts.review.${verb}`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function WhatHappens({ verb, review, run }: DialogProps): ReactElement | null {
  const { t } = useTranslation();
  if (verb === "approve") return <WhatIsApproved review={review} run={run} />;
  const notes = { refuse: "refuseNote", return: "returnNote", handOver: "handOverNote", negotiate: "negotiateNote" };
  return verb === "add" ? null : <p>{t(`contracts.review.${notes[verb]}`)}</p>;
}

/** The text by its hash, and how it differs from what the approver knows. */
function WhatIsApproved({ review: { text }, run }: Pick<DialogProps, "review" | "run">): ReactElement {
  const { t } = useTranslation();
  const count = text?.clauses.filter(({ kind }) => kind !== "unchanged").length ?? 0;
  const kind = text?.basis.kind ?? "whole";
  const blocking = text?.findings.filter(({ severity, ignored }) => severity === "blocking" && !ignored).length ?? 0;
  const since = kind === "whole" ? "" : t(`contracts.review.since.${kind}`);
  return (
    <>
      <p>{t("contracts.review.confirm", { hash: run.text.textHash.slice(0, 16) })}</p>
      <p>
        {kind === "whole"
          ? t("contracts.review.confirmWhole")
          : count > 0
            ? t("contracts.review.confirmChanged", { since, count })
            : t("contracts.review.confirmSame", { since })}
      </p>
      {blocking > 0 ? (
        <p className={classes["failure"]}>{t("contracts.review.blockingLeft", { count: blocking })}</p>
      ) : null}
    </>
  );
}

interface FieldProps {
  readonly onSet: (part: Partial<Decision>) => void;
}

function ReturnFields({ run, task, decision, onSet }: DialogProps & FieldProps & { decision: Decision }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const earlier = run.steps.slice(
    0,
    run.steps.findIndex(({ id }) => id === task.step),
  );
  const initiator = t("contracts.review.initiator", { name: run.initiator.name });
  return (
    <>
      <NativeSelect
        label={t("contracts.review.returnTo")}
        data={[
          { value: "", label: initiator },
          ...earlier.map(({ id, labels }) => ({ value: id, label: labels[language] })),
        ]}
        value={decision.to ?? ""}
        onChange={(event) => onSet({ to: event.currentTarget.value === "" ? null : event.currentTarget.value })}
      />
      <NativeSelect
        label={t("contracts.review.resume")}
        data={[
          { value: "resume-here", label: t("contracts.review.resumeHere") },
          { value: "run-again-from-there", label: t("contracts.review.resumeAgain") },
        ]}
        value={decision.resume}
        onChange={(event) =>
          onSet({ resume: event.currentTarget.value === "resume-here" ? "resume-here" : "run-again-from-there" })
        }
      />
    </>
  );
}

/** Colleagues by name, without oneself. */
function useColleagues(): { value: string; label: string }[] {
  const me = useMe();
  const people = useQuery(peopleEndpoints.directory.people.queryOptions({ input: {} })).data ?? [];
  return people.filter(({ id }) => id !== me.person.id).map(({ id, name }) => ({ value: id, label: name }));
}

function PersonField({ value, onSet }: FieldProps & { value: string | null }): ReactElement {
  const { t } = useTranslation();
  return (
    <Select
      label={t("contracts.review.person")}
      required
      searchable
      data={useColleagues()}
      value={value}
      onChange={(personId) => onSet({ personId })}
    />
  );
}

function PeopleField({ value, onSet }: FieldProps & { value: readonly string[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <MultiSelect
      label={t("contracts.review.people")}
      searchable
      data={useColleagues()}
      value={[...value]}
      onChange={(people) => onSet({ people })}
    />
  );
}

function PlaceField({ value, onSet }: FieldProps & { value: Decision["place"] }): ReactElement {
  const { t } = useTranslation();
  const places = ["before", "after", "beside"] as const;
  return (
    <NativeSelect
      label={t("contracts.review.place")}
      data={places.map((place) => ({ value: place, label: t(`contracts.review.${place}`) }))}
      value={value}
      onChange={(event) => onSet({ place: places.find((place) => place === event.currentTarget.value) ?? "before" })}
    />
  );
}
