import { ActionIcon, Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, type ReactNode, useState } from "react";
import classes from "./contract-page.module.css";

/** What an editor of a field works on. */
export interface FieldEditor<Value> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One field of a record, edited where it stands. `onSave` answers whether it was taken; a refused value stays to be mended. */
export function RecordField<Value>(props: {
  label: string;
  children: ReactNode;
  /** `null` for a field that cannot be changed now. */
  edit: null | {
    readonly value: Value;
    readonly input: (editor: FieldEditor<Value>) => ReactNode;
    readonly onSave: (value: Value) => Promise<boolean>;
  };
}): ReactElement {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<{ value: Value } | null>(null);
  const [busy, setBusy] = useState(false);
  const { edit } = props;
  const save = async (): Promise<void> => {
    if (!edit || !draft) return;
    setBusy(true);
    if (await edit.onSave(draft.value)) setDraft(null);
    setBusy(false);
  };
  return (
    <div className={classes["field"]}>
      <dt>{props.label}</dt>
      <dd>
        {edit && draft ? (
          <form
            className={classes["fieldForm"]}
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            {edit.input({ value: draft.value, onChange: (value) => setDraft({ value }) })}
            <div className={classes["fieldButtons"]}>
              <Button size="xs" type="submit" loading={busy}>
                {t("contracts.page.save")}
              </Button>
              <Button size="xs" variant="default" onClick={() => setDraft(null)}>
                {t("ui.cancel")}
              </Button>
            </div>
          </form>
        ) : (
          <>
            <span className={classes["fieldValue"]}>{props.children}</span>
            {edit ? (
              <ActionIcon
                size="sm"
                aria-label={t("contracts.page.edit", { field: props.label })}
                onClick={() => setDraft({ value: edit.value })}
              >
                <IconPencil size={15} stroke={1.6} />
              </ActionIcon>
            ) : null}
          </>
        )}
      </dd>
    </div>
  );
}
