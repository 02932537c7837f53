import { Button, Select } from "@mantine/core";
import { IconUserMinus } from "@tabler/icons-react";
import type { Circle } from "@parley/documents";
import { useQuery } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useAction } from "../../platform/use-action.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { ConfirmPopover } from "../../ui/confirm-popover.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Moment } from "../../ui/moment.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { PersonBadge } from "../../ui/person-badge.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./circle-dialog.module.css";
import { useCircles } from "./people-of-thread.ts";

/** Who is in a circle and how that changed; a colleague who is in it adds and removes people. It closes for who is in it no more. */
export function CircleDialog(props: { circleId: string; onClose: () => void }): ReactElement | null {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { documentId } = useDocumentEditor();
  const circle = useCircles(true).find(({ id }) => id === props.circleId);
  const change = useAction(
    (wanted: { add?: string[]; remove?: string[] }) =>
      documentsEndpoints.circles.update.call({ id: documentId, circleId: props.circleId, ...wanted }),
    {
      refreshes: [documentsEndpoints.circles.list.key(), documentsEndpoints.threads.list.key()],
      onDone: (after) => (after === null ? props.onClose() : undefined),
    },
  );
  if (!circle) return null;
  return (
    <Dialog title={circle.name} onClose={props.onClose}>
      <div className={classes["form"]}>
        <p className={classes["about"]}>{t("editor.circles.about")}</p>
        <People circle={circle} onRemove={(id) => change.mutate({ remove: [id] })} />
        {circle.mayChange ? <AddPerson circle={circle} onAdd={(id) => change.mutate({ add: [id] })} /> : null}
        {change.error ? (
          <p className={classes["fault"]} role="alert">
            {sentence(change.error)}
          </p>
        ) : null}
        <CircleRecord circle={circle} />
      </div>
    </Dialog>
  );
}

function People({ circle, onRemove }: { circle: Circle; onRemove: (personId: string) => void }): ReactElement {
  const { t } = useTranslation();
  const { person: me } = useDocumentEditor();
  return (
    <ul className={classes["rows"]} aria-label={t("editor.circles.people")}>
      {circle.people.map(({ id, name, party }) => (
        <li key={id} className={classes["row"]}>
          <PersonBadge id={id} name={name} party={party} />
          <span className={classes["face"]}>
            <span className={classes["name"]}>{id === me.id ? t("editor.circles.you", { name }) : name}</span>
            {party === null ? (
              <span className={classes["lost"]}>{t("editor.circles.noAccess")}</span>
            ) : party === "ours" ? null : (
              <PartyLabel party={party} />
            )}
          </span>
          {circle.mayChange ? (
            <ConfirmPopover
              className={classes["remove"]}
              icon={<IconUserMinus size={18} stroke={1.6} />}
              label={t("editor.circles.removeOf", { name })}
              text={t(id === me.id ? "editor.circles.leaveText" : "editor.circles.removeText", { name })}
              action={t(id === me.id ? "editor.circles.leave" : "editor.circles.remove")}
              onConfirm={() => onRemove(id)}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Says before somebody is added what they will read. */
function AddPerson({ circle, onAdd }: { circle: Circle; onAdd: (personId: string) => void }): ReactElement | null {
  const { t } = useTranslation();
  const { documentId } = useDocumentEditor();
  const [chosen, setChosen] = useState<string | null>(null);
  const everybody = useQuery(documentsEndpoints.mentionable.queryOptions({ input: { id: documentId } }));
  const others = (everybody.data ?? []).filter(({ id }) => !circle.people.some((each) => each.id === id));
  const person = others.find(({ id }) => id === chosen);
  if (others.length === 0) return null;
  return (
    <div className={classes["add"]}>
      <div className={classes["addRow"]}>
        <Select
          className={classes["select"]}
          aria-label={t("editor.circles.add")}
          placeholder={t("editor.circles.addPlaceholder")}
          searchable
          nothingFoundMessage={t("editor.circles.nobody")}
          value={person ? person.id : null}
          onChange={setChosen}
          data={others.map(({ id, name, party }) => ({
            value: id,
            label: party === "ours" ? name : t("editor.circles.withParty", { name, party: t(`ui.party.${party}`) }),
          }))}
        />
        <Button variant="default" disabled={!person} onClick={() => (person ? onAdd(person.id) : undefined)}>
          {t("editor.circles.add")}
        </Button>
      </div>
      {person ? (
        <p className={classes["note"]} role="status">
          {circle.threadCount === 0
            ? t("editor.circles.readsNone", { name: person.name })
            : t("editor.circles.reads", { name: person.name, count: circle.threadCount })}
        </p>
      ) : null}
    </div>
  );
}

function CircleRecord({ circle }: { circle: Circle }): ReactElement {
  const { t } = useTranslation();
  return (
    <section>
      <h3 className={classes["label"]}>{t("editor.circles.record")}</h3>
      <ul className={classes["record"]}>
        {circle.record.map(({ act, by, at, person, threadCount }) => (
          <li key={`${act} ${person?.id ?? ""} ${at}`}>
            {act === "added" && threadCount > 0
              ? t("editor.circles.act.addedReading", { name: by.name, person: person?.name ?? "", count: threadCount })
              : t(`editor.circles.act.${act}`, { name: by.name, person: person?.name ?? "" })}{" "}
            <Moment iso={at} exact />
          </li>
        ))}
      </ul>
    </section>
  );
}
