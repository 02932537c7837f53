import { Button, Checkbox, Group, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { documentsEndpoints } from "../../platform/documents-endpoints.ts";
import { useAction } from "../../platform/use-action.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { PartyLabel } from "../../ui/party-label.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./circle-dialog.module.css";

/** Letters of a name; the descriptors say the same. */
const LONGEST_NAME = 60;

/** Makes a circle of people of the document, whoever makes it always in. */
export function NewCircleDialog(props: { onMade: (circleId: string) => void; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { documentId, person } = useDocumentEditor();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const label = useId();
  const client = useQueryClient();
  const everybody = useQuery(documentsEndpoints.mentionable.queryOptions({ input: { id: documentId } }));
  const others = (everybody.data ?? []).filter(({ id }) => id !== person.id);
  const make = useAction(
    async () => {
      const made = await documentsEndpoints.circles.create.call({ id: documentId, name, personIds: [...chosen] });
      // The list knows it before it is chosen there.
      await client.invalidateQueries({ queryKey: documentsEndpoints.threads.list.key() });
      return made;
    },
    {
      refreshes: [documentsEndpoints.circles.list.key()],
      onDone: ({ id }) => {
        props.onMade(id);
        props.onClose();
      },
    },
  );
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <Dialog title={t("editor.circles.newTitle")} onClose={props.onClose}>
      <form
        className={classes["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") make.mutate(undefined);
        }}
      >
        <p className={classes["about"]}>{t("editor.circles.about")}</p>
        <TextInput
          label={t("editor.circles.name")}
          placeholder={t("editor.circles.namePlaceholder")}
          value={name}
          maxLength={LONGEST_NAME}
          onChange={(event) => setName(event.currentTarget.value)}
          error={make.error ? sentence(make.error) : null}
          data-autofocus
        />
        <fieldset className={classes["people"]} aria-labelledby={label}>
          <span className={classes["label"]} id={label}>
            {t("editor.circles.people")}
          </span>
          <Checkbox label={t("editor.circles.you", { name: person.name })} checked disabled readOnly />
          {others.map(({ id, name: theirs, party }) => (
            <div key={id} className={classes["choice"]}>
              <Checkbox label={theirs} checked={chosen.has(id)} onChange={() => toggle(id)} />
              {party === "ours" ? null : <PartyLabel party={party} />}
            </div>
          ))}
        </fieldset>
        <Group gap="xs" justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={make.isPending} disabled={name.trim() === ""}>
            {t("editor.circles.make")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
